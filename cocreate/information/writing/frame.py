"""The first two parts: the strategy and the process around a challenge, and what taking part is for."""

from flask_babel import format_date, format_percent
from flask_babel import gettext as _

from cocreate.information.material import Material
from cocreate.information.rules import mark
from cocreate.information.writing.words import Said, Written, grid, in_words, points, series, small
from cocreate.process.messages import STRENGTHS
from cocreate.web.messages import say


def strategy(material: Material) -> Written:
    """What a strategy of this kind is."""
    return Written(
        _("A strategy for smart specialisation"),
        [
            Said(
                _(
                    "A region cannot support everything at once. A strategy for smart specialisation puts public "
                    "support for research, development and innovation where the region has strengths of its own and "
                    "where society needs it most. The European Union asks for such a strategy before it funds a region."
                )
            ),
            Said(
                _(
                    "The domains are not decreed. Companies, researchers, public bodies, associations and citizens "
                    "look for them together, starting from the challenges that society faces."
                )
            ),
        ],
    )


def process(material: Material) -> Written:
    """The process itself, with its phases."""
    row = material.around.process
    sentences = [in_words(row.summary)] if row.summary else []
    sentences.append(Said(_("The process starts from %(count)s challenges.", count=mark("challenges"))))
    lines = [
        [
            in_words(phase.title),
            Said(f"{format_date(phase.starts_at, 'd MMM y')} – {format_date(phase.ends_at, 'd MMM y')}"),
        ]
        for phase in row.phases
    ]
    return Written(
        _("The process"),
        sentences,
        [grid(_("Phases of the process"), (_("Phase"), _("When")), lines)] if lines else [],
    )


def region(material: Material) -> Written:
    """What is measured for the region as a whole."""
    return Written(_("The region in figures"), (), [series(row) for row in material.around.region])


def origins(material: Material) -> Written:
    """The megatrends and priorities that the challenge was found in."""
    cells = material.fiche.cells
    if not cells:
        return Written(_("Where the challenge comes from"))
    rows = [
        [
            in_words(cell.megatrend.title),
            in_words(cell.priority.title),
            Said(str(STRENGTHS[cell.strength])),
            in_words(cell.reason),
        ]
        for cell in cells
    ]
    heads = (_("Megatrend"), _("Regional priority"), _("How much"), _("Why"))
    told = _("It was found where megatrends of the world meet priorities of the region.")
    return Written(_("Where the challenge comes from"), [Said(told)], [grid(_("Where they meet"), heads, rows)])


def consultation(material: Material) -> Written:
    """Who was asked, and who answered."""
    title, asked = _("What taking part is for"), material.around.asked
    goal = _(
        "Everybody whom the strategy concerns is asked: which challenges matter most, what is missing, on which "
        "strengths to build, and which projects could make a difference. This sheet brings together what is known."
    )
    if asked is None:
        return Written(title, [Said(goal)])
    told = _("%(people)s people answered the consultation.", people=mark("consultation.people"))
    groups = [
        Said(f"{say(f'helix.{helix}')}: {format_percent(count / asked.people, '#,##0 %')}")
        for helix, count in sorted(asked.by_helix.items(), key=lambda each: -each[1] if isinstance(each[1], int) else 0)
        if helix and isinstance(count, int)
    ]
    pieces = points(groups)
    if len(groups) < len([helix for helix in asked.by_helix if helix]):
        pieces.append(small(_("Groups that are too small to be shown are left out.")))
    return Written(title, [Said(goal), Said(told)], pieces)


def expected(material: Material) -> Written:
    """What a participant of the camp does with the sheet."""
    camp = next((phase for phase in material.around.process.phases if phase.kind == "camp"), None)
    told = _(
        "At the Innovation Camp, working groups look at each challenge from three sides. Please read this sheet "
        "before, and bring along what you know that it does not say."
    )
    sides = (
        _("Market potential and demand: who needs a solution, and who would pay for it?"),
        _("Strengths of the ecosystem: what do we do here better than elsewhere?"),
        _("First elements of innovation domains: what could we do together?"),
    )
    sentences = [Said(told)]
    if camp is not None:
        days = format_date(camp.starts_at, "d MMMM y"), format_date(camp.ends_at, "d MMMM y")
        sentences.append(Said(_("This phase runs from %(start)s to %(end)s.", start=days[0], end=days[1])))
    return Written(_("What we ask of you"), sentences, points(Said(side) for side in sides))
