"""What pages show of a theme beyond its row, and what an analyst chose to look at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import g, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN, Shown
from cocreate.analysis.text.levels import FAMILIES
from cocreate.core import stages
from cocreate.core.db import db
from cocreate.process.models import Challenge, Process, SubChallenge
from cocreate.process.rules import HelixCategory
from cocreate.survey.models import Consultation, Question
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.publishing import Told, may_be_public, told_of
from cocreate.themes.rules import USUAL_FAMILIES, Choice, ThemeState
from cocreate.web.access import may
from cocreate.web.charts import Bar, Chart, bar_chart
from cocreate.web.language import NAMES, translate
from cocreate.web.messages import say


def told(theme: Theme) -> Told:
    """For a public page: a theme's counts as far as everybody may know them, asked for once a page."""
    known: dict[int, Told] = g.setdefault("told_of_themes", {})
    if theme.id not in known:
        known |= told_of(db.session(), [theme])
    return known[theme.id]


def size_in_words(size: Shown) -> str:
    """How many answers a theme holds, as public pages and files say it."""
    if size is HIDDEN:
        return _("too few answers to show how many")
    return ngettext("%(num)s answer", "%(num)s answers", size)


def may_be_seen(consultation: Consultation) -> bool:
    """Whether whoever asks may see its accepted themes: everybody when their time has come, the team at any time."""
    return may_be_public(consultation) or may("themes:theme:view")


def breakdown(theme: Theme, by_helix: Mapping[str, Shown], by_language: Mapping[str, Shown]) -> list[Chart]:
    """A theme's answers by helix category and by language."""
    by_group = [(say(f"helix.{key}"), count) for key, count in _largest_first(by_helix)]
    spoken = [(NAMES.get(key, _("Unknown")), count) for key, count in _largest_first(by_language)]
    return [
        _chart(_("Answers by group"), by_group, _("Group"), f"helix-{theme.public_id}"),
        _chart(_("Answers by language"), spoken, _("Language"), f"language-{theme.public_id}"),
    ]


def _largest_first(counts: Mapping[str, Shown]) -> list[tuple[str, Shown]]:
    """The hidden ones last, in an order that tells nothing of them."""
    return sorted(counts.items(), key=lambda item: (1 if item[1] is HIDDEN else -item[1], item[0]))


def _chart(title: str, rows: Sequence[tuple[str, Shown]], header: str, ident: str) -> Chart:
    bars = [Bar(label, value) for label, value in rows]
    return bar_chart(title, bars, headers=(header, _("Answers")), missing=_("too few to show"), ident=ident)


def doubts(run: AnalysisRun | None) -> dict[str, list[str]]:
    """What a reader should know about each question's themes, by question key."""
    found: dict[str, list[str]] = {}
    for warning in run.warnings if run else []:
        found.setdefault(warning["question"], []).append(say(warning["code"], **warning["params"]))
    return found


def place_of(theme: Theme, session: Session) -> str:
    """Where a theme belongs, as the decision form names it: people's choice, else the machine's suggestion."""
    if theme.sub_challenge_id:
        return session.get_one(SubChallenge, theme.sub_challenge_id).public_id
    if theme.challenge_id:
        return session.get_one(Challenge, theme.challenge_id).public_id
    if theme.belongs_to:
        return theme.belongs_to
    if theme.suggestion.get("is_new"):
        return "new"
    near = theme.suggestion.get("near") or []
    return str(near[0]["id"]) if near else ""


def uses_of(session: Session, process: Process, theme: Theme) -> list[Markup]:
    """What the later stages made of a theme, each in a piece of page of its own."""
    told = [stage.theme_uses(session, process, theme) for stage in stages.announced()]
    return [Markup(render_template(template, **values)) for template, values in filter(None, told)]


Options = list[tuple[str, str]]
SHOWN_STATES = (ThemeState.PROPOSED, ThemeState.ACCEPTED, ThemeState.REJECTED)


def chosen() -> Choice:
    """From the address at hand; what no form offers counts as everything."""
    args = request.args
    helix, state = args.get("helix", ""), args.get("state", "")
    return Choice(
        question=args.get("question", "")[:16],
        helix=helix if helix in set(HelixCategory) else "",
        language=args.get("language", "")[:3],
        state=state if state in SHOWN_STATES else "",
        families=min(max(args.get("families", USUAL_FAMILIES, type=int), 1), FAMILIES),
    )


def helix_options() -> Options:
    """The helix categories, for a list to choose from."""
    return [(key.value, say(f"helix.{key}")) for key in HelixCategory]


@dataclass(frozen=True)
class Lists:
    """What the form of a choice offers."""

    questions: Options
    helix: Options
    languages: Options
    states: Options
    most: int = FAMILIES


def lists_of(questions: Iterable[Question], languages: Iterable[str]) -> Lists:
    """The lists to choose from, given the questions with themes and the languages of the answers."""
    return Lists(
        [(question.public_id, translate(question.title)) for question in questions],
        helix_options(),
        language_options(languages),
        state_options(),
    )


def language_options(languages: Iterable[str]) -> Options:
    """The languages that answers are in, by name."""
    return [(code, language_name(code)) for code in languages]


def language_name(code: str) -> str:
    """Its name in itself where we know it, else its code."""
    return NAMES.get(code) or code or _("Unknown")


def state_options() -> Options:
    """Where a theme can stand, for a list to choose from."""
    return [("proposed", _("waiting")), ("accepted", _("accepted")), ("rejected", _("rejected"))]
