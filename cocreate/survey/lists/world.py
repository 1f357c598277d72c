"""Countries and languages by their names in every language of the interface, from the locale data of Babel (CLDR)."""

from collections.abc import Iterable, Mapping

from babel import Locale

from cocreate.settings import LANGUAGES

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
