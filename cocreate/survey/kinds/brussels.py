"""The nineteen communes of the Brussels-Capital Region, with where each has its centre; enough for a sketch of it."""

from collections.abc import Mapping
from dataclasses import dataclass

SOUTH, NORTH, WEST, EAST = 50.76, 50.92, 4.23, 4.50  # what the sketch shows


@dataclass(frozen=True)
class Commune:
    """A commune, or another place of a sketch: its names, and where it is.

    In Brussels that is the town hall's quarter, to about a hundred metres.
    """

    key: str
    title: Mapping[str, str]
    short: Mapping[str, str]  # for the sketch, in one of its two languages
    lat: float
    lon: float
    is_minor: bool  # without a name on a small screen, where there is no room for all


def _commune(
    key: str,
    french: str,
    dutch: str,
    lat: float,
    lon: float,
    *,
    short: tuple[str, str] | None = None,
    is_minor: bool = False,
) -> Commune:
    both = french if french == dutch else f"{french} / {dutch}"
    on_sketch = dict(zip(("fr", "nl"), short or (french, dutch), strict=True))
    return Commune(key, {"fr": french, "nl": dutch, "en": both, "de": both}, on_sketch, lat, lon, is_minor)


COMMUNES = (
    _commune("anderlecht", "Anderlecht", "Anderlecht", 50.836, 4.308),
    _commune("auderghem", "Auderghem", "Oudergem", 50.816, 4.433),
    _commune(
        "berchem",
        "Berchem-Sainte-Agathe",
        "Sint-Agatha-Berchem",
        50.865,
        4.294,
        short=("Berchem-Ste-Ag.", "Berchem"),
        is_minor=True,
    ),
    _commune("bruxelles", "Bruxelles", "Brussel", 50.847, 4.352),
    _commune("etterbeek", "Etterbeek", "Etterbeek", 50.836, 4.389, is_minor=True),
    _commune("evere", "Evere", "Evere", 50.871, 4.402),
    _commune("forest", "Forest", "Vorst", 50.811, 4.318),
    _commune("ganshoren", "Ganshoren", "Ganshoren", 50.874, 4.307, is_minor=True),
    _commune("ixelles", "Ixelles", "Elsene", 50.833, 4.367),
    _commune("jette", "Jette", "Jette", 50.880, 4.326),
    _commune("koekelberg", "Koekelberg", "Koekelberg", 50.862, 4.330, is_minor=True),
    _commune(
        "molenbeek", "Molenbeek-Saint-Jean", "Sint-Jans-Molenbeek", 50.855, 4.338, short=("Molenbeek", "Molenbeek")
    ),
    _commune(
        "saint_gilles", "Saint-Gilles", "Sint-Gillis", 50.826, 4.345, short=("St-Gilles", "St-Gillis"), is_minor=True
    ),
    _commune(
        "saint_josse",
        "Saint-Josse-ten-Noode",
        "Sint-Joost-ten-Node",
        50.852,
        4.371,
        short=("St-Josse", "St-Joost"),
        is_minor=True,
    ),
    _commune("schaerbeek", "Schaerbeek", "Schaarbeek", 50.867, 4.374),
    _commune("uccle", "Uccle", "Ukkel", 50.802, 4.338),
    _commune(
        "watermael_boitsfort",
        "Watermael-Boitsfort",
        "Watermaal-Bosvoorde",
        50.798,
        4.415,
        short=("Watermael-B.", "Watermaal-B."),
    ),
    _commune(
        "woluwe_saint_lambert",
        "Woluwe-Saint-Lambert",
        "Sint-Lambrechts-Woluwe",
        50.846,
        4.428,
        short=("Woluwe-St-L.", "St-L.-Woluwe"),
        is_minor=True,
    ),
    _commune(
        "woluwe_saint_pierre",
        "Woluwe-Saint-Pierre",
        "Sint-Pieters-Woluwe",
        50.833,
        4.434,
        short=("Woluwe-St-P.", "St-P.-Woluwe"),
    ),
)
