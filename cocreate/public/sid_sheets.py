"""The sheet of a domain: what it tells, gathered from the whole way, as blocks for the page, for PDF and for DOCX."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.camp.models import Card
from cocreate.camp.reporting.picture import png_of, svg_of
from cocreate.camp.rules import CardKind
from cocreate.core.db import Translated
from cocreate.core.documents import Block, Document, Grid, Heading, NewPage, Paragraph, Picture, Points, Words
from cocreate.plan.models import Action
from cocreate.plan.queries import actions_serving
from cocreate.process.models import Asset, Process
from cocreate.public import queries as public_queries
from cocreate.public.queries import SidTrail
from cocreate.selection import queries
from cocreate.selection.models import Criterion, Decision, Sid
from cocreate.selection.portfolio.architecture import Architecture, Served, drawing_of, served_by, served_with, taken_up
from cocreate.selection.portfolio.forms import strength_name
from cocreate.selection.queries import Line
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.themes.models import Theme
from cocreate.themes.publishing import Told, quotes_of, told_of
from cocreate.themes.views import size_in_words
from cocreate.web.language import language_of, translate

CLEARLY = 2  # the strength from which a challenge's strengths count as actors of the domain


@dataclass(frozen=True)
class Actors:
    """Who is there to work on it: named on cards, strengths of the challenges it serves, and asked by the plan."""

    cards: tuple[Card, ...]
    assets: tuple[Asset, ...]
    mobilised: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nobody was named."""
        return not (self.cards or self.assets or self.mobilised)


@dataclass(frozen=True)
class Material:
    """One domain with all that its sheet tells. Decision and marks are None until they are public."""

    sid: Sid
    decision: Decision | None
    line: Line | None
    criteria: tuple[Criterion, ...]
    serves: tuple[Served, ...]
    trail: public_queries.SidTrail
    themes: tuple[Theme, ...]
    told: Mapping[int, Told]  # by number of a theme: its counts as far as everybody may know them
    quotes: dict[int, list[PublicAnswer]]
    took_up: tuple[Sid, ...]
    actors: Actors
    actions: tuple[Action, ...]

    @property
    def title(self) -> Translated:
        """The name under which it was adopted."""
        return {**self.sid.title, **self.decision.final_title} if self.decision else self.sid.title


def material_of(session: Session, process: Process, sid: Sid, *, most_quotes: int = 3) -> Material:
    """The material of one domain."""
    (found,) = materials_of(session, process, [sid], most_quotes=most_quotes)
    return found


def materials_of(session: Session, process: Process, sids: Sequence[Sid], *, most_quotes: int = 3) -> list[Material]:
    """The material of several domains; what is the same for all is asked once."""
    decided = public_queries.published_decisions(session, sids)
    is_public = bool(decided)
    lines = {line.sid.id: line for line in queries.score_table(session, process)} if is_public else {}
    criteria_set = queries.criteria_of(session, process) if is_public else None
    links = served_by(session, process)
    shortlist = queries.shortlist_of(session, process) if is_public else None
    took_up = taken_up(queries.decisions_of(session, shortlist)) if shortlist else {}
    found = []
    for sid in sids:
        trail, actions = public_queries.trail_of_sid(session, sid), actions_serving(session, sid)
        themes = list({theme.id: theme for card in trail.cards for theme in card.themes}.values())
        serves = tuple(served_with(sid, took_up.get(sid.public_id, ()), links))
        found.append(
            Material(
                sid=sid,
                decision=decided.get(sid.id),
                line=lines.get(sid.id),
                criteria=tuple(criteria_set.criteria) if criteria_set else (),
                serves=serves,
                trail=trail,
                themes=tuple(themes),
                told=told_of(session, themes),
                quotes=quotes_of(session, themes, most=most_quotes),
                took_up=tuple(took_up.get(sid.public_id, ())),
                actors=_actors(trail, serves, actions),
                actions=tuple(actions),
            )
        )
    return found


def _actors(trail: public_queries.SidTrail, serves: Sequence[Served], actions: Sequence[Action]) -> Actors:
    return Actors(
        cards=tuple(step.card for step in trail.cards if step.card.kind == CardKind.ACTOR),
        assets=tuple(
            asset
            for served in serves
            if served.strength >= CLEARLY
            for asset in sorted(served.challenge.assets, key=lambda asset: asset.position)
        ),
        mobilised=tuple(dict.fromkeys(name for action in actions for name in action.actors)),
    )


def document_of(material: Material, process_title: Translated, language: str) -> Document:
    """One domain's sheet."""
    lede = f"{translate(process_title, language)} · {state_of(material)}"
    return Document(translate(material.title, language), language, sheet_blocks(material, language, 2), lede=lede)


def booklet_of(
    materials: Sequence[Material],
    architecture: Architecture,
    process_title: Translated,
    language: str,
    *,
    on_paper: bool,
) -> Document:
    """The architecture as a picture, and the sheet of every adopted domain on pages of its own."""
    drawing = drawing_of(architecture, language)
    told = _("The thematic domains side by side, and across them the transversal ones; each sheet has all their words.")
    png = png_of(drawing) if on_paper else b""
    blocks: list[Block] = [Picture(svg_of(drawing), png, drawing.width, drawing.height, told)]
    for material in materials:
        blocks += [NewPage(), Heading(_titled(material.title, language)), Paragraph(state_of(material))]
        blocks += sheet_blocks(material, language, 3)
    return Document(_("The innovation domains"), language, blocks, lede=translate(process_title, language))


def state_of(material: Material) -> str:
    """How far it has come, in words."""
    if material.decision is None:
        return _("Candidate; nothing is decided yet")
    day = format_date(material.decision.shortlist.decided_at, "d MMMM y")
    if not material.decision.is_kept:
        return _("Not on the shortlist, decided on %(day)s", day=day)
    if material.decision.is_transversal:
        return _("Transversal domain, adopted on %(day)s", day=day)
    return _("Thematic domain, adopted on %(day)s", day=day)


def sheet_blocks(material: Material, language: str, level: int) -> list[Block]:
    """The parts of the sheet, with headings from `level` on."""
    return [
        *_about(material, language, level),
        *_challenges(material, language, level),
        *_told_actors(material.actors, language, level),
        *_evidence(material, language, level),
        *_profile(material, language, level),
        *_decision(material, language, level),
    ]


def _about(material: Material, language: str, level: int) -> list[Block]:
    sid = material.sid
    blocks: list[Block] = [Paragraph(_titled(sid.description, language))] if sid.description else []
    if sid.sub_domains:
        blocks += [Heading(_("Sub-domains"), level), Points([_titled(part, language) for part in sid.sub_domains])]
    return blocks


def _challenges(material: Material, language: str, level: int) -> list[Block]:
    if not material.serves:
        return []
    rows = [
        (_titled(each.challenge.title, language), _strength(each, language), _titled(each.reason, language))
        for each in material.serves
    ]
    heads = (_("Challenge"), _("How strongly"), _("Why"))
    return [Heading(_("Challenges served"), level), Grid(_("The strongest link first"), heads, rows)]


def _strength(served: Served, language: str) -> str:
    if not served.through:
        return str(strength_name(served.strength))
    origin = translate(served.through, language)
    return _("%(strength)s, through “%(origin)s”", strength=strength_name(served.strength), origin=origin)


def _told_actors(actors: Actors, language: str, level: int) -> list[Block]:
    if actors.is_empty:
        return []
    blocks: list[Block] = [Heading(_("Actors"), level)]
    if actors.assets:
        told = [_titled(asset.title, language) for asset in actors.assets]
        blocks += [Paragraph(_("Strengths of the region for the challenges that it serves:")), Points(told)]
    if actors.cards:
        blocks += [Paragraph(_("Named at the camp:")), Points([Words(card.text) for card in actors.cards])]
    if actors.mobilised:
        blocks += [Paragraph(_("To be mobilised by the action plan:")), Points(actors.mobilised)]
    return blocks


def _evidence(material: Material, language: str, level: int) -> list[Block]:
    trail = material.trail
    cards = ngettext(
        "%(num)s card of the Innovation Camp led here.",
        "%(num)s cards of the Innovation Camp led here.",
        len(trail.cards),
    )
    blocks: list[Block] = [Heading(_("Where it comes from"), level), Paragraph(f"{cards} {_answers(trail)}".strip())]
    if trail.cards:
        blocks.append(Points([Words(step.card.text) for step in trail.cards]))
    if trail.origins:
        blocks += [
            Paragraph(_("Made of earlier candidates:")),
            Points([_titled(s.title, language) for s in trail.origins]),
        ]
    for theme in material.themes:
        size = size_in_words(material.told[theme.id].size)
        blocks.append(
            Heading(_("Theme: %(name)s (%(size)s)", name=translate(theme.title, language), size=size), level + 1)
        )
        said = [Words(f"“{answer.text}”", answer.text_language) for answer in material.quotes.get(theme.id, [])]
        blocks += [Points(said)] if said else []
    return blocks


def _answers(trail: SidTrail) -> str:
    if trail.answers is None:
        return ""
    return ngettext(
        "Behind them stands %(num)s answer to the consultation.",
        "Behind them stand %(num)s answers to the consultation.",
        trail.answers,
    )


def _profile(material: Material, language: str, level: int) -> list[Block]:
    line = material.line
    if line is None:
        return []
    rows = [
        (_titled(criterion.title, language), format_decimal(criterion.weight), _mark(line.means.get(criterion.key)))
        for criterion in material.criteria
    ]
    heads = (_("Criterion"), _("Weight of 100"), _("Mean mark, 0 to 4"))
    total = _(
        "Total %(total)s of 100, place %(place)s by the totals.", total=_mark(line.total), place=line.place or "–"
    )
    caption = _("Marks of the committee, given without seeing one another’s")
    return [
        Heading(_("Profile on the criteria"), level),
        Grid(caption, heads, rows, frozenset({1, 2})),
        Paragraph(total),
    ]


def _decision(material: Material, language: str, level: int) -> list[Block]:
    blocks: list[Block] = []
    if material.decision is not None and material.decision.reason:
        blocks += [Heading(_("Why the committee decided so"), level)]
        blocks += [Paragraph(_titled(material.decision.reason, language))]
    if material.took_up:
        told = [_titled(sid.title, language) for sid in material.took_up]
        blocks += [Heading(_("Candidates that live on in it"), level), Points(told)]
    if material.actions:
        told = [
            Words(f"{a.number} {translate(a.title, language)}", language_of(a.title, language))
            for a in material.actions
        ]
        blocks += [Heading(_("What is done about it"), level), Points(told)]
    return blocks


def _mark(value: float | None) -> str:
    return "–" if value is None else format_decimal(round(value, 1), "#,##0.0")


def _titled(text: Translated, language: str) -> Words:
    return Words(translate(text, language) or "–", language_of(text, language))
