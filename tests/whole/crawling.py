"""The crawler's eyes: which pages there are for whom, and what is wrong with a page in front of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urldefrag, urlsplit

from babel.messages.pofile import read_po
from flask import Flask
from playwright.sync_api import Page
from werkzeug.routing import Rule

from cocreate.core.permissions import TABLE
from cocreate.settings import LANGUAGES
from tests.browser import Visitor, accessibility_violations, scrolls_sideways, time_to_interactive
from tests.live import ROOT
from tests.tiers import TURNS, place_of, turn
from tests.whole.choosing import chosen
from tests.whole.world import PEOPLE, VISITOR, World, make_app, readers

WIDTHS = (375, 1280)
HEAVIEST = 300_000  # bytes over the wire with an empty cache
HEADERS = 400  # bytes, about, of each answer
ONLY_FOR_DEVELOPERS = {"/styleguide"}  # in English on purpose
NOWHERE = "/nowhere-at-all"  # the page that says so is a page too
LETTERS = re.compile(r"[^\W\d_]{3,}")
PLACE = re.compile(r"%\(\w+\)[sd]")

# Words that are read out or shown, outside parts in a language of their own (what people wrote).
READ_WORDS = """() => {
  const written = [], heard = [];
  const ours = (element) => element.closest('[lang]') === document.documentElement;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest('script, style, textarea, code, noscript, option') || !ours(parent)) continue;
    // Labels of charts, tables and boxes to tick come as plain text and cannot say their language.
    // A name in a picture is one text, however many lines it has.
    const whole = parent.localName === 'tspan' ? parent.parentElement.textContent : walker.currentNode.data;
    (parent.closest('figure, label, caption') ? heard : written).push(whole);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [alt], [placeholder], [aria-description]'))
    if (ours(element))
      for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-description'])
        if (element.hasAttribute(name)) heard.push(element.getAttribute(name));
  // A title is one text; where its heading is what people wrote, so is the title.
  const title = document.querySelector('h1 [lang], h1[lang]') ? [] : [document.title];
  return {said: [...written, ...heard, ...title], written};
}"""
WEIGH = f"""() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .reduce((sum, entry) => sum + Math.max(entry.encodedBodySize, entry.transferSize) + {HEADERS}, 0)"""
LINKS = """() => [...document.querySelectorAll('a[href], form[method=get][action]')]
  .filter(e => e.href || [...e.elements].some(one => one.type === 'submit')).map(e => e.href || e.action)"""
SETTLE = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 30)))"


@dataclass
class Seen:
    """What a crawl met."""

    interactive: dict[str, float] = field(default_factory=dict)  # page -> slowest milliseconds
    problems: list[str] = field(default_factory=list)
    links: dict[str, set[str]] = field(default_factory=dict)  # who -> paths that pages lead to
    visits: int = 0


@dataclass(frozen=True)
class Visit:
    """One look at one page: in a language, at both widths, in light or dark."""

    who: str
    path: str
    language: str
    scheme: str
    examined: int  # the width at which accessibility is examined; 0: at none


def addresses_of(app: Flask, world: World) -> Iterator[tuple[Rule, list[str]]]:
    """Everything that answers a GET, each with its paths in this world."""
    adapter = app.url_map.bind("localhost")
    for rule in chosen(app):
        if "GET" in (rule.methods or set()):
            yield rule, [adapter.build(rule.endpoint, values, "GET") for values in world.addresses(rule)]


class Asked:
    """What each address answered to whom, asked once; a fault of ours is kept for the end."""

    def __init__(self, app: Flask, world: World) -> None:
        self._people = readers(app, world)
        self._known: dict[tuple[str, str], bool | None] = {}
        self.broken: list[str] = []

    def is_page(self, who: str, path: str) -> bool | None:
        """Whether somebody gets a page there; None where they get nothing at all."""
        if (who, path) not in self._known:
            self._known[who, path] = self._ask(who, path)
        return self._known[who, path]

    def _ask(self, who: str, path: str) -> bool | None:
        answer = self._people[who].open(path)
        is_file = "attachment" in answer.headers.get("Content-Disposition", "")
        is_whole = answer.mimetype == "text/html" and not is_file and is_page(answer.text)
        if answer.status_code >= 500:
            self.broken.append(f"{who}: {path}: {answer.status}")
        answer.close()  # a file holds a session until somebody has taken it or gone away
        return is_whole if answer.status_code == 200 else None

    def watchers(self, path: str, allowed: list[str], places: Iterable[int]) -> Iterator[tuple[int, str]]:
        """For each place of those who may come somebody who sees a page there: who stands at it, or the next."""
        for place in places:
            for step in range(len(allowed)):
                who = allowed[(place + step) % len(allowed)]
                if (seen := self.is_page(who, path)) is not None:
                    if seen:
                        yield place, who
                    break  # a file for one is a file for all


def is_page(text: str) -> bool:
    """A whole page rather than a piece of one."""
    return text.lower().startswith("<!doctype html")


def plan(app: Flask, world: World, addresses: Iterable[tuple[Rule, list[str]]], language: str = "") -> list[Visit]:
    """Who looks at which page, and how: every address that answers with a page. A fault of ours stops us here.

    In the suite each page is looked at once, or as often as everybody has had their turn after eight commits; by then
    it has been seen in every language at both widths. With a language, in that one by a quarter of those who may see
    it, so that four languages make the whole crawl.
    """
    asked, visits = Asked(app, world), list[Visit]()
    for rule, paths in addresses:
        roles = TABLE[app.view_functions[rule.endpoint].permission].roles  # type: ignore[attr-defined]
        allowed = [who for who in PEOPLE if PEOPLE[who] & roles]
        for path in paths:
            start = place_of(path) + (turn() // TURNS if language else turn())
            places = _in_language(start, language, len(allowed)) if language else _in_turn(start, len(allowed))
            seen = [_visit(who, path, place) for place, who in asked.watchers(path, allowed, places)]
            visits += seen if language else [*seen[:1], *(replace(again, examined=0) for again in seen[1:])]
    assert not asked.broken, "\n".join(asked.broken)
    return list(dict.fromkeys([*visits, _visit(VISITOR, NOWHERE, turn())]))


def _in_turn(start: int, people: int) -> range:
    """So many that in as many commits as there are turns everybody was there; one each in a place of eight."""
    return range(start, start + people, TURNS)


def _in_language(start: int, language: str, people: int) -> list[int]:
    """The places of all, or of as many as there are languages, at which the page is in this one."""
    every = range(start, start + max(people, len(LANGUAGES)))
    return [place for place in every if LANGUAGES[place % len(LANGUAGES)] == language]


def _visit(who: str, path: str, place: int) -> Visit:
    """With the eight places of a round each language is seen at both widths, in light and in dark."""
    turned = place // len(LANGUAGES)
    scheme = ("light", "dark")[(place + turned) % 2]
    return Visit(who, path, LANGUAGES[place % len(LANGUAGES)], scheme, WIDTHS[turned % 2])


def one_visit(who: str, path: str) -> Visit:
    """A page in one language, another one with the next commit."""
    return _visit(who, path, place_of(path) + turn())


class Words:
    """What the interface says in English, so that it can be recognised where it should be Dutch."""

    def __init__(self, only_english: Iterable[str]) -> None:
        self.only_english = set(map(tidy, only_english))  # without what the interface itself says, see _learn
        self.plain: dict[str, dict[str, str]] = {}
        self.said: dict[str, set[str]] = {}  # what a page in this language does say
        self.with_places: dict[str, list[re.Pattern[str]]] = {}
        self._is_english: dict[tuple[str, str], bool] = {}
        for language in LANGUAGES:
            path = ROOT / "cocreate" / "translations" / language / "LC_MESSAGES" / "messages.po"
            if path.exists():
                with path.open("rb") as file:
                    self._learn(language, read_po(file))

    def _learn(self, language: str, catalogue: Any) -> None:
        self.plain[language], self.with_places[language], self.said[language] = {}, [], set()
        for message in catalogue:
            sources = message.id if isinstance(message.id, tuple) else (message.id,)
            targets = message.string if isinstance(message.string, tuple) else (message.string,)
            for source, target in zip(sources, targets, strict=False):
                text = tidy(source.replace("%%", "%"))
                self.only_english -= {text, tidy(target)}
                self.said[language].add(tidy(target.replace("%%", "%")))
                if not LETTERS.search(text) or tidy(target.replace("%%", "%")) == text:
                    continue  # the same in both languages
                if PLACE.search(text):
                    fixed = [re.escape(part) for part in PLACE.split(text)]
                    if sum(map(len, fixed)) > 12:
                        self.with_places[language].append(re.compile("(.+)".join(fixed)))
                else:
                    self.plain[language][text] = tidy(target)

    def english(self, language: str, said: Iterable[str]) -> Iterator[str]:
        """Sentences of the interface that a page says in English although the page is in another language."""
        if language not in self.plain:
            return
        for text in dict.fromkeys(map(tidy, said)):
            if (language, text) not in self._is_english:
                self._is_english[language, text] = self._find_out(language, text)
            if self._is_english[language, text]:
                yield text

    def _find_out(self, language: str, text: str) -> bool:
        if text in self.said[language]:
            return False  # "Information" is German, too
        return text in self.plain[language] or any(p.fullmatch(text) for p in self.with_places[language])

    def unmarked(self, language: str, written: Iterable[str]) -> set[str]:
        """What people wrote in English only, shown as if it were in the language of the page."""
        return set() if language == "en" else self.only_english & set(map(tidy, written))


def tidy(text: str) -> str:
    """Without line breaks and blanks around."""
    return " ".join(text.split())


def look(visitor: Visitor, planned: Visit, words: Words, seen: Seen) -> None:
    """Open a page and note all that is wrong with it."""
    page, before = visitor.page, (len(visitor.troubles), len(visitor.foreign_requests))
    page.emulate_media(color_scheme=planned.scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    answer = page.goto(f"/{planned.language}{planned.path}", wait_until="load")
    expected = 404 if planned.path == NOWHERE else 200
    page.evaluate(SETTLE)
    found = [] if answer and answer.status == expected else [f"answered {answer.status if answer else 'nothing'}"]
    weight = int(page.evaluate(WEIGH))
    if weight > HEAVIEST:
        found.append(f"weighs {weight / 1000:.0f} kB")
    if page.locator("html").get_attribute("lang") != planned.language:
        found.append("does not say its language")
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"has {headings} main headings")
    if planned.path not in ONLY_FOR_DEVELOPERS:
        read = page.evaluate(READ_WORDS)
        found += [f"says in English: {text!r}" for text in words.english(planned.language, read["said"])]
        found += [f"hides that this is English: {text!r}" for text in words.unmarked(planned.language, read["written"])]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(SETTLE)
        if scrolls_sideways(page):
            found.append(f"scrolls sideways at {width} px: {widest(page)}")
        if width == planned.examined:
            found += [f"at {width} px: {violation}" for violation in accessibility_violations(page)]
    troubles = visitor.troubles[before[0] :] if expected == 200 else []
    found += troubles + [f"asks another host: {url}" for url in visitor.foreign_requests[before[1] :]]
    seen.visits += 1
    told = shape(planned.path)
    seen.interactive[told] = max(seen.interactive.get(told, 0.0), time_to_interactive(page))
    seen.links.setdefault(planned.who, set()).update(own_links(page, visitor.base_url))
    where = f"{planned.who}: /{planned.language}{planned.path} ({planned.scheme})"
    seen.problems += [f"{where}: {problem}" for problem in dict.fromkeys(found)]


def shape(path: str) -> str:
    """A path without the ids and secrets in it, so that the same page of two runs has one name.

    An id may be letters alone, so it is told from the words of addresses by what these are.
    """
    own, *asked = path.split("?", 1)
    parts = ("…" if len(part) >= 12 and part not in _words_of_addresses() else part for part in own.split("/"))
    return "?".join(["/".join(parts), *asked])


@cache
def _words_of_addresses() -> frozenset[str]:
    with TemporaryDirectory() as folder:
        rules = make_app(Path(folder)).url_map.iter_rules()
        return frozenset(part for rule in rules for part in rule.rule.split("/"))


def widest(page: Page) -> str:
    """The element that sticks out, for whoever has to mend it."""
    return str(
        page.evaluate(
            """() => [...document.querySelectorAll('body *')]
              .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
              .slice(0, 3).map(e => e.tagName.toLowerCase() + '.' + e.className).join(', ')"""
        )
    )


def own_links(page: Page, base_url: str) -> set[str]:
    """Where a page leads on this server, without language and fragment."""
    links = set()
    for link in page.evaluate(LINKS):
        parts = urlsplit(urldefrag(link).url)
        if parts.netloc == urlsplit(base_url).netloc:
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            links.add(re.sub(rf"^/({'|'.join(LANGUAGES)})(?=/|$)", "", path) or "/")
    return links
