"""Every page, opened in a real browser by those who may see it, in every language, on a telephone and on a desk.

The suite opens each page once; eight commits see all. `make test-deep PIECE=crawl-nl` sees all of one language at once.
"""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from cocreate.accounts.models import Membership, User
from cocreate.app import create_app
from cocreate.core.db import db
from cocreate.process.models import Process
from cocreate.settings import LANGUAGES
from tests.browser import Visitor, VisitorFactory
from tests.conftest import BrowserLikeClient
from tests.factories.accounts import sign_in
from tests.factories.demo import copy_demo, demo_settings
from tests.live import LiveServer, LiveServerFactory
from tests.tiers import TURNS, is_deep, place_of, turn
from tests.whole.choosing import EVERYTHING
from tests.whole.crawling import (
    NOWHERE,
    Seen,
    Visit,
    Words,
    addresses_of,
    look,
    one_visit,
    plan,
    shape,
)
from tests.whole.world import MODEL, PEOPLE, SECRET, World, build_world, cookies_of, make_app, readers, visit

PARTS = 2  # as many as test processes
A_FEW, ONE = 2, 1  # pages of one kind in the demonstration: for visitors, and for each of the team
DEMO_PEOPLE = ("organiser", "facilitator", "committee_member")
# Links that lead out of the pages: what they give is a file, or an action of its own.
NO_PAGES = re.compile(
    r"/account/sign-out|\.(csv|json|svg|png|pdf|docx|txt|md|xlf|xlsx|zip|preflib|parquet|atom|rss|ics)(\?|$)|/(report|themes|sheets?|method)\.html$|/report/made/|^/static/"
)


@dataclass
class Place:
    """A running server and what it serves."""

    app: Flask
    world: World
    server: LiveServer


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory, live_servers: LiveServerFactory, empty_database: Path
) -> Iterator[Place]:
    """The world of these tests, served by the real server."""
    folder = tmp_path_factory.mktemp("crawl")
    data = folder / "data"
    data.mkdir()
    shutil.copyfile(empty_database, data / "cocreate.sqlite")
    model = {f"COCREATE_{name.upper()}": value for name, value in MODEL.items()}
    server = live_servers(folder, COCREATE_SECRET_KEY=SECRET, **model)
    app = make_app(data, base_url=server.url)
    with app.app_context():
        world = build_world(db.session())
    yield Place(app, world, server.start())
    with app.app_context():
        db.engine.dispose()


def arrive(place: Place, visitors: VisitorFactory, who: str) -> Visitor:
    """Somebody's browser, signed in or on a seat."""
    kept = cookies_of(visit(place.app, place.world, who))
    visitor = visitors(place.server.url)
    visitor.context.add_cookies([{"name": name, "value": kept[name], "url": place.server.url} for name in kept])
    visitor.forgive(NOWHERE)
    return visitor


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(2400)
@pytest.mark.parametrize(
    ("language", "part"),
    [
        pytest.param(language, part, marks=[pytest.mark.xdist_group(f"crawl {part}"), *marks], id=f"{language}{part}")
        for language, marks in [("", []), *((one, [pytest.mark.deep(f"crawl-{one}")]) for one in LANGUAGES)]
        for part in range(PARTS)
    ],
)
def test_every_page_is_in_order(
    language: str, part: int, place: Place, visitors: VisitorFactory, record_property: Callable[[str, object], None]
) -> None:
    addresses = list(addresses_of(place.app, place.world))
    mine = plan(place.app, place.world, addresses[part::PARTS], language)
    words, seen = Words(place.world.only_english), Seen()
    for who in PEOPLE:
        if own := [one for one in mine if one.who == who]:
            walk(arrive(place, visitors, who), own, words, seen)
    follow(place, seen, {NOWHERE}.union(*(paths for _rule, paths in addresses)), len(PEOPLE) if language else 1)
    record_property("crawl", {"visits": seen.visits, "interactive": seen.interactive})
    assert seen.visits == len(mine)
    assert seen.visits > 100 or not EVERYTHING
    assert not seen.problems, f"{len(seen.problems)} problems on {seen.visits} visits:\n" + "\n".join(seen.problems)


def walk(visitor: Visitor, visits: list[Visit], words: Words, seen: Seen) -> None:
    """One person's pages, one after another in one window."""
    for planned in visits:
        look(visitor, planned, words, seen)
    visitor.context.close()


def follow(place: Place, seen: Seen, known: set[str], most: int) -> None:
    """Every link leads somewhere, for some of those who met it; the others have their turn with the next commits."""
    people = readers(place.app, place.world)
    for link in sorted(set().union(*seen.links.values()) - known):
        met = [who for who, links in seen.links.items() if link in links]
        met.sort(key=lambda who: (place_of(who, shape(link)) + turn()) % TURNS)
        for who in [] if NO_PAGES.search(link) else met[:most]:
            answer = people[who].open(link, follow_redirects=True)
            if answer.status_code >= 400:
                seen.problems.append(f"{who}: a link leads to {link}: {answer.status}")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(2400)
@pytest.mark.deep("crawl-de", always=True)
@pytest.mark.xdist_group("crawl of the demonstration")
def test_the_demonstration_with_its_real_words_is_in_order(
    demo_folder: Path,
    tmp_path: Path,
    live_servers: LiveServerFactory,
    visitors: VisitorFactory,
    record_property: Callable[[str, object], None],
) -> None:
    """Long German words, six hundred answers, boards full of cards: from page to page by the links, as people go."""
    data = copy_demo(demo_folder, tmp_path / "data")
    app = create_app(demo_settings(data))
    with app.app_context():
        process = db.session.scalars(select(Process.public_id).where(Process.is_demo)).one()
        members = dict(db.session.execute(select(Membership.role, User.email).join(User)).all())
        db.session.remove()
    server = live_servers(tmp_path).start()
    words, seen, times = Words([]), Seen(), Counter[str]()
    thorough = is_deep("crawl-de")
    for who in ("", *(DEMO_PEOPLE if thorough else [DEMO_PEOPLE[turn() % len(DEMO_PEOPLE)]])):
        times = Counter() if thorough else times  # of a page that a visitor has seen the team sees the same
        visitor = visitors(server.url)
        if who:
            visitor.context.add_cookies(signed_in(app, members[who], server.url))
        walk_by_links(
            visitor, who or "visitor", f"/p/{process}/", words, seen, times, A_FEW if thorough and not who else ONE
        )
        visitor.context.close()
    with app.app_context():
        db.engine.dispose()
    record_property("crawl", {"visits": seen.visits, "interactive": seen.interactive})
    assert seen.visits > 60
    assert not seen.problems, f"{len(seen.problems)} problems on {seen.visits} visits:\n" + "\n".join(seen.problems)


def signed_in(app: Flask, email: str, url: str) -> list[Any]:
    """Somebody's cookies, as the browser takes them."""
    app.test_client_class = BrowserLikeClient
    client = app.test_client()
    with app.app_context():
        sign_in(client, db.session.scalars(select(User).where(User.email == email)).one())
        db.session.remove()
    return [{"name": name, "value": value, "url": url} for name, value in cookies_of(client).items()]


def walk_by_links(
    visitor: Visitor, who: str, start: str, words: Words, seen: Seen, times: Counter[str], most: int
) -> None:
    """Each kind of page so many times, wherever links lead; it is examined the first time."""
    waiting, met = [start], {start}
    while waiting:
        path = waiting.pop(0)
        times[kind := shape(path.split("?")[0])] += 1
        planned = one_visit(who, path)
        look(visitor, planned if times[kind] == 1 else replace(planned, examined=0), words, seen)
        for link in sorted(seen.links[who]):
            kind = shape(link.split("?")[0])
            asked = times[kind] + sum(shape(other.split("?")[0]) == kind for other in waiting)
            if link not in met and asked < most and not NO_PAGES.search(link):
                met.add(link)
                waiting.append(link)
