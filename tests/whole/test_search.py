"""The search shows nobody what they may not open: every kind of thing against everybody who may come."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from cocreate import clock
from cocreate.camp.models import Board
from cocreate.camp.rules import BoardState
from cocreate.core.db import db
from cocreate.core.permissions import TABLE
from cocreate.process.models import Challenge, Evidence, Interview, Process
from cocreate.process.rules import ChallengeState
from cocreate.search.following import catch_up
from cocreate.search.models import SearchDocument
from cocreate.search.sources import SOURCES
from cocreate.themes.models import Theme
from tests.factories.process import make_process
from tests.whole.world import PEOPLE, World, visit

LINK = re.compile(r'<h3 class="search-list__title"><a href="([^"]+)"')
FEW = ("visitor", "participant seat", "account", "administrator", "observer", "organiser")


@dataclass(frozen=True)
class Thing:
    """One row of the index: where it stands, and words that lead to it."""

    source: str
    kind: str
    words: str
    path: str


@pytest.fixture(scope="module")
def things(whole_app: Flask, world: World) -> list[Thing]:
    """One thing of every source that the world has, all with closed boards."""
    with whole_app.app_context():
        session = db.session()
        process = session.scalars(select(Process).where(Process.public_id == world.process_id)).one()
        session.add(Challenge(process_id=process.id, title={"en": "Draft thing"}, position=99,
                              state=ChallengeState.DRAFT.value))  # fmt: skip
        known = session.scalars(select(Theme).where(Theme.state == "accepted")).first()
        told = {"run_id": known.run_id, "question_id": known.question_id, "size": 1, "stability": None}
        session.add(Theme(machine_labels={"en": "Proposed thing"}, state="proposed", **told))
        talk = Interview(consent="nothing", person="Somebody", quotes=["Said in confidence"], language="en")
        session.add(Evidence(process_id=process.id, kind="interview", title={"en": "Quiet talk"},
                             created_at=clock.now(), interview=talk))  # fmt: skip
        for board in session.scalars(select(Board)):
            board.state = BoardState.CLOSED.value
        make_process(session, title="Another one", challenges=())
        session.commit()
        catch_up()
        found = {}
        for row in session.scalars(select(SearchDocument).order_by(SearchDocument.id)):
            if row.process_id in (process.id, None):
                found.setdefault(row.source, row)
        return [_thing(whole_app, row, process) for row in found.values()]


def _thing(app: Flask, row: SearchDocument, process: Process) -> Thing:
    source = SOURCES[row.source]
    values = {source.parameter: row.place} if source.parameter else {}
    path = app.url_map.bind("localhost").build(source.endpoint, {"process_id": process.public_id, **values})
    words = (row.title_words or row.body_words).split()[:6]
    anchor = f"#{row.anchor}" if row.anchor else ""
    return Thing(row.source, row.kind, f'"{" ".join(words)}"', f"/en{path}{anchor}")


def found_by(browser: FlaskClient, thing: Thing, within: str = "") -> list[str]:
    page = browser.get(f"/en{within}/search", query_string={"q": thing.words, "kind": thing.kind})
    return [unescape(link) for link in LINK.findall(page.text)] if page.status_code == 200 else []


def test_the_world_has_nearly_every_kind_of_thing(things: list[Thing]) -> None:
    missing = set(SOURCES) - {thing.source for thing in things}
    assert missing <= {"consultation_draft", "actor_hidden", "candidate_withdrawn"}, missing


def test_permissions_of_the_index_know_no_phases() -> None:
    assert [name for name in {source.permission for source in SOURCES.values()} if TABLE[name].during] == []


@pytest.mark.parametrize("is_public", [True, False])
def test_everybody_finds_what_they_may_open_and_nothing_else(
    whole_app: Flask, world: World, things: list[Thing], is_public: bool
) -> None:
    with whole_app.app_context():
        process = db.session.scalars(select(Process).where(Process.public_id == world.process_id)).one()
        process.is_public = is_public
        db.session.commit()
        catch_up()
    wrong, seen = [], 0
    for who in PEOPLE:
        browser = visit(whole_app, world, who)
        for thing in things:
            if thing.source == "expert" and PEOPLE[who] & TABLE["directory:people:edit"].roles:
                continue  # they find the same person with all that the directory holds
            opens = browser.get(thing.path.partition("#")[0]).status_code == 200 and _may(thing, who)
            finds = thing.path in found_by(browser, thing, f"/p/{world.process_id}")
            seen += finds
            if opens != finds:
                wrong.append(f"{who}: {thing.source} {thing.path}: opens {opens}, finds {finds}")
    assert seen > 50
    assert not wrong, "\n".join(wrong)


def _may(thing: Thing, who: str) -> bool:
    """Pages of many things show some of them to some people only; the permission of the source says to whom."""
    return bool(PEOPLE[who] & TABLE[SOURCES[thing.source].permission].roles)


def test_nothing_of_a_hidden_process_is_counted_or_named_for_outsiders(
    whole_app: Flask, world: World, things: list[Thing]
) -> None:
    with whole_app.app_context():
        process = db.session.scalars(select(Process).where(Process.public_id == world.process_id)).one()
        process.is_public = False
        db.session.commit()
    for who in ("visitor", "account", "administrator"):
        browser = visit(whole_app, world, who)
        for thing in things:
            page = browser.get("/en/search", query_string={"q": thing.words}).text
            assert world.process_id not in page, (who, thing)
            # Experts are those of the public process, too, and another public process has a challenge of that name.
            if not SOURCES[thing.source].of_organisation and "climate" not in thing.words:
                assert "Nothing was found" in page, (who, thing)
