"""The third part: the challenge in detail, with what is measured and what people said; and all of it in short."""

from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.information.figures import CERTAIN
from cocreate.information.material import MOST_THEMES, Material
from cocreate.information.quoting import quotes_of_answers, quotes_of_talks
from cocreate.information.rules import mark
from cocreate.information.writing.words import (
    Piece,
    Said,
    Written,
    heading,
    in_words,
    points,
    series,
    small,
    with_more,
)
from cocreate.process.evidence.queries import public_quotes
from cocreate.process.evidence.rules import EvidenceKind
from cocreate.web.language import language_of, translate


def short(material: Material) -> Written:
    """A few sentences for whoever reads nothing else."""
    row, told = material.challenge, []
    if row.description:
        told.append(in_words(row.description))
    facts = []
    if row.sub_challenges:
        facts.append(_parts(len(row.sub_challenges)))
    if material.standing is not None:
        facts.append(_standing(material))
    if material.themes:
        facts.append(
            ngettext(
                "People’s own words about it form %(themes)s theme with %(answers)s answers.",
                "People’s own words about it form %(themes)s themes with %(answers)s answers.",
                len(material.themes),
                themes=mark("themes"),
                answers=mark("themes.answers"),
            )
        )
    if facts:
        told.append(Said(" ".join(facts)))
    return Written(_("In short"), told)


def _parts(count: int) -> str:
    return ngettext(
        "The challenge has %(count)s sub-challenge.",
        "The challenge has %(count)s sub-challenges.",
        count,
        count=mark("sub_challenges"),
    )


def _standing(material: Material) -> str:
    standing = material.standing
    assert standing is not None
    told = _("The respondents put it at place %(place)s of %(of)s.", place=mark("ranking.place"), of=mark("ranking.of"))
    if standing.best == standing.worst:
        return told
    return told + " " + _("Places %(places)s cannot be ruled out.", places=mark("ranking.places"))


def about(material: Material) -> Written:
    """What it is about, and the documents and talks on which it rests."""
    row = material.challenge
    documents, said = [], []
    for use in material.fiche.uses:
        evidence = use.evidence
        if evidence.kind == EvidenceKind.DOCUMENT:
            year = str(evidence.day.year) if evidence.day else ""
            more = ", ".join(part for part in (evidence.source, year) if part)
            name = translate(evidence.title)
            documents.append(Said(f"{name} ({more})" if more else name, language_of(evidence.title)))
        said += [(evidence, quote) for quote in public_quotes(evidence)]
    pieces: list[Piece] = []
    if documents:
        pieces += [heading(Said(_("Documents"))), *points(documents)]
    if said:
        pieces += [heading(Said(_("Said in interviews"))), *quotes_of_talks(said)]
    return Written(_("What it is about"), [in_words(row.description)] if row.description else [], pieces)


def sub_challenges(material: Material) -> Written:
    """Its dimensions."""
    rows = material.challenge.sub_challenges
    if not rows:
        return Written(_("Sub-challenges"))
    told = _parts(len(rows))
    return Written(_("Sub-challenges"), [Said(told)], points(with_more(row.title, row.description) for row in rows))


def indicators(material: Material) -> Written:
    """What is measured of it."""
    pieces = [series(row) for row in material.indicators]
    return Written(_("What is measured"), (), pieces)


def ranking(material: Material) -> Written:
    """How much it matters to the respondents, and how sure that is."""
    title = _("How much it matters to the respondents")
    if material.standing is None:
        return Written(title)
    told = [
        _("%(people)s people put the challenges in order.", people=mark("ranking.people")),
        _standing(material),
        _(
            "It wins %(share)s of its comparisons with the others (between %(low)s and %(high)s).",
            share=mark("ranking.share"),
            low=mark("ranking.low"),
            high=mark("ranking.high"),
        ),
    ]
    how = _(
        "The order is the one that contradicts people’s own orders least (Kemeny). A place is ruled out where the "
        "comparisons show with %(level)s certainty that another challenge stands before or behind; the bounds of the "
        "share are an upper limit of its doubt. Respondents came by themselves: they are no sample of the population.",
        level=CERTAIN,
    )
    return Written(title, [Said(" ".join(told))], [small(how)])


def themes(material: Material) -> Written:
    """What people said in their own words."""
    title = _("What people said")
    if not material.themes:
        return Written(title)
    told = ngettext(
        "The free answers of the consultation were grouped by a program and looked through by people. %(themes)s "
        "theme belongs to this challenge, with %(answers)s answers.",
        "The free answers of the consultation were grouped by a program and looked through by people. %(themes)s "
        "themes belong to this challenge, with %(answers)s answers.",
        len(material.themes),
        themes=mark("themes"),
        answers=mark("themes.answers"),
    )
    pieces: list[Piece] = []
    for theme in material.themes[:MOST_THEMES]:
        size = ngettext("%(num)s answer", "%(num)s answers", theme.size)
        pieces.append(heading(Said(f"{translate(theme.title)} ({size})", language_of(theme.title))))
        pieces += quotes_of_answers(material.quotes.get(theme.id, ()))
    more = len(material.themes) - MOST_THEMES
    if more > 0:
        told_more = ngettext("%(num)s smaller theme is not shown.", "%(num)s smaller themes are not shown.", more)
        pieces.append(small(told_more))
    return Written(title, [Said(told)], pieces)
