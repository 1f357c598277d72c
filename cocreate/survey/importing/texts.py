"""Texts from elsewhere: markup to plain text, names to keys, and codes of languages."""

import re
import unicodedata
from collections.abc import Container, Mapping
from contextlib import suppress
from functools import cache
from html.parser import HTMLParser

from babel import Locale, UnknownLocaleError

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
