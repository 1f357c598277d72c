"""The fourth and fifth part: who and what there is to build on, and what the challenge hangs together with."""

from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.ecosystem.rules import Part
from cocreate.information.material import Material
from cocreate.information.quoting import proposals, strengths_of
from cocreate.information.rules import mark
from cocreate.information.writing.words import Piece, Said, Written, points, small, with_more
from cocreate.web.language import language_of, translate

MOST_LINES = 20  # of one list; the map of the ecosystem has all


def strengths(material: Material) -> Written:
    """Strengths that the organisers listed with the challenge, and nobody has given a place on the map."""
    return _lines(material, Part.UNPLACED, _("Strengths to build on"))


def market(material: Material) -> Written:
    """Who needs solutions."""
    return _lines(material, Part.MARKET, _("Market potential"))


def industry(material: Material) -> Written:
    """Companies and their dynamics."""
    return _lines(material, Part.INDUSTRY, _("Entrepreneurial and industrial dynamics"))


def research(material: Material) -> Written:
    """Strengths in research."""
    return _lines(material, Part.RESEARCH, _("Research strengths"))


def society(material: Material) -> Written:
    """Social innovation and citizens' initiatives."""
    return _lines(material, Part.SOCIAL, _("Social innovation and citizen dynamics"))


def _lines(material: Material, part: Part, title: str) -> Written:
    rows = material.strengths.get(part, ())
    if not rows:
        return Written(title)
    told = ngettext(
        "The map of the ecosystem shows %(count)s strength here.",
        "The map of the ecosystem shows %(count)s strengths here.",
        len(rows),
        count=mark(f"strengths.{part}"),
    )
    return Written(title, [Said(told)], [*strengths_of(rows[:MOST_LINES]), *_more(len(rows) - MOST_LINES)])


def projects(material: Material) -> Written:
    """Projects that people proposed, with the actors they named."""
    rows = material.projects
    if not rows:
        return Written(_("Proposed projects"))
    told = ngettext(
        "Respondents proposed %(count)s project that could make a difference.",
        "Respondents proposed %(count)s projects that could make a difference.",
        len(rows),
        count=mark("projects"),
    )
    pieces = [*proposals(row.project for row in rows[:MOST_LINES]), *_more(len(rows) - MOST_LINES)]
    return Written(_("Proposed projects"), [Said(told)], pieces)


def _more(count: int) -> list[Piece]:
    told = ngettext("The map of the ecosystem has %(num)s more.", "The map of the ecosystem has %(num)s more.", count)
    return [small(told)] if count > 0 else []


def links(material: Material) -> Written:
    """Challenges that it hangs together with."""
    rows = material.fiche.links
    if not rows:
        return Written(_("Links with other challenges"))
    told = ngettext(
        "It hangs together with %(count)s other challenge.",
        "It hangs together with %(count)s other challenges.",
        len(rows),
        count=mark("links"),
    )
    return Written(
        _("Links with other challenges"), [Said(told)], points(with_more(row.other.title, row.reason) for row in rows)
    )


def transversal(material: Material) -> Written:
    """What cuts across all challenges."""
    rows = material.around.transversal
    if not rows:
        return Written(_("What cuts across all challenges"))
    lines = [
        Said(
            f"{translate(theme.title)} ({ngettext('%(num)s answer', '%(num)s answers', theme.size)})",
            language_of(theme.title),
        )
        for theme in rows
    ]
    told = _("These themes of the consultation belong to no single challenge.")
    return Written(_("What cuts across all challenges"), [Said(told)], points(lines))
