"""Where one person lives: a street with a house number, as written in Dutch, French, English and German.

The number is what makes an address: a street alone is a place that a consultation is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Found = tuple[int, int]

_UP, _ANY = "A-ZÀ-ÖØ-ÞŸ", "\\w'’"
_NUMBER = r"\d{1,4}(?:(?:[a-gA-G]|\s[A-F])(?!\w))?(?:\s?[-/]\s?\d{1,4})?"
_NOT_A_YEAR = r"(?!(?:19|20)\d\d\b(?!\s*(?:bus|bte|boîte)))"
_BOX = r"(?:,?\s*(?:bus|bte|boîte|apt\.?|flat)\s*\w{1,5})?"
_TOWN = rf"(?:,?\s*(?:B-|F-|D-|L-|NL-)?\d{{4,5}}(?:\s?[A-Z]{{2}})?\s+[{_UP}][{_ANY}-]+)?"
_END = rf"(?!\w|[.,]\d|\s*(?:%|€|km\b|meter|mètres?|jaar|ans\b|Jahre|h\b|heures|uur|Uhr|min)){_BOX}{_TOWN}"

_GERMANIC_ENDING = (
    r"(?:straat|laan|steenweg|weg|plein|dreef|kade|kaai|gracht|singel|lei|vest|pad|hof|markt|wijk"
    r"|straße|strasse|str\.|allee|platz|gasse|ring|damm|ufer|steig|chaussee|stieg)"
)
# Words with such an ending that are no street of their own.
_KINDS = re.compile(
    r"^(?:fiets|snel|auto|spoor|land|water|vaar|hoofd|woon|winkel|speel|zij|school|voet|wandel|gewest|toegangs|een|om|"
    r"uit|werk|dorps?|rad|fuß|fuss|geh|schul|um|feld|wander|bundes|landes|kreis|fahrrad|haupt|neben|spiel|park|arbeits"
    r"|sport|stell|markt|start|lande|studien|kita|ausbildungs|bau|wohn|seiten|einbahn|durchgangs|sammel|schlaf|rast"
    r"|sitz|grill|fest|renn|rodel|lager|schotter|hertog|bahn|pol|bus|fris|mess|fähr|an|verkehrs|schnell|radschnell|ver)"
    + _GERMANIC_ENDING
    + r"$|^(?:weg|straat|straße|strasse|platz|ring|hof|markt|plein|laan|pad|allee|gasse|wijk|damm|ufer|kade"
    r"|hering|spring|training|planung|string|läufer|käufer|verkäufer)$",
    re.IGNORECASE,
)
_GERMANIC = re.compile(
    rf"(?<!\w)(?:[{_UP}][{_ANY}.-]*\s+){{0,3}}?"
    rf"(?P<street>[{_UP}][{_ANY}-]*{_GERMANIC_ENDING}|(?<=[{_UP}{_ANY}.-] )(?:Straße|Strasse|Str\.|Weg|Allee|Platz|Ring"
    rf"|Damm|Ufer|Gasse))\s*,?\s*(?:n(?:r|°|o)\.?\s*|huisnummer\s+|Hausnummer\s+)?{_NOT_A_YEAR}{_NUMBER}{_END}"
)
_PLATZ_DER = re.compile(
    rf"(?<!\w)(?:Platz|Straße|Strasse|Allee|Weg)\s+(?:der|des|am|an der|von|zum|zur)\s+[{_UP}][{_ANY}.-]+"
    rf"(?:\s+[{_UP}][{_ANY}.-]+)?\s+{_NOT_A_YEAR}{_NUMBER}{_END}"
)
_ROMANCE_KIND = (
    r"(?:rue|avenue|av\.|boulevard|bd\.?|chaussée|ch(?:aus|s)ée|allée|impasse|quai|square|drève|sentier|clos|venelle"
    r"|place|route|chemin|cours|passage|rond-point|résidence)"
)
_PARTICLES = r"(?:(?:de la|de l['’]|de|du|des|d['’]|la|le|les|l['’]|aux?|à la|en|sur|sous)\s*)*"
_NAMED = rf"{_PARTICLES}[{_UP}][{_ANY}.-]*(?:[\s-]+{_PARTICLES}[{_UP}][{_ANY}.-]*)*"
_FRENCH_NUMBER_FIRST = re.compile(
    rf"(?<![\w.,])\d{{1,4}}(?:\s?(?:bis|ter|quater|[a-zA-Z](?!\w)))?\s*,?\s+(?:"
    rf"(?i:{_ROMANCE_KIND})\s+{_NAMED}"
    rf"|(?i:rue|avenue|boulevard|impasse|allée)\s+{_PARTICLES}\w{{3,}}){_TOWN}"
)
_FRENCH_NUMBER_LAST = re.compile(
    rf"(?<!\w)(?i:{_ROMANCE_KIND})\s+{_NAMED}\s*,?\s*(?:n(?:°|o|r)\.?\s*)?{_NOT_A_YEAR}{_NUMBER}{_END}"
)
_ENGLISH = re.compile(
    rf"(?<![\w.,])\d{{1,4}}[a-zA-Z]?,?\s+(?:[{_UP}][{_ANY}.-]+\s+){{1,3}}"
    r"(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Drive|Square|Close|Crescent|Terrace|Gardens|Row|Mews)(?!\w)"
    rf"(?:,\s*[{_UP}]\w+)?(?:,?\s*[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}})?"
)


def addresses(text: str) -> Iterator[Found]:
    """Streets with a house number, and with the postal code and town where they follow.

    >>> text = "Ik woon in de Kerkstraat 12 bus 3, 9000 Gent"
    >>> [text[a:b] for a, b in addresses(text)]
    ['Kerkstraat 12 bus 3, 9000 Gent']
    """
    yield from (m.span() for m in _GERMANIC.finditer(text) if not _KINDS.search(m["street"]) or " " in _before(m))
    for pattern in (_PLATZ_DER, _FRENCH_NUMBER_FIRST, _FRENCH_NUMBER_LAST, _ENGLISH):
        yield from (m.span() for m in pattern.finditer(text))


def _before(match: re.Match[str]) -> str:
    """The capitalised words before the ending, where it stands alone: "Berliner " of "Berliner Straße 12"."""
    word = match["street"]
    return match.group()[: match.start("street") - match.start()] if word[0].isupper() and len(word) < 8 else ""
