"""Ready lists of choices, so that nobody types the countries or the communes again."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale

from cocreate.settings import LANGUAGES

COMMUNES: Mapping[str, Mapping[str, str]] = {
    "anderlecht": {"fr": "Anderlecht", "nl": "Anderlecht"},
    "auderghem": {"fr": "Auderghem", "nl": "Oudergem"},
    "berchem_sainte_agathe": {"fr": "Berchem-Sainte-Agathe", "nl": "Sint-Agatha-Berchem"},
    "bruxelles": {"fr": "Bruxelles", "nl": "Brussel"},
    "etterbeek": {"fr": "Etterbeek", "nl": "Etterbeek"},
    "evere": {"fr": "Evere", "nl": "Evere"},
    "forest": {"fr": "Forest", "nl": "Vorst"},
    "ganshoren": {"fr": "Ganshoren", "nl": "Ganshoren"},
    "ixelles": {"fr": "Ixelles", "nl": "Elsene"},
    "jette": {"fr": "Jette", "nl": "Jette"},
    "koekelberg": {"fr": "Koekelberg", "nl": "Koekelberg"},
    "molenbeek_saint_jean": {"fr": "Molenbeek-Saint-Jean", "nl": "Sint-Jans-Molenbeek"},
    "saint_gilles": {"fr": "Saint-Gilles", "nl": "Sint-Gillis"},
    "saint_josse_ten_noode": {"fr": "Saint-Josse-ten-Noode", "nl": "Sint-Joost-ten-Node"},
    "schaerbeek": {"fr": "Schaerbeek", "nl": "Schaarbeek"},
    "uccle": {"fr": "Uccle", "nl": "Ukkel"},
    "watermael_boitsfort": {"fr": "Watermael-Boitsfort", "nl": "Watermaal-Bosvoorde"},
    "woluwe_saint_lambert": {"fr": "Woluwe-Saint-Lambert", "nl": "Sint-Lambrechts-Woluwe"},
    "woluwe_saint_pierre": {"fr": "Woluwe-Saint-Pierre", "nl": "Sint-Pieters-Woluwe"},
}

_BRUSSELS = {
    "en": "Brussels-Capital Region",
    "nl": "Brussels Hoofdstedelijk Gewest",
    "fr": "Région de Bruxelles-Capitale",
    "de": "Region Brüssel-Hauptstadt",
}
NUTS1: Mapping[str, Mapping[str, str]] = {
    "be1": _BRUSSELS,
    "be2": {"en": "Flemish Region", "nl": "Vlaams Gewest", "fr": "Région flamande", "de": "Flämische Region"},
    "be3": {"en": "Walloon Region", "nl": "Waals Gewest", "fr": "Région wallonne", "de": "Wallonische Region"},
}
NUTS2: Mapping[str, Mapping[str, str]] = {
    "be10": _BRUSSELS,
    "be21": {"en": "Antwerp", "nl": "Antwerpen", "fr": "Anvers", "de": "Antwerpen"},
    "be22": {"en": "Limburg", "nl": "Limburg", "fr": "Limbourg", "de": "Limburg"},
    "be23": {"en": "East Flanders", "nl": "Oost-Vlaanderen", "fr": "Flandre orientale", "de": "Ostflandern"},
    "be24": {"en": "Flemish Brabant", "nl": "Vlaams-Brabant", "fr": "Brabant flamand", "de": "Flämisch-Brabant"},
    "be25": {"en": "West Flanders", "nl": "West-Vlaanderen", "fr": "Flandre occidentale", "de": "Westflandern"},
    "be31": {"en": "Walloon Brabant", "nl": "Waals-Brabant", "fr": "Brabant wallon", "de": "Wallonisch-Brabant"},
    "be32": {"en": "Hainaut", "nl": "Henegouwen", "fr": "Hainaut", "de": "Hennegau"},
    "be33": {"en": "Liège", "nl": "Luik", "fr": "Liège", "de": "Lüttich"},
    "be34": {"en": "Luxembourg (Belgium)", "nl": "Luxemburg (België)", "fr": "Luxembourg (BE)", "de": "Luxemburg (BE)"},
    "be35": {"en": "Namur", "nl": "Namen", "fr": "Namur", "de": "Namur"},
}


def _label(en: str, nl: str, fr: str, de: str) -> Mapping[str, str]:
    return {"en": en, "nl": nl, "fr": fr, "de": de}


SECTIONS: Mapping[str, Mapping[str, str]] = {
    "a": _label(
        "Farming, forestry, fishing",
        "Landbouw, bosbouw, visserij",
        "Agriculture, forêts, pêche",
        "Land- und Forstwirtschaft, Fischerei",
    ),
    "b": _label("Mining and quarrying", "Winning van delfstoffen", "Mines et carrières", "Bergbau"),
    "c": _label("Manufacturing", "Industrie", "Industrie manufacturière", "Herstellung von Waren"),
    "d": _label("Energy supply", "Energievoorziening", "Fourniture d’énergie", "Energieversorgung"),
    "e": _label("Water and waste", "Water en afval", "Eau et déchets", "Wasser und Abfall"),
    "f": _label("Construction", "Bouw", "Construction", "Bau"),
    "g": _label(
        "Trade and repair of vehicles", "Handel en autoreparatie", "Commerce et garages", "Handel, Kfz-Werkstätten"
    ),
    "h": _label("Transport and storage", "Vervoer en opslag", "Transport et entreposage", "Verkehr und Lagerung"),
    "i": _label("Hotels and restaurants", "Hotels en horeca", "Hôtels et restaurants", "Gastgewerbe"),
    "j": _label(
        "Information and communication",
        "Informatie en communicatie",
        "Information et communication",
        "Information und Kommunikation",
    ),
    "k": _label(
        "Finance and insurance", "Financiën en verzekeringen", "Finance et assurances", "Finanzen, Versicherungen"
    ),
    "l": _label("Real estate", "Vastgoed", "Immobilier", "Immobilien"),
    "m": _label(
        "Science, professional and technical services",
        "Wetenschap, vakdiensten en techniek",
        "Science, conseil et technique",
        "Wissenschaft, freie Berufe, Technik",
    ),
    "n": _label(
        "Support services and renting",
        "Ondersteunende diensten en verhuur",
        "Services de soutien et location",
        "Unterstützende Dienste, Vermietung",
    ),
    "o": _label(
        "Public administration and defence",
        "Openbaar bestuur en defensie",
        "Administration publique et défense",
        "Öffentliche Verwaltung, Verteidigung",
    ),
    "p": _label("Education", "Onderwijs", "Enseignement", "Bildung"),
    "q": _label(
        "Health and social work", "Gezondheid en welzijn", "Santé et action sociale", "Gesundheit und Soziales"
    ),
    "r": _label("Arts, sports, leisure", "Kunst, sport, vrije tijd", "Arts, sports, loisirs", "Kunst, Sport, Freizeit"),
    "s": _label("Other services", "Andere diensten", "Autres services", "Andere Dienste"),
    "t": _label("Households as employers", "Huishoudens als werkgever", "Ménages employeurs", "Haushalte mit Personal"),
    "u": _label(
        "Bodies of other states and international ones",
        "Organisaties van andere landen en internationale",
        "Organismes d’autres pays et internationaux",
        "Stellen anderer Staaten und internationale",
    ),
}


EU = tuple("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
# Codes of two letters that CLDR names although they are no countries: groups, test data, single islands.
_NO_COUNTRY = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())


def eu_countries() -> Mapping[str, Mapping[str, str]]:
    """The 27 states of the European Union."""
    return _territories(EU)


def countries() -> Mapping[str, Mapping[str, str]]:
    """All countries and territories with a code of their own (ISO 3166), and Kosovo."""
    return _territories(sorted(code for code in _names("en", "territories") if code not in _NO_COUNTRY))


def languages() -> Mapping[str, Mapping[str, str]]:
    """The languages with a code of two letters (ISO 639-1) that are named in all our languages."""
    named = {language: _names(language, "languages") for language in LANGUAGES}
    codes = sorted(code for code in named["en"] if all(code in known for known in named.values()))
    return {code: {language: known[code] for language, known in named.items()} for code in codes}


def _territories(codes: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    named = {language: _names(language, "territories") for language in LANGUAGES}
    return {code.lower(): {language: known[code] for language, known in named.items()} for code in codes}


def _names(language: str, kind: str) -> dict[str, str]:
    """Code of two letters -> name in a language."""
    names = getattr(Locale(language), kind)
    return {str(code): str(name) for code, name in names.items() if len(code) == 2 and code.isalpha()}


Entries = Mapping[str, Mapping[str, str]]  # key -> label in several languages, in order

YES_NO: Entries = {
    "yes": {"en": "Yes", "nl": "Ja", "fr": "Oui", "de": "Ja"},
    "no": {"en": "No", "nl": "Nee", "fr": "Non", "de": "Nein"},
}
_READY: Mapping[str, Callable[[], Entries]] = {
    "yes_no": lambda: YES_NO,
    "brussels_communes": lambda: COMMUNES,
    "nuts1": lambda: NUTS1,
    "nuts2": lambda: NUTS2,
    "eu_countries": eu_countries,
    "countries": countries,
    "languages": languages,
    "nace_sections": lambda: SECTIONS,
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
