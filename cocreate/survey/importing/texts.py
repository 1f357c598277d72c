"""Texts from elsewhere: markup to plain text, names to keys, codes of languages, and how people say yes, no, a day."""

import re
import unicodedata
from collections.abc import Container, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from html.parser import HTMLParser

from babel import Locale, UnknownLocaleError

from cocreate.process.rules import HelixCategory
from cocreate.settings import LANGUAGES
from cocreate.survey import lists

_BLOCKS = frozenset("p div br li ul ol h1 h2 h3 h4 h5 h6 tr table section article blockquote hr".split())
_HIDDEN = frozenset({"script", "style", "template", "head", "title"})


class _Plain(HTMLParser):
    """Collects what a reader would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; what is not shown is passed over."""
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS:
            self.parts.append("\n\n" if tag == "p" else "\n")
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Blanks count once, as in a browser."""
        if not self.hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def plain(text: str) -> str:
    """Text without markup; scripts go, paragraphs stay.

    >>> plain("<p>Do you <b>agree</b>?</p><ul><li>first</li></ul>")
    'Do you agree?\\n\\n- first'
    """
    text = text.replace("\x00", "")
    if "<" not in text and "&" not in text:
        return "\n".join(line.strip() for line in text.strip().splitlines())
    reader = _Plain()
    reader.feed(text)
    reader.close()
    lines = [line.strip() for line in "".join(reader.parts).replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def has_script(text: str) -> bool:
    """Whether a program would have run in the browser of whoever read the text."""
    return "<script" in text.lower()


def key_of(name: str, taken: Container[str], fallback: str = "x") -> str:
    """A stable key made of a name, unlike those that are taken.

    >>> key_of("Très bien !", {"tres_bien"})
    'tres_bien_2'
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:36].rstrip("_") or fallback
    found, number = key, 2
    while found in taken:
        found, number = f"{key}_{number}", number + 1
    return found


def language_of(name: str) -> str:
    """Two letters of a code or name of a language; "" for what is none.

    >>> language_of("nl-informal"), language_of("German"), language_of("espagnol"), language_of("ελληνικά")
    ('nl', 'de', 'es', 'el')
    >>> language_of("?")
    ''
    """
    name = name.strip().lower()
    if known := _language_names().get(folded(name)):
        return known
    code = re.split(r"[-_]", name)[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) else ""


@cache
def _language_names() -> Mapping[str, str]:
    """Name of a language, in our languages and in itself -> its code."""
    found = {folded(label): code for code, labels in lists.entries("languages").items() for label in labels.values()}
    for code in lists.entries("languages"):
        with suppress(UnknownLocaleError):
            found.setdefault(folded(Locale(code).get_language_name(code) or code), code)
    return found


def ours(language: str, otherwise: str = "en") -> str:
    """The language, if the interface speaks it."""
    return language if language in LANGUAGES else otherwise


def folded(text: str) -> str:
    """A text to compare: without accents, capitals and odd blanks."""
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())


YES = frozenset("1 y yes ja j oui o x true vrai waar wahr checked selected on".split())
NO = frozenset(("0", "n", "no", "nee", "nein", "non", "false", "faux", "onwaar", "falsch", "not selected", "off"))
NO_OPINION = frozenset(
    (
        "no opinion", "don't know", "do not know", "i don't know", "no answer", "not applicable", "n/a",
        "geen mening", "weet niet", "sans opinion", "ne sait pas", "je ne sais pas", "keine meinung", "weiß nicht",
        "weiss nicht", "no_opinion",
    )
)  # fmt: skip
_HELIX: tuple[tuple[HelixCategory, tuple[str, ...]], ...] = (
    (
        HelixCategory.RESEARCH,
        ("academ", "research", "universit", "onderzoek", "recherche", "forschung", "hochschul", "wissenschaft"),
    ),
    (
        HelixCategory.CIVIL_SOCIETY,
        (
            "ngo", "non-governmental", "trade union", "consumer", "environmental", "civil society", "civil_society",
            "associat", "verenig", "middenveld", "vakbond", "syndicat", "societe civile", "verein", "gewerkschaft",
            "zivilgesellschaft", "foundation",
        ),
    ),
    (
        HelixCategory.PUBLIC_SECTOR,
        ("public", "government", "authority", "overheid", "administration", "gemeente", "commune", "behord", "offentl"),
    ),
    (
        HelixCategory.BUSINESS,
        ("business", "company", "enterprise", "bedrijf", "onderneming", "entreprise", "unternehm", "firma", "industr"),
    ),
    (
        HelixCategory.CITIZEN,
        ("citizen", "burger", "citoyen", "individual", "particulier", "privatperson", "inwoner"),
    ),
)  # fmt: skip
_DAYS = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})"),
)
_WRITTEN = re.compile(
    r"(?P<day>\d{1,2})(?:\.|er|st|nd|rd|th)?\s+(?P<month>[^\W\d_]{3,12})\.?,?\s+(?P<year>\d{4})\b"  # 8. Februar 2024
)
_RATING = re.compile(r"(-?\d{1,3})(?:\s*$|\s*[-–—:.)=]\s*\S)")


def helix_of(text: str) -> str:
    """The family of the quadruple helix that a word names; "" when it names none.

    >>> helix_of("EU Citizen"), helix_of("Business association"), helix_of("Association"), helix_of("?")
    ('citizen', 'business', 'civil_society', '')
    """
    word = folded(text)
    if word in set(HelixCategory):
        return word
    if word.startswith(("business assoc", "trade assoc", "employers")):
        return HelixCategory.BUSINESS.value
    for category, stems in _HELIX:
        if any(re.search(rf"\b{re.escape(stem)}", word) for stem in stems):
            return category.value
    return HelixCategory.OTHER.value if word in ("other", "andere", "autre", "sonstige", "anders") else ""


def day_of(text: str) -> date | None:
    """A day as people and programs write it; the hour behind it is not read.

    >>> day_of("14.06.2020 23:50"), day_of("2019-01-17 10:38:20 +0100"), day_of("31/31/2020")
    (datetime.date(2020, 6, 14), datetime.date(2019, 1, 17), None)
    >>> day_of("8. Februar 2024 18:11"), day_of("1er août 2019"), day_of("3 maart 2020"), day_of("3 apples 2020")
    (datetime.date(2024, 2, 8), datetime.date(2019, 8, 1), datetime.date(2020, 3, 3), None)
    """
    for pattern in (*_DAYS, _WRITTEN):
        if found := pattern.match(text.strip()):
            month = found["month"]
            number = int(month) if month.isdigit() else months().get(folded(month), 0)
            try:
                return date(int(found["year"]), number, int(found["day"]))
            except ValueError:
                return None
    return None


@cache
def months() -> Mapping[str, int]:
    """Names of months, in full and short, in the languages of the pages."""
    return {
        folded(name).rstrip("."): number
        for code in LANGUAGES
        for width in ("wide", "abbreviated")
        for form in ("format", "stand-alone")
        for number, name in Locale(code).months[form][width].items()
    }


def rating_of(text: str) -> int | None:
    """The number that an answer of a scale begins with.

    >>> rating_of("5 - Very important"), rating_of("4"), rating_of("5 apples")
    (5, 4, None)
    """
    found = _RATING.match(text.strip())
    return int(found[1]) if found else None


def number_of(text: str) -> float | None:
    """A number with a point or a comma.

    >>> number_of("1,5"), number_of("12"), number_of("a lot")
    (1.5, 12, None)
    """
    if not re.fullmatch(r"-?\d{1,15}(?:[.,]\d{1,10})?", text.strip()):
        return None
    found = float(text.strip().replace(",", "."))
    return int(found) if found.is_integer() else found
