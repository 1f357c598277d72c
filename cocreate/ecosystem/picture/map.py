"""A map without a map server: degrees become units, near actors one circle with a number, lines give the scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sqrt

from markupsafe import Markup

from cocreate.ecosystem.rules import Spot
from cocreate.web import svg

WIDTH, HEIGHT, EDGE = 720.0, 520.0, 30.0
NEAR = 34.0  # units; what lies nearer is one circle
SMALLEST = 0.004  # degrees that a frame shows at least
STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
MOST_LINES = 7
Box = tuple[float, float, float, float]  # south, west, north, east


@dataclass(frozen=True)
class Pin:
    """Something on the map."""

    key: str
    label: str
    spot: Spot


@dataclass(frozen=True)
class Cluster:
    """Pins that lie together: where, and the box that holds them."""

    pins: tuple[Pin, ...]
    x: float
    y: float

    @property
    def is_spread(self) -> bool:
        """Whether a closer look shows more: not all of them have the very same place."""
        return len({pin.spot for pin in self.pins}) > 1

    @property
    def box(self) -> Box:
        """What to look at to see them apart."""
        return box_of([pin.spot for pin in self.pins])


@dataclass(frozen=True)
class Frame:
    """The part of the world that is drawn. A degree of longitude is shorter by the cosine of the middle latitude."""

    box: Box

    @property
    def scale(self) -> tuple[float, float]:
        """Units to a degree of longitude and of latitude."""
        south, west, north, east = self.box
        narrow = max(0.05, cos(radians((south + north) / 2)))
        unit = min((WIDTH - 2 * EDGE) / ((east - west) * narrow), (HEIGHT - 2 * EDGE) / (north - south))
        return unit * narrow, unit

    def at(self, spot: Spot) -> tuple[float, float]:
        """Where a place is drawn."""
        south, west, north, east = self.box
        across, down = self.scale
        middle, height = (west + east) / 2, (south + north) / 2
        return WIDTH / 2 + (spot.longitude - middle) * across, HEIGHT / 2 - (spot.latitude - height) * down


def box_of(spots: Sequence[Spot]) -> Box:
    """The smallest box around places, with a margin, and never too small to look at."""
    if not spots:
        return (50.76, 4.23, 50.92, 4.50)
    latitudes, longitudes = [one.latitude for one in spots], [one.longitude for one in spots]
    south, north, west, east = min(latitudes), max(latitudes), min(longitudes), max(longitudes)
    tall, wide = max(north - south, SMALLEST) * 0.1, max(east - west, SMALLEST) * 0.1
    short, thin = max(0.0, SMALLEST - (north - south)) / 2, max(0.0, SMALLEST - (east - west)) / 2
    return south - tall - short, west - wide - thin, north + tall + short, east + wide + thin


def clusters(pins: Sequence[Pin], frame: Frame) -> list[Cluster]:
    """Pins that would hide each other, as one; in the order given, so the same pins always give the same circles."""
    found: list[tuple[float, float, list[Pin]]] = []
    for pin in pins:
        x, y = frame.at(pin.spot)
        near = next((one for one in found if hypot(one[0] - x, one[1] - y) < NEAR), None)
        if near is None:
            found.append((x, y, [pin]))
        else:
            near[2].append(pin)
    placed = []
    for _x, _y, some in found:
        points = [frame.at(pin.spot) for pin in some]
        x, y = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
        placed.append(Cluster(tuple(some), x, y))
    return placed


def draw(found: Sequence[Cluster], frame: Frame, towns: Sequence[tuple[str, Spot]], title: str) -> Markup:
    """The picture; circles with a number hold several actors."""
    parts = [_graticule(frame)]
    for name, spot in towns:
        x, y = frame.at(spot)
        if EDGE < x < WIDTH - EDGE and EDGE < y < HEIGHT - EDGE:
            above = max((_radius(one) for one in found if hypot(one.x - x, one.y - y) < NEAR), default=0.0) + 5
            parts.append(
                svg.circle("chart-town", x, y, 2) + svg.text("ecosystem-map__town", x, y - above, name, "middle")
            )
    for cluster in sorted(found, key=lambda one: -len(one.pins)):
        parts.append(_circle(cluster))
    return Markup(
        '<svg class="chart ecosystem-map" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<rect class="ecosystem-map__ground" width="{}" height="{}"/>{}</svg>'
    ).format(
        svg.number(WIDTH), svg.number(HEIGHT), title, svg.number(WIDTH), svg.number(HEIGHT), Markup("").join(parts)
    )


def _circle(cluster: Cluster) -> Markup:
    many = len(cluster.pins)
    drawn = svg.circle("ecosystem-map__spot", cluster.x, cluster.y, _radius(cluster))
    if many == 1:
        return drawn
    return drawn + svg.text("ecosystem-map__count", cluster.x, cluster.y + 5, str(many), "middle")


def _radius(cluster: Cluster) -> float:
    many = len(cluster.pins)
    return 7.0 if many == 1 else min(26.0, 10.0 + 2.4 * sqrt(many))


def _graticule(frame: Frame) -> Markup:
    south, west, north, east = frame.box
    across, down = frame.scale
    half_wide, half_tall = WIDTH / 2 / across, HEIGHT / 2 / down
    middle, height = (west + east) / 2, (south + north) / 2
    lines = []
    for degree in _degrees(middle - half_wide, middle + half_wide):
        x, _y = frame.at(Spot(height, degree))
        lines.append(svg.line("chart-axis", x, 0, x, HEIGHT))
        lines.append(
            svg.text("chart-key", x + 3, HEIGHT - 5, f"{degree:g}° E" if degree >= 0 else f"{-degree:g}° W", "start")
        )
    for degree in _degrees(height - half_tall, height + half_tall):
        _x, y = frame.at(Spot(degree, middle))
        lines.append(svg.line("chart-axis", 0, y, WIDTH, y))
        lines.append(svg.text("chart-key", 4, y - 3, f"{degree:g}° N" if degree >= 0 else f"{-degree:g}° S", "start"))
    return Markup("").join(lines)


def _degrees(low: float, high: float) -> list[float]:
    """Round degrees between two, not too many."""
    step = next((one for one in STEPS if (high - low) / one <= MOST_LINES), 30.0)
    first = int(low // step) + 1
    return [round(number * step, 4) for number in range(first, int(high // step) + 1)]
