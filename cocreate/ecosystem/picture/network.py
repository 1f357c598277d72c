"""Who serves which challenge, drawn: challenges as large circles with a number, actors as small ones between them."""

from collections.abc import Sequence

from markupsafe import Markup

from cocreate.analysis.network import lay_out
from cocreate.ecosystem.register import Line
from cocreate.process.models import Challenge
from cocreate.web import svg
from cocreate.web.language import Spoken, spoken

SIZE = 720.0
HUB, LEAF = 24.0, 6.0
MOST_NAMED = 45  # actors; more names would hide each other, and the table has them all
NAME_WIDTH, NAME_SIZE = 130.0, 11.0


def draw(lines: Sequence[Line], challenges: Sequence[Challenge], title: str, *, seed: int = 1) -> Markup:
    """The picture. Numbers of challenges are those of the table beside it."""
    ties = {line.actor.public_id: [one.challenge.public_id for one in line.served] for line in lines}
    tied = {key: hubs for key, hubs in ties.items() if hubs}
    placed = lay_out([row.public_id for row in challenges], tied, seed=seed)
    at = {key: (x * SIZE, y * SIZE) for key, (x, y) in {**placed.hubs, **placed.leaves}.items()}
    parts = [
        svg.line("ecosystem-net__tie", *at[key], *at[hub]) for key, hubs in tied.items() for hub in hubs if hub in at
    ]
    helix = {line.actor.public_id: line.actor.helix for line in lines}
    parts += [svg.circle(f"ecosystem-net__actor ecosystem-net__actor--{helix[key]}", *at[key], LEAF) for key in tied]
    for number, row in enumerate(challenges, start=1):
        x, y = at[row.public_id]
        parts.append(svg.circle("ecosystem-net__hub", x, y, HUB))
        parts.append(svg.text("ecosystem-net__number", x, y + 6, str(number), "middle"))
        parts.append(_name("ecosystem-net__title", spoken(row.title), x, y + HUB + 15, 14.0, 170.0))
    if len(tied) <= MOST_NAMED:
        names = {line.actor.public_id: spoken(line.actor.name) for line in lines}
        parts += [
            _name("ecosystem-net__name", names[key], at[key][0], at[key][1] + 17, NAME_SIZE, NAME_WIDTH) for key in tied
        ]
    return Markup(
        '<svg class="chart ecosystem-net" viewBox="-60 -20 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(svg.number(SIZE + 120), svg.number(SIZE + 60), title, Markup("").join(parts))


def _name(css: str, words: Spoken, x: float, y: float, size: float, width: float) -> Markup:
    wrapped = svg.wrap(words, width, size)[:2]
    return svg.lines_of(css, x, y, wrapped, "middle", size * 1.1, lang=words.lang)
