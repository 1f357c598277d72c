// The board's page: brings together what is committed, what is on the way, who is there, and the person's hands.
import { Connection } from "./connection.js";
import { Announcer, ConnectionSign, Notices } from "./notices.js";
import { newId, Outbox } from "./outbox.js";
import { People } from "./people.js";
import { advance, emptyState, overlay, stateOf } from "./state.js";
import { say, stateSaid } from "./texts.js";
import { inLanguage, ThemeDialog } from "./themes.js";
import { BoardView, localStorageOrNothing } from "./view.js";

const settings = JSON.parse(document.getElementById("settings").textContent);
const root = document.getElementById("board");
const owner = `${settings.board}:${settings.owner}`;

const outbox = new Outbox(localStorageOrNothing(), owner);
const announcer = new Announcer();
const notices = new Notices();
const sign = new ConnectionSign(announcer);
const people = new People();
const view = new BoardView({ settings, drafts: owner, act, announce: (sentence) => announcer.now(sentence) });

let committed = emptyState();
let names = {};
let themes = {};
let me = null;
let votes = { limit: 0, elsewhere: 0, cards: [] };
let status = "connecting";
let isDrawn = true;
const own = new Set(); // ids of operations of this page, so that they are not announced as somebody else's

const dialog = new ThemeDialog({ url: settings.themes, language: settings.language, view, act, learned: learnThemes });

const connection = new Connection({
  board: settings.board,
  socketPath: settings.socket,
  csrf: root.dataset.csrf,
  language: settings.language,
  outbox,
  on: {
    joined(answer) {
      me = answer.me;
      votes = me.votes;
      people.start(answer.presence, me);
      draw();
    },
    snapshot(snapshot) {
      committed = stateOf(snapshot);
      Object.assign(names, snapshot.people);
      for (const [id, title] of Object.entries(snapshot.themes)) themes[id] ??= inLanguage(title, settings.language);
      view.showState(committed.state);
      draw();
    },
    changes(messages) {
      messages.forEach(take);
      draw();
    },
    acknowledged(operation, answer) {
      const { outcome } = answer.change;
      if (outcome === "merged") announcer.now(say("merged"));
      if (outcome === "both") notices.tell("both", say("both"));
      draw();
    },
    refused(operation, answer) {
      announcer.now(say("notSaved", { reason: answer.message }));
      draw();
    },
    status(now, message) {
      status = now;
      if (now === "refused") notices.tell("refused", message, "danger");
      if (now === "stale") notices.tell("stale", say("reload"));
      draw();
    },
    presence: (news) => people.change(news),
    votes(now) {
      votes = now;
      draw();
    },
    typing: ({ card, ref, name }) => ref !== me?.ref && view.someoneTypes(card, name),
    ended: () => notices.tell("ended", say("ended"), "danger"),
  },
});

/** One committed change. */
function take({ number, op_id: opId, change, by, isOwn }) {
  const before = change.card && committed.cards[change.card];
  committed = advance(committed, number, change);
  if (by.name) names[by.ref] = by.name;
  if (change.kind === "board_state") {
    view.showState(change.state);
    announcer.now(stateSaid[change.state]);
  } else if (!isOwn && !own.has(opId)) {
    tellOfOthers(change, by.name || say("somebody"), before);
  }
  const cited = change.kind === "add_card" ? change.card.themes : [change.theme].filter(Boolean);
  if (cited.some((id) => !themes[id])) dialog.load().catch(() => {});
}

function tellOfOthers(change, name, before) {
  const zone = view.title(change.zone ?? change.card?.zone ?? before?.zone);
  const key = { add_card: "saidAdded", edit_card: "saidEdited", remove_card: "saidRemoved", restore_card: "saidRestored", promote: "saidPromoted" }[change.kind];
  if (key) announcer.later(say(key, { name, zone }));
  else if (change.kind === "move_card" && change.zone !== before?.zone) announcer.later(say("saidMoved", { name, zone }));
}

function learnThemes(found) {
  for (const theme of found) themes[theme.id] = { title: theme.title, lang: theme.lang };
  draw();
}

/** Something that the person does: shown at once, kept until it is acknowledged, sent as soon as possible. */
function act(kind, payload) {
  if (kind === "typing") return connection.typing(payload.card);
  if (kind === "choose_themes") return dialog.open(payload.card);
  const operation = { op_id: `b-${newId(20)}`, kind, ...payload };
  if (kind === "add_card") operation.card = newId();
  own.add(operation.op_id);
  outbox.add(operation);
  drawNow();
  connection.send();
}

/** At most once a frame, however many messages come. */
function draw() {
  if (!isDrawn) return;
  isDrawn = false;
  const soon = document.hidden ? (then) => setTimeout(then, 100) : requestAnimationFrame;
  soon(() => isDrawn || drawNow());
}

function drawNow() {
  isDrawn = true;
  const pending = outbox.pending;
  sign.show(status, pending.length);
  notices.showReturned(outbox.returned, { retry: sendAgain, dismiss: letGo });
  if (!me) return;
  const shown = overlay(committed, pending, me.ref, votes.cards);
  const live = [...shown.voted].filter((id) => shown.state.cards[id] && !shown.state.cards[id].is_removed);
  const votesLeft = Math.max(0, votes.limit - votes.elsewhere - live.length);
  const line = document.querySelector("[data-votes]");
  line.hidden = !me.can_vote;
  line.textContent = say("votesLeft", { left: votesLeft, limit: votes.limit });
  view.render({
    state: shown.state,
    voted: shown.voted,
    votesLeft,
    waiting: new Set(pending.map((operation) => operation.card)),
    people: { ...names, [me.ref]: me.name },
    themes,
    me,
  });
}

function sendAgain(operation) {
  outbox.done(operation.op_id);
  // Under a new id: the old one was refused, and stays so.
  const again = { ...operation, op_id: `b-${newId(20)}` };
  own.add(again.op_id);
  outbox.add(again);
  drawNow();
  connection.send();
}

function letGo(operation) {
  outbox.done(operation.op_id);
  drawNow();
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
