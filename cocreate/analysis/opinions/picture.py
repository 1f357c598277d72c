"""The picture of who votes alike: a plane with a dot for each person, each group with a form and a letter of its own.

Plain SVG with classes only, so that a page's own style colours it; nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase

WIDTH, HEIGHT, EDGE = 360.0, 300.0, 16.0
DOT, LARGEST = 3.2, 60.0
MOST_DOTS = 3_000  # more make a grey field and a heavy page
Point = tuple[float, float]


def letter(place: int) -> str:
    """What a group is called: A, B, C …

    >>> letter(0), letter(27)
    ('A', 'B2')
    """
    turn, sign = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[sign] + (str(turn + 1) if turn else "")


def picture(
    positions: Mapping[str, Point], group_of: Mapping[str, str], groups: Sequence[str], *, ident: str = "opinions"
) -> str:
    """An SVG of everybody's place (-1..1); `groups` in the order of their letters. The caller describes it in words."""
    people = sorted(positions)
    step = -(-len(people) // MOST_DOTS) or 1
    parts = [
        f'<svg class="opinions" id="{ident}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="presentation" '
        'xmlns="http://www.w3.org/2000/svg">',
        f'<path class="opinions__axes" d="M{EDGE:g} {HEIGHT / 2:g}H{WIDTH - EDGE:g}M{WIDTH / 2:g} {EDGE:g}'
        f'V{HEIGHT - EDGE:g}"/>',
    ]
    placed = {key: [_point(positions[p]) for p in people if group_of.get(p) == key] for key in groups}
    for place, key in enumerate(groups):
        parts.append(f'<path class="opinions__hull opinions__hull--{place % 8}" d="{_path(_hull(placed[key]))}"/>')
    for person in people[::step]:
        group = group_of.get(person)
        parts.append(_mark(_point(positions[person]), groups.index(group) if group is not None else None))
    for place, key in enumerate(groups):
        if placed[key]:
            x, y = (sum(axis) / len(placed[key]) for axis in zip(*placed[key], strict=True))
            parts.append(f'<circle class="opinions__badge" cx="{x:.1f}" cy="{y:.1f}" r="11"/>')
            parts.append(f'<text class="opinions__letter" x="{x:.1f}" y="{y + 5:.1f}">{letter(place)}</text>')
    return "".join(parts) + "</svg>"


def _point(position: Point) -> Point:
    x, y = position
    return (WIDTH / 2 + x * (WIDTH / 2 - EDGE), HEIGHT / 2 - y * (HEIGHT / 2 - EDGE))


def _mark(point: Point, place: int | None) -> str:
    x, y = point
    if place is None:
        return f'<circle class="opinions__dot opinions__dot--none" cx="{x:.1f}" cy="{y:.1f}" r="{DOT / 2:g}"/>'
    name = f"opinions__dot opinions__dot--{place % 8}"
    form, r = place % 4, DOT
    if form == 0:
        return f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="{r:g}"/>'
    if form == 1:
        return f'<rect class="{name}" x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r:g}" height="{2 * r:g}"/>'
    if form == 2:
        corners = [(x, y - r * 1.2), (x + r * 1.2, y + r), (x - r * 1.2, y + r)]
    else:
        corners = [(x, y - r * 1.3), (x + r * 1.3, y), (x, y + r * 1.3), (x - r * 1.3, y)]
    return f'<path class="{name}" d="{_path(corners)}"/>'


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z" if points else ""


def _hull(points: Sequence[Point]) -> list[Point]:
    """The corners of the smallest fence around all points (Andrew's monotone chain, 1979).

    >>> _hull([(0, 0), (2, 0), (1, 1), (2, 2), (0, 2)])
    [(0, 0), (2, 0), (2, 2), (0, 2)]
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(some: Sequence[Point]) -> list[Point]:
        fence: list[Point] = []
        for point in some:
            while len(fence) > 1 and _turn(fence[-2], fence[-1], point) <= 0:
                fence.pop()
            fence.append(point)
        return fence[:-1]

    return half(ordered) + half(ordered[::-1])


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def bubbles(groups: Sequence[tuple[Sequence[float], int]], *, ident: str = "opinions") -> str:
    """The same plane without anybody's own place: a circle for each group (centre, size), as large as the group."""
    most = max((size for _, size in groups), default=1)
    parts = [
        f'<svg class="opinions" id="{ident}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="presentation" '
        'xmlns="http://www.w3.org/2000/svg">'
    ]
    for place, ((x, y), size) in enumerate(groups):
        cx, cy = _point((x, y))
        r = max(16.0, LARGEST * (size / most) ** 0.5)
        name = f"opinions__bubble opinions__dot--{place % 8}"
        parts.append(f'<circle class="{name}" cx="{cx:.1f}" cy="{cy:.1f}" r="{r:.1f}"/>')
        parts.append(f'<text class="opinions__letter" x="{cx:.1f}" y="{cy + 5:.1f}">{letter(place)}</text>')
    return "".join(parts) + "</svg>"
