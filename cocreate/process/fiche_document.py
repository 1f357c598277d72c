"""The fiche as a document, for paper and office programs."""

from collections.abc import Mapping

from flask_babel import format_date
from flask_babel import gettext as _

from cocreate.core.documents import Block, Document, Grid, Heading, Paragraph, Points, Words
from cocreate.process.evidence.multiples import multiples_of
from cocreate.process.evidence.queries import public_quotes
from cocreate.process.evidence.rules import TAGS, EvidenceKind
from cocreate.process.fiches import Fiche
from cocreate.process.messages import OUTCOMES, STRENGTHS
from cocreate.process.models import ChallengeValidation, EvidenceUse, Process
from cocreate.process.rules import Outcome
from cocreate.web.language import language_of, translate


def document_of(
    process: Process,
    fiche: Fiche,
    language: str,
    validation: ChallengeValidation | None = None,
    *,
    is_changed: bool = False,
) -> Document:
    """Title, description, parts, evidence, links and origins, in the language asked for where there is one."""
    row = fiche.challenge
    blocks: list[Block] = [Paragraph(_words(row.description))] if row.description else []
    for heading, parts in ((_("Sub-challenges"), row.sub_challenges), (_("Strengths to build on"), row.assets)):
        if parts:
            blocks += [Heading(heading), Points([_with_more(part.title, part.description) for part in parts])]
    if fiche.uses:
        blocks.append(Heading(_("What it rests on")))
        for use in fiche.uses:
            blocks += _evidence(use)
    if fiche.links:
        told = [_with_more(link.other.title, link.reason) for link in fiche.links]
        blocks += [Heading(_("Links with other challenges")), Points(told)]
    if fiche.cells:
        rows = [
            (_words(c.megatrend.title), _words(c.priority.title), str(STRENGTHS[c.strength]), _words(c.reason))
            for c in fiche.cells
        ]
        heads = (_("Megatrend"), _("Priority"), _("How much"), _("Why"))
        blocks += [Heading(_("Where it comes from")), Grid(_("Cells of the matching matrix"), heads, rows)]
    if validation is not None:
        blocks += [Heading(_("The committee")), *_decision(validation)]
        if is_changed:
            blocks.append(Paragraph(_("The text was changed since.")))
    if row.tags:
        blocks += [Heading(_("Goals and policies")), Points([str(TAGS[tag]) for tag in row.tags if tag in TAGS])]
    return Document(translate(row.title), language, blocks, lede=translate(process.title))


def _evidence(use: EvidenceUse) -> list[Block]:
    row = use.evidence
    is_talk = row.kind == EvidenceKind.INTERVIEW
    title = Words(_("Interview")) if is_talk else _words(row.title)
    blocks: list[Block] = [Heading(title, 3)]
    if row.summary and not is_talk:
        blocks.append(Paragraph(_words(row.summary)))
    if use.reason:
        blocks.append(Paragraph(_words(use.reason)))
    for quote in public_quotes(row):
        blocks.append(Paragraph(Words(f"“{quote.text}” {quote.by}".strip(), quote.language)))
    if row.series:
        found = multiples_of(row)
        numeric = frozenset(range(1, len(found.headers)))
        caption = f"{translate(row.title)} ({row.unit})" if row.unit else translate(row.title)
        blocks.append(Grid(caption, found.headers, found.rows, numeric))
    if row.source and not is_talk:
        blocks.append(Paragraph(_("Source: %(source)s", source=row.source), is_small=True))
    return blocks


def _decision(row: ChallengeValidation) -> list[Block]:
    told = str(OUTCOMES[Outcome(row.outcome)])
    if row.day is not None:
        votes = _(
            "%(present)s members present, %(yes)s in favour, %(no)s against, %(abstained)s abstained",
            present=row.present,
            yes=row.in_favour,
            no=row.against,
            abstained=row.abstained,
        )
        told = f"{told}, {format_date(row.day, 'long')}: {votes}."
    return [Paragraph(told), *([Paragraph(_words(row.reason))] if row.reason else [])]


def _words(text: Mapping[str, str]) -> Words:
    return Words(translate(text), language_of(text))


def _with_more(title: Mapping[str, str], more: Mapping[str, str]) -> Words:
    return Words(": ".join(part for part in (translate(title), translate(more)) if part), language_of(title))
