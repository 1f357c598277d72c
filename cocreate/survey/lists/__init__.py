"""Ready lists of choices, so that nobody types the countries or the communes again."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from cocreate.survey.lists import belgium, nace, world

Entries = Mapping[str, Mapping[str, str]]  # key -> label in several languages, in order

YES_NO: Entries = {
    "yes": {"en": "Yes", "nl": "Ja", "fr": "Oui", "de": "Ja"},
    "no": {"en": "No", "nl": "Nee", "fr": "Non", "de": "Nein"},
}
_READY: Mapping[str, Callable[[], Entries]] = {
    "yes_no": lambda: YES_NO,
    "brussels_communes": lambda: belgium.COMMUNES,
    "nuts1": lambda: belgium.NUTS1,
    "nuts2": lambda: belgium.NUTS2,
    "eu_countries": world.eu_countries,
    "countries": world.countries,
    "languages": world.languages,
    "nace_sections": lambda: nace.SECTIONS,
}
NAMES = tuple(_READY)
ALPHABETICAL = frozenset({"brussels_communes", "eu_countries", "countries", "languages"})  # in each language anew


@cache
def entries(name: str) -> Entries:
    """What a list holds; a name that is none holds nothing.

    >>> [label["nl"] for label in entries("yes_no").values()]
    ['Ja', 'Nee']
    """
    return MappingProxyType(dict(_READY[name]())) if name in _READY else {}
