"""The fourth and fifth part: who and what there is to build on, and what the challenge hangs together with."""

from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.information.material import Material
from cocreate.information.rules import mark
from cocreate.information.writing.words import Said, Written, points, with_more
from cocreate.web.language import language_of, translate


def strengths(material: Material) -> Written:
    """Strengths that the organisers listed with the challenge."""
    rows = material.challenge.assets
    if not rows:
        return Written(_("Strengths to build on"))
    told = ngettext(
        "The team of the process lists %(count)s strength for this challenge.",
        "The team of the process lists %(count)s strengths for this challenge.",
        len(rows),
        count=mark("strengths"),
    )
    return Written(
        _("Strengths to build on"), [Said(told)], points(with_more(row.title, row.description) for row in rows)
    )


def market(material: Material) -> Written:
    """Who needs solutions."""
    return Written(_("Market potential"))


def industry(material: Material) -> Written:
    """Companies and their dynamics."""
    return Written(_("Entrepreneurial and industrial dynamics"))


def research(material: Material) -> Written:
    """Strengths in research."""
    return Written(_("Research strengths"))


def society(material: Material) -> Written:
    """Social innovation and citizens' initiatives."""
    return Written(_("Social innovation and citizen dynamics"))


def projects(material: Material) -> Written:
    """Projects that people proposed, with the actors they named."""
    return Written(_("Proposed projects"))


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
