"""Templates: all are used, all that people read can be translated, none needs a laxer security policy."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask
from jinja2 import Environment

from tests.architecture.source import STATIC, strings, templates

ONLY_FOR_DEVELOPERS = {"styleguide.html"}
ATTRIBUTES = {
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "alt",
    "title",
    "placeholder",
    "label",
    "content",
}
# Not words of a language: our own name, and what is written alike in all four.
SAME_EVERYWHERE = {"cocreate", "CSV", "RSS", "SVG", "QR", "AGPL-3.0-or-later", "WCAG 2.2 AA", "min"}
ANSWERS_OF_MACROS = {"yes"}
CONTENT_OF = {"viewport", "color-scheme", "referrer", "csrf-token", "theme-color", "robots"}
GAP = "\x01"  # stands for what Jinja puts there
LETTERS = re.compile(r"[^\W\d_]{2,}")

HTML = sorted(name for name in templates() if name.endswith(".html"))
MAILS = ("emails/", "layouts/email")
PAGES = [name for name in HTML if not name.startswith(MAILS)]


def own_words(text: str) -> str:
    """A template without what Jinja computes; messages in {% trans %} and names of classes count as computed."""
    text = re.sub(r"\{% block body_class %\}.*?\{% endblock", "{% endblock", text)
    kept, in_trans = [], False
    for _line, kind, value in Environment().lex(text):
        if kind == "name" and value in ("trans", "endtrans"):
            in_trans = value == "trans"
        elif kind == "variable_begin":
            kept.append(GAP)
        elif kind == "data" and not in_trans:
            kept.append(value)
    return "".join(kept)


class Reader(HTMLParser):
    """Collects the texts that a person would see or hear."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "code", "kbd", "svg"):
            self.silent += 1
        given = dict(attrs)
        if tag == "meta" and given.get("name") in CONTENT_OF:
            return
        self.said += [
            value for name, value in attrs if name in ATTRIBUTES and value and not (name == "content" and tag != "meta")
        ]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "code", "kbd", "svg"):
            self.silent = max(0, self.silent - 1)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def bare_texts(text: str) -> Iterator[str]:
    """Words that are written into a template without gettext."""
    reader = Reader()
    reader.feed(own_words(text))
    reader.close()
    for said in reader.said:
        # A macro may make attributes, which then stand outside any tag.
        for part in re.sub(r'[\w-]+="[^"]*"', "", said).split(GAP):
            words = " ".join(part.split())
            if LETTERS.search(words) and words.strip(" :·,.()") not in SAME_EVERYWHERE | ANSWERS_OF_MACROS:
                yield words


@pytest.mark.parametrize("name", [name for name in HTML if name not in ONLY_FOR_DEVELOPERS])
def test_everything_people_read_goes_through_gettext(name: str) -> None:
    assert list(bare_texts(templates()[name])) == []


def test_bare_words_are_noticed() -> None:
    page = '<p title="Over">{{ _("Fine") }} and {% if x %}more{% endif %}</p>{# a note #}<script src="x"></script>'
    assert list(bare_texts(page)) == ["Over", "and more"]
    assert (
        list(bare_texts('{% trans %}All <b>fine</b>{% endtrans %}<p class="plain">{{ x }}: 3</p><b>cocreate</b>')) == []
    )


@pytest.mark.parametrize("name", [name for name in templates() if name.endswith(".txt")])
def test_the_plain_half_of_a_letter_goes_through_gettext(name: str) -> None:
    said = [" ".join(part.split()) for part in own_words(templates()[name]).split(GAP)]
    assert [words for words in said if LETTERS.search(words) and words not in SAME_EVERYWHERE] == []


@pytest.mark.parametrize("name", PAGES)
def test_no_script_style_or_handler_is_written_into_a_page(name: str) -> None:
    text = re.sub(r"\{#.*?#\}", "", templates()[name], flags=re.S)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<[a-zA-Z][^>]*\sstyle\s*=", text)
    assert not re.search(r"<[a-zA-Z][^>]*\son[a-z]+\s*=", text)
    assert not re.search(r"javascript:", text)
    for attributes in re.findall(r"<script\b([^>]*)>", text):
        assert "src=" in attributes or 'type="application/json"' in attributes, f"<script{attributes}> in {name}"


@pytest.mark.parametrize("name", HTML)
def test_every_static_file_that_a_page_asks_for_exists(name: str) -> None:
    for path in re.findall(r"""static_url\(\s*["']([^"']+)["']\s*[,)]""", templates()[name]):
        assert (STATIC / path).is_file(), path


def test_every_template_is_used(app: Flask) -> None:
    others = {name: re.sub(r"\{#.*?#\}", "", text, flags=re.S) for name, text in templates().items()}
    quoted = {literal for text in others.values() for literal in re.findall(r"""["']([^"'\n]+)["']""", text)}
    known = quoted | strings() | {str(value) for value in app.config.values() if isinstance(value, str)}
    folders = {literal for literal in known if literal.endswith("/") and not literal.startswith("/")}
    unused = [
        name
        for name in templates()
        if name not in known
        and name.rsplit(".", 1)[0] not in known
        and not any(name.startswith(folder) and "/" not in name[len(folder) :] for folder in folders)
    ]
    assert not unused, f"nobody shows {unused}"


def test_every_template_that_is_named_exists() -> None:
    named = {value for value in strings() if re.fullmatch(r"\w[\w/]+/[\w/]+\.(html|txt)", value)}
    named |= {
        found
        for text in templates().values()
        for found in re.findall(
            r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+\.\w+)["'](?!\s*(?:~|ignore missing))""", text
        )
    }
    assert named - set(templates()) == set()
