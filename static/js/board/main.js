// The board's page: brings together what is committed, what is on the way, who is there, and the person's hands.
import { Bulk } from "./bulk.js";
import { Connection } from "./connection.js";
import { Cursors } from "./cursors.js";
import { Detail } from "./detail.js";
import { oncePerFrame, storageOrNothing } from "./dom.js";
import { Filter } from "./filter.js";
import { Follower } from "./follower.js";
import { goalIn } from "./goal.js";
import { History } from "./history.js";
import { Keys } from "./keys.js";
import { Lasso } from "./lasso.js";
import { Lines } from "./links.js";
import { OverviewMap } from "./map.js";
import { Announcer, ConnectionSign, Notices } from "./notices.js";
import { Origins } from "./origins.js";
import { Outbox } from "./outbox.js";
import { People } from "./people.js";
import { Preferences } from "./preferences.js";
import { Rounds } from "./rounds.js";
import { Selection } from "./selection.js";
import { SessionPanel } from "./session.js";
import { Store } from "./store.js";
import { did, say, stateSaid } from "./texts.js";
import { ThemeDialog } from "./themes.js";
import { BoardView } from "./view.js";
import { Viewport } from "./viewport.js";
import { Views } from "./views.js";

const settings = JSON.parse(document.getElementById("settings").textContent);
const root = document.getElementById("board");
const owner = `${settings.board}:${settings.owner}`;
const storage = storageOrNothing();

const outbox = new Outbox(storage, owner);
for (const board of settings.behind) outbox.adopt(`${board}:${settings.owner}`, say("doneElsewhere"));
const store = new Store({ settings, outbox });
const preferences = new Preferences(storage);
const history = new History();
const announcer = new Announcer();
const announce = (sentence) => announcer.now(sentence);
const notices = new Notices();
const sign = new ConnectionSign(announcer);
const people = new People({ follow: (ref, name) => follower.toggle(ref, name), left: (refs) => follower.left(refs) });
let status = "connecting";
let goal = goalIn(location.hash); // a card or zone that a link leads to

const draw = oncePerFrame(drawNow);
const viewport = new Viewport({ announce, changed: () => map?.draw() });
const map = new OverviewMap(viewport);
const filter = new Filter({ announce, groups: settings.groups, changed: () => view.redraw() });
const lost = (words) => notices.keepWords(say("cardGone"), words);
const view = new BoardView({ root, settings, storage, drafts: owner, act, actAll, announce, filter, viewport, lost });
const origins = new Origins({ url: settings.origins, groups: settings.groups, redraw: () => view.redraw() });
view.origins = origins;
const bulk = new Bulk({ view, announce });
const selection = new Selection({ view, announce, actions: bulk.actions });
view.selection = selection;
new Lasso(view);
const rounds = new Rounds({ view, settings, announce });
const lines = new Lines(view);
const detail = new Detail({ view, announce });
view.dragged = (id, across, down) => lines.follow(id, across, down);
view.drawn = () => {
  viewport.begin();
  map.measure();
  lines.draw();
  bulk.draw();
  detail.draw();
};
const views = new Views({ preferences, viewport, map, announce, redraw: () => view.redraw() });
const dialog = new ThemeDialog({ url: settings.themes, language: settings.language, view, act, learned: (found) => (store.learn(found), draw()) });

new Keys({
  preferences,
  actions: {
    undo: () => undo("undo", "undone", "nothingToUndo"),
    redo: () => undo("redo", "redone", "nothingToRedo"),
    open: (card) => card && detail.open(card),
    search: () => filter.focus(),
    write: () => view.lists[0] && view.zone(view.lists[0].zone).write(),
    switchView: () => views.switch(),
    nearer: () => viewport.nearer(),
    farther: () => viewport.farther(),
    fit: () => viewport.fit(),
    whole: () => viewport.whole(),
    select: (card) => card && selection.set(card, !selection.has(card)),
    edit: (card) => card && view.edit(card),
    next: (card) => view.guide.goOn(card, 1),
    previous: (card) => view.guide.goOn(card, -1),
  },
});

const connection = new Connection({
  board: settings.board,
  socketPath: settings.socket,
  csrf: root.dataset.csrf,
  language: settings.language,
  outbox,
  on: {
    joined(answer) {
      store.join(answer.me);
      people.start(answer.presence, answer.me);
      draw();
      session.start();
    },
    snapshot(snapshot) {
      store.replace(snapshot);
      view.showState(snapshot.state);
      draw();
    },
    changes(messages) {
      messages.forEach(take);
      draw();
    },
    acknowledged(operation, answer) {
      const { outcome } = answer.change;
      if (outcome === "merged") announce(say("merged"));
      if (outcome === "both") notices.tell("both", say("both"));
      draw();
    },
    held(answer) {
      // Kept and sent again by itself. A second of too much haste is not worth a sentence; maintenance is.
      notices.tell("held", answer?.error === "read_only" ? answer.message : "");
    },
    refused(operation, answer) {
      history.forget(operation.op_id);
      announce(say("notSaved", { reason: answer.message }));
      draw();
    },
    status(now, message) {
      status = now;
      if (now === "refused") {
        outbox.returnAll(message);
        notices.tell("refused", message, "danger");
      }
      if (now === "stale") notices.tell("stale", say("reload"));
      draw();
    },
    presence: (news) => people.change(news),
    settled: (operation) => store.settled(operation),
    mine(now) {
      store.takeVotes(now);
      draw();
    },
    typing: ({ card, ref, name, text }) => ref !== store.me?.ref && view.someoneTypes(card, name, text),
    ended: () => notices.tell("ended", say("ended"), "danger"),
    crowded: () => notices.tell("crowded", say("crowded")),
    plan: (plan) => (session.takePlan(plan), origins.lookSoon()),
    message: (message) => session.takeMessage(message),
    calls: () => session.takeCalls(),
    come: (news) => session.takeCome(news),
    help: (request) => session.takeHelp(request),
    cursor: (news) => cursors.take(news),
  },
});
const me = () => store.me;
const follower = new Follower({ view, people, announcer });
const cursors = new Cursors({ viewport, view, connection, preferences, root, me, follower });
const session = new SessionPanel({ settings, connection, view, announcer, notices, me, startCursors: (isOn) => cursors.start(isOn) });

/** One committed change. */
function take(message) {
  const { change, by } = message;
  const { before, isOwn } = store.take(message);
  if (change.kind === "board_state") {
    view.showState(change.state);
    announce(stateSaid[change.state]);
  } else if (!isOwn) {
    tellOfOthers(change, by.name || say("somebody"), before);
  }
  const cited = change.kind === "add_card" ? change.card.themes : [change.theme].filter(Boolean);
  if (cited.some((id) => !store.themes[id])) dialog.load().catch(() => {});
}

const SAID = { add_card: "saidAdded", edit_card: "saidEdited", remove_card: "saidRemoved", restore_card: "saidRestored", promote: "saidPromoted", merge_cards: "saidMerged", split_card: "saidSplit", comment: "saidCommented", stack_card: "saidStacked", link_cards: "saidLinked" };

function tellOfOthers(change, name, before) {
  if (!view.model) return;
  const zone = view.title(change.zone ?? change.card?.zone ?? change.made?.[0].zone ?? before?.zone);
  const key = change.kind === "move_card" && change.zone !== before?.zone ? "saidMoved" : SAID[change.kind];
  if (key) announcer.later(say(key, { name, zone }));
}

/** Something that the person does: shown at once, kept until it is acknowledged, sent as soon as possible. */
function act(kind, payload) {
  if (kind === "typing") return connection.typing(payload);
  if (kind === "choose_themes") return dialog.open(payload.card);
  if (kind === "open") return detail.open(payload.card);
  actAll([{ kind, ...payload }]);
}

/** Several things as one: undone together. */
function actAll(asked) {
  history.did(perform(asked));
}

/** Do operations; returns what undoes them. */
function perform(asked) {
  const done = asked.map((operation) => store.keep(operation));
  send();
  return { kind: asked[0]?.kind, ids: done.map(({ operation }) => operation.op_id), back: done.flatMap(({ back }) => back).reverse() };
}

/** Words from a board that one left, as a new card of this one: in the zone of the same name where there is one. */
function takeUp(operation, words) {
  const [first] = view.lists;
  if (!first) return;
  view.add(view.zone(operation.zone) ? operation.zone : first.zone, words);
  outbox.done(operation.op_id);
  drawNow();
}

function undo(way, said, nothing) {
  const entry = history[way](perform);
  announce(entry ? say(said, { what: did[entry.kind] ?? "" }) : say(nothing));
  drawNow();
}

for (const [name, ...rest] of [["undo", "undone", "nothingToUndo"], ["redo", "redone", "nothingToRedo"]]) {
  document.querySelector(`[data-${name}]`).addEventListener("click", () => undo(name, ...rest));
}

function send() {
  drawNow();
  connection.send();
}

function drawNow() {
  sign.show(status, outbox.pending.length);
  notices.showReturned(outbox.returned, {
    retry: (operation, words) => (words ? takeUp(operation, words) : (store.again(operation), send())),
    dismiss: (operation) => (outbox.done(operation.op_id), drawNow()),
  });
  const model = store.model();
  if (!model) return;
  const line = document.querySelector("[data-votes]");
  line.hidden = !model.me.can_vote;
  line.textContent = say("votesLeft", { left: model.votesLeft, limit: store.votes.limit });
  document.querySelector("[data-undo]").setAttribute("aria-disabled", String(!history.canUndo));
  document.querySelector("[data-redo]").setAttribute("aria-disabled", String(!history.canRedo));
  session.showMode(model.state.mode);
  view.render(model);
  origins.draw(model);
  rounds.draw(model);
  if (goal && model.zones.length) {
    view.guide.lead(goal);
    goal = null;
  }
}

// The facilitator's buttons work without script; with it the page stays, and the change arrives like everybody else's.
for (const form of document.querySelectorAll("[data-steer] form")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
    if (!answer || answer.status >= 400) form.submit();
  });
}

drawNow();
