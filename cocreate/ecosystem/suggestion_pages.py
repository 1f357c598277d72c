"""Pages on which people say what it is that answers name: an actor, an asset, a project, or nothing for the map."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.analysis.names import best_matches
from cocreate.core.db import Translated, db, transaction
from cocreate.ecosystem import queries, suggesting
from cocreate.ecosystem.commands import suggesting as commands
from cocreate.ecosystem.commands.actors import ActorTold, add_actor
from cocreate.ecosystem.labels import PART_NAMES, SUGGESTION_NAMES, TYPE_NAMES
from cocreate.ecosystem.manage import manage
from cocreate.ecosystem.models import ActorSuggestion, EcosystemActor
from cocreate.ecosystem.rules import (
    PLACES,
    TYPICAL_PART,
    TYPICAL_TYPE,
    ActorType,
    Part,
    SuggestionKind,
    SuggestionState,
)
from cocreate.errors import DomainError, Invalid
from cocreate.process.commands import find_challenge
from cocreate.process.models import Challenge
from cocreate.process.queries import challenges_of
from cocreate.process.rules import HelixCategory
from cocreate.survey.kinds.project import roles_of
from cocreate.survey.models import Answer
from cocreate.web.access import current_actor, requires
from cocreate.web.language import LANGUAGES, current_language
from cocreate.web.messages import say
from cocreate.web.paging import page_number

PAGE = 20  # groups
LONGEST_TITLE, LONGEST_REASON = 300, 500
NEW, LEAVE_OUT = "new", "out"
Names = dict[int, list[str]]


@manage.get("/p/<process_id>/manage/ecosystem/suggestions")
@requires("ecosystem:suggestion:decide")
def suggestions() -> str:
    """What waits, what most people named first."""
    counts = suggesting.waiting_counts(db.session(), g.process)
    asked = request.args.get("kind", "")
    kind = SuggestionKind(asked) if asked in set(SuggestionKind) else next(iter(counts), SuggestionKind.STRENGTH)
    actors, names = queries.register_names(db.session(), g.process)
    page = page_number()
    found, total = suggesting.groups(db.session(), g.process, kind, actors, names, page=page, size=PAGE)
    declined = suggesting.declined(db.session(), g.process, kind)
    known = suggesting.languages_of(db.session(), [*(group.first for group in found), *declined])
    return render_template(
        "ecosystem/manage/suggestions.html",
        languages={key: said if said in LANGUAGES else current_language() for key, said in known.items()},
        groups=found,
        total=total,
        kind=kind,
        counts={each: counts.get(each, 0) for each in SuggestionKind},
        kind_names=SUGGESTION_NAMES,
        page=page,
        page_count=max(1, -(-total // PAGE)),
        page_address=lambda number: url_for("ecosystem_manage.suggestions", kind=kind.value, page=number),
        declined=declined,
    )


@manage.post("/p/<process_id>/manage/ecosystem/suggestions")
@requires("ecosystem:suggestion:decide")
def gather() -> Any:
    """Look at the answers that came since."""
    with transaction() as session:
        found = commands.gather(session, current_actor(), g.process)
    flash(ngettext("%(num)s new suggestion.", "%(num)s new suggestions.", found), "success")
    return redirect(url_for("ecosystem_manage.suggestions"))


@manage.route("/p/<process_id>/manage/ecosystem/suggestions/<suggestion_id>", methods=["GET", "POST"])
@requires("ecosystem:suggestion:decide")
def suggestion(suggestion_id: str) -> Any:
    """Say what one of them is."""
    row = suggesting.find_suggestion(db.session(), g.process, suggestion_id)
    if request.method == "GET":
        return _page(row)
    if row.state != SuggestionState.WAITING:
        flash(say("ecosystem.suggestion.over"), "info")
        return _back(row)
    try:
        said = _decide(row)
    except DomainError as error:
        db.session.rollback()
        return _page(row, say(error)), error.status
    flash(said, "success")
    return _back(row)


@manage.post("/p/<process_id>/manage/ecosystem/suggestions/<suggestion_id>/again")
@requires("ecosystem:suggestion:decide")
def again(suggestion_id: str) -> Any:
    """It was set aside by mistake."""
    with transaction() as session:
        row = suggesting.find_suggestion(session, g.process, suggestion_id)
        commands.take_back(session, current_actor(), g.process, row)
    return _back(row)


@manage.post("/p/<process_id>/manage/ecosystem/projects/<project_id>/remove")
@requires("ecosystem:suggestion:decide")
def remove_project(project_id: str) -> Any:
    """Off the list of proposed projects."""
    with transaction() as session:
        found = queries.find_project(session, g.process, project_id)
        commands.remove_project(session, current_actor(), g.process, found)
    flash(_("The project is removed from the list; its suggestion waits again."), "success")
    return redirect(url_for("ecosystem.projects"))


def _decide(row: ActorSuggestion) -> str:
    told = request.form
    for field, limit in (("title", LONGEST_TITLE), ("reason", LONGEST_REASON)):
        if len(told.get(field, "")) > limit:
            raise Invalid("too_long", limit=limit)
    with transaction() as session:
        match told.get("verdict"):
            case "decline":
                commands.decline(session, current_actor(), g.process, row, reason=told.get("reason", ""))
                return _("It is set aside.")
            case "asset" if row.kind == SuggestionKind.STRENGTH:
                challenge = _challenge(row)
                if challenge is None:
                    raise Invalid("ecosystem.suggestion.challenge")
                commands.accept_as_asset(
                    session, current_actor(), g.process, row, challenge, _part() or Part.SOCIAL, title=_title(row)
                )
                return _("It is an asset of the challenge now.")
            case "project" if row.kind == SuggestionKind.PROJECT:
                commands.accept_as_project(
                    session,
                    current_actor(),
                    g.process,
                    row,
                    title=_title(row),
                    challenge=_challenge(row),
                    involved=_involved(row),
                )
                return _("The project is on the list.")
            case "actor" if row.kind != SuggestionKind.PROJECT:
                actor = _chosen_actor(told.get("actor", NEW), _title(row), told.get("type", ""))
                if actor is not None:
                    challenge = _challenge(row)
                    commands.accept_as_actor(
                        session, current_actor(), g.process, row, actor, part=_part(), challenge=challenge
                    )
                return _("It is in the register.")
    raise Invalid("ecosystem.suggestion.over")


def _chosen_actor(chosen: str, title: Translated, kind: str) -> EcosystemActor | None:
    """An actor of the register, a new one, or none."""
    session = db.session()
    if chosen == LEAVE_OUT:
        return None
    if chosen != NEW:
        return queries.find_actor(session, g.process, chosen)
    actor_type = ActorType(kind) if kind in set(ActorType) else ActorType.ASSOCIATION
    told = ActorTold(name=title, type=actor_type, source=_("Consultation"))
    return add_actor(session, current_actor(), g.process, told)


def _involved(row: ActorSuggestion) -> list[commands.Involved]:
    roles = roles_of(db.session().get_one(Answer, row.answer_id).question)
    language = _language(row)
    found = []
    for number, said in enumerate(row.details.get("actors", [])):
        chosen = request.form.get(f"actor-{number}", LEAVE_OUT)
        actor = _chosen_actor(chosen, {language: said["name"]}, _type_of(said.get("helix", "")))
        if actor is not None:
            found.append(commands.Involved(actor, dict(roles.get(said.get("role", ""), {}))))
    return found


def _challenge(row: ActorSuggestion) -> Challenge | None:
    chosen = request.form.get("challenge", "")
    return find_challenge(db.session(), g.process, chosen) if chosen else None


def _part() -> Part | None:
    chosen = request.form.get("part", "")
    return Part(chosen) if chosen in set(PLACES) else None


def _title(row: ActorSuggestion) -> Translated:
    title = " ".join(request.form.get("title", "").split())
    return {_language(row): title} if title else {}


def _language(row: ActorSuggestion) -> str:
    chosen = request.form.get("language", "")
    return chosen if chosen in LANGUAGES else _spoken(row)


def _spoken(row: ActorSuggestion) -> str:
    """The language that the answer is in, as far as we know."""
    said = db.session().get_one(Answer, row.answer_id).text_language
    return said if said in LANGUAGES else current_language()


def _type_of(helix: str) -> str:
    return TYPICAL_TYPE.get(HelixCategory(helix), ActorType.ASSOCIATION).value if helix in set(HelixCategory) else ""


def _page(row: ActorSuggestion, problem: str = "") -> str:
    actors, names = queries.register_names(db.session(), g.process)
    like = suggesting.waiting_like(db.session(), row)
    is_project = row.kind == SuggestionKind.PROJECT
    named = [
        {**said, "match": _match(said["name"], actors, names), "type": _type_of(said.get("helix", ""))}
        for said in row.details.get("actors", [])
    ]
    title = row.details.get("title") or suggesting.first_words(row.text) if is_project else row.text
    return render_template(
        "ecosystem/manage/suggestion.html",
        row=row,
        like=like,
        named=named,
        problem=problem,
        title=request.form.get("title", title),
        language=_language(row),
        actors=sorted(actors.values(), key=queries.sorting_name),
        match=_match(row.text, actors, names),
        chosen_type=request.form.get("type") or _type_of(row.details.get("helix", "")) or ActorType.ASSOCIATION.value,
        challenges=challenges_of(db.session(), g.process),
        type_names=TYPE_NAMES,
        part_names={part: PART_NAMES[part] for part in PLACES},
        parts_by_type=TYPICAL_PART,
        told=request.form,
    )


def _match(text: str, actors: dict[int, EcosystemActor], names: Names) -> EcosystemActor | None:
    found = best_matches(text, names, limit=1)
    return actors[found[0][0]] if found else None


def _back(row: ActorSuggestion) -> Any:
    return redirect(url_for("ecosystem_manage.suggestions", kind=row.kind))
