"""The report of a camp: who took part, every board as a picture and as a list, the votes, and what became of it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import force_locale, format_date, format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.organisations.queries import brand_of
from cocreate.analysis.disclosure import HIDDEN, Shown
from cocreate.camp import labels
from cocreate.camp.board import State, forebears
from cocreate.camp.models import Camp
from cocreate.camp.reporting.layout import Labels, drawing_of
from cocreate.camp.reporting.material import GroupMaterial, Material, material_of, stands
from cocreate.camp.reporting.picture import png_of, svg_of
from cocreate.camp.rules import CardKind, RoundKind
from cocreate.core import audit, jobs, made_files, stages
from cocreate.core.documents import (
    Block,
    Document,
    Grid,
    Heading,
    NewPage,
    Paragraph,
    Picture,
    Points,
    Words,
    docx_of,
    pdf_of,
)
from cocreate.core.jobs import Job, JobContext, JobState
from cocreate.core.permissions import Actor
from cocreate.web.language import language_of, translate

Titles = dict[str, str]


def report_of(session: Session, camp: Camp, language: str, *, is_insider: bool, on_paper: bool = False) -> Document:
    """The document; pictures for paper are drawn only when they are asked for, since that takes a moment."""
    material = material_of(session, camp, closed_only=not is_insider)
    blocks: list[Block] = []
    if camp.is_rehearsal:
        blocks.append(Paragraph(_("This was a rehearsal. Nothing in it counts.")))
    blocks += _participation(material)
    for each in material.groups:
        blocks += _group(material, each, language, on_paper)
    blocks.append(NewPage())
    for stage in stages.announced():
        blocks += stage.camp_report(session, camp, is_insider)
    day = format_date(camp.starts_at, "d MMMM y") if camp.starts_at else ""
    brand = brand_of(camp.process.organisation, language)
    return Document(translate(camp.title, language), language, blocks, lede=day, brand=brand)


def words(text: Titles, language: str) -> Words:
    """A translated text with the language it is in."""
    return Words(translate(text, language), language_of(text, language))


def _participation(material: Material) -> list[Block]:
    groups = [each for each in material.groups if not each.group.is_plenary]  # whose board has copies of theirs
    cards = sum(len(each.cards) for each in groups)
    votes = sum(card["votes"] for each in groups for card in each.cards)
    facts = [
        ngettext("%(num)s person took part.", "%(num)s people took part.", sum(_people(material))),
        ngettext("%(num)s of them changed a board.", "%(num)s of them changed a board.", material.contributed),
        ngettext("%(num)s card stands on the boards.", "%(num)s cards stand on the boards.", cards),
        ngettext("%(num)s vote was given to a card.", "%(num)s votes were given to cards.", votes),
    ]
    rows = [(_family(key), shown(count)) for key, count in sorted(material.helix.cells.items())]
    rows.append((_("All"), shown(material.helix.total)))
    minimum = material.camp.process.minimum_cell
    return [
        Heading(_("Who took part")),
        Points(facts),
        Grid(_("Participants by category"), (_("Category"), _("People")), rows, frozenset({1})),
        Paragraph(
            _("Numbers below %(minimum)s, and those that would give them away, are not shown.", minimum=minimum),
            is_small=True,
        ),
    ]


def _people(material: Material) -> list[int]:
    return [each.people for each in material.groups]


def _family(key: str) -> str:
    return labels.family_name(key) if key else _("not said")


def shown(count: Shown) -> str:
    """A number that may be published, or a sign that it may not."""
    return "–" if count is HIDDEN else format_decimal(count)


def _group(material: Material, each: GroupMaterial, language: str, on_paper: bool) -> list[Block]:
    title = words(each.group.title, language)
    people = ngettext("%(num)s person in this group.", "%(num)s people in this group.", each.people)
    return [
        NewPage(is_landscape=True),
        Heading(title),
        Paragraph(people),
        _picture(each, language, on_paper),
        NewPage(),
        *_lists(material, each, language),
        *[block for round_ in each.state["rounds"] for block in _round(each, round_, language)],
    ]


def _picture(each: GroupMaterial, language: str, on_paper: bool) -> Picture:
    drawing = drawing_of(each.state, picture_labels(each, language))
    title, cards = translate(each.group.title, language), len(each.cards)
    told = ngettext(
        "The board of %(group)s with %(num)s card; the list below has all its words.",
        "The board of %(group)s with %(num)s cards; the list below has all their words.",
        cards,
        group=title,
    )
    png = png_of(drawing) if on_paper else b""
    return Picture(svg_of(drawing), png, drawing.width, drawing.height, told)


def picture_labels(each: GroupMaterial, language: str) -> Labels:
    """The words of a board's picture."""
    under = [card["stack"] for card in each.cards if card["stack"]]
    zones = each.state["zones"].values()
    return Labels(
        title=translate(each.group.title, language),
        zones={zone["key"]: translate(zone["title"], language) for zone in zones},
        columns={f"{z['key']}/{c['key']}": translate(c["title"], language) for z in zones for c in z["columns"]},
        kinds={kind.value: str(labels.CARD_KINDS[kind]) for kind in CardKind if kind is not CardKind.NOTE},
        votes={
            card["id"]: ngettext("%(num)s vote", "%(num)s votes", card["votes"]) for card in each.cards if card["votes"]
        },
        under={
            key: ngettext("%(num)s card lies under it", "%(num)s cards lie under it", under.count(key)) for key in under
        },
    )


def _lists(material: Material, each: GroupMaterial, language: str) -> list[Block]:
    blocks: list[Block] = []
    for zone in sorted(each.state["zones"].values(), key=lambda zone: zone["position"]):
        blocks.append(Heading(words(zone["title"], language), level=3))
        own = [card for card in each.cards if card["zone"] == zone["key"]]
        if not own:
            blocks.append(Paragraph(_("No cards here.")))
            continue
        caption = _("Cards of %(zone)s", zone=translate(zone["title"], language))
        headers = (_("Card"), _("Kind"), _("Written by"), _("Votes"), _("Rests on"), _("Comments"))
        rows = [_row(material, each.state, card, language) for card in own]
        blocks.append(Grid(caption, headers, rows, frozenset({3, 5})))
    if gone := sum(not stands(card) for card in each.state["cards"].values()):
        told = ngettext(
            "%(num)s card was taken off or went into another.",
            "%(num)s cards were taken off or went into others.",
            gone,
        )
        blocks.append(Paragraph(told, is_small=True))
    return blocks


def _row(material: Material, state: State, card: dict[str, Any], language: str) -> Sequence[Words | str]:
    said = [comment for of in (card, *forebears(state, card)) for comment in of["comments"]]
    group = material.group_titles.get(card["group"])
    titles = [material.theme_titles[key] for key in card["themes"] if key in material.theme_titles]
    rests = [translate(title, language) for title in titles]
    rests += [reference["label"] or reference["url"] for reference in card["references"]]
    spoken = {language_of(title, language) for title in titles}  # marked where all that is named is in one language
    rested = Words("; ".join(rests), spoken.pop() if len(spoken) == 1 else "")
    marks = [f"#{tag}" for tag in card["tags"]]
    if card["is_promoted"]:
        marks.append(_("candidate domain"))
    return (
        "\n".join(filter(None, (card["title"], card["text"], " · ".join(marks)))),
        str(labels.CARD_KINDS[CardKind(card["kind"])]),
        words(group, language) if group else _("facilitation"),
        format_decimal(card["votes"]),
        rested,
        format_decimal(sum(not comment["is_removed"] for comment in said)),
    )


def _round(each: GroupMaterial, round_: dict[str, Any], language: str) -> list[Block]:
    results = round_["results"]
    base, families = results["base"], list(results["families"])
    kind = RoundKind(round_["kind"])
    asked = translate(round_["question"], language) or str(labels.ROUND_KINDS[kind])
    heads = [_("Place"), _("Card"), str(labels.ROUND_KINDS[kind]), *(_family(family) for family in families)]
    rows = []
    for key in results["order"]:
        row, card = results["cards"][key], each.state["cards"].get(key)
        said = (card["title"] or card["text"]) if card else "–"
        cells = [_figure(row["by_helix"].get(family)) for family in families]
        rows.append((format_decimal(row["place"]), said, _figure(row["total"]), *cells))
    told = _("%(voted)s of %(could)s people voted.", voted=base["voted"], could=base["could"])
    return [
        Heading(_("Vote: %(question)s", question=asked), level=3),
        Paragraph(told),
        Grid(asked, heads, rows, frozenset({0, *range(2, len(heads))})),
    ]


def _figure(value: Any) -> str:
    return "–" if value is None or value == HIDDEN else format_decimal(value)


JOB = "camp:report:make"
SAME_FOR = timedelta(seconds=20)
FORMATS = {"pdf": pdf_of, "docx": docx_of}


def ask_for(session: Session, actor: Actor, camp: Camp, paper: str, language: str) -> Job:
    """Queue the making of a report; while the same one waits or is being made, and for a second click, that one."""
    session.execute(select(Camp.id).where(Camp.id == camp.id).with_for_update())
    wanted = {"camp_id": camp.id, "paper": paper, "language": language}
    for task in reports_of(session, camp):
        is_fresh = task.state == JobState.DONE and task.asked_at > clock.now() - SAME_FOR
        if task.arguments["given"] == wanted and (is_fresh or not task.is_over):
            return task
    audit.record(session, actor, "camp:report:make", camp.ref, process=camp.process.public_id, format=paper)
    return jobs.enqueue(session, actor, JOB, process=camp.process, **wanted)


def reports_of(session: Session, camp: Camp, most: int = 5) -> list[Job]:
    """The latest tasks of a camp, newest first."""
    rows = session.scalars(
        select(Job).where(Job.kind == JOB, Job.process_id == camp.process_id).order_by(Job.id.desc()).limit(100)
    )
    return [row for row in rows if row.arguments["given"]["camp_id"] == camp.id][:most]


def find_report(session: Session, camp: Camp, public_id: str) -> Job | None:
    """The task of an address, of this camp only."""
    found = session.scalar(select(Job).where(Job.kind == JOB, Job.public_id == public_id))
    return found if found is not None and found.arguments["given"]["camp_id"] == camp.id else None


@jobs.job(JOB)
def make_report(context: JobContext, camp_id: int, paper: str, language: str) -> None:
    """Draw, lay out, write."""
    with made_files.making(context) as made, force_locale(language):
        with context.reading() as session:
            camp = session.get_one(Camp, camp_id)
            made.name = f"camp-{camp.public_id}-{language}.{paper}"
            document = report_of(session, camp, language, is_insider=True, on_paper=True)
        context.advance(0.6)
        made.target.write(FORMATS[paper](document))
