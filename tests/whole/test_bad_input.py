"""Whatever people do to a form, and to every form there is: a clear message, nothing lost, nothing doubled.

The forms are read from the pages, so that a form made tomorrow is tried, too. Pages have to be well meant by people;
these are sent empty, with a megabyte in one field, with signs from all over the world, an hour too late, and twice.
"""

import io
import re
import sqlite3
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from cocreate.core.db import Base, db
from cocreate.core.permissions import TABLE
from tests.tiers import is_deep, is_its_turn, place_of
from tests.whole.choosing import EVERYTHING
from tests.whole.crawling import addresses_of, is_page, shape
from tests.whole.forms import Form, forms_of
from tests.whole.world import PEOPLE, SEAT, VISITOR, Reader, World, readers

# All of it slow, so that it stays together in parallel runs.
pytestmark = [pytest.mark.slow, pytest.mark.deep("forms", always=True)]
SENDERS = ("owner", "administrator", "committee_member", SEAT, VISITOR)
MEGABYTE = "so much to say " * 70_000
SIGNS = "👩🏽‍🌾 مرحبا بالعالم \u202eשלום <b onclick=x>&amp;</b> '\"; DROP TABLE process;-- \x00\x0b\ufffe e\u0301"
MESSAGE = re.compile(r'role="(alert|status)"|class="[^"]*\b(error|notice|flash)')
# They grow with every click, and that is right: who did what, letters, and what the search has to look at again.
GROWING = {"audit_entry", "audit_chain", "outgoing_mail", "search_change"}
# A second task is refused while the first runs; here, where tasks are done at once, it is a new one.
MAY_BE_REPEATED = re.compile(
    r"/manage/(themes/of/…/((where/)?start|assistant)|opinions/of/…/start|consultations/…/personal/look"
    r"|webhooks/…/deliveries/…/again)$"
)
# A receipt code is a secret like a password, so it is not sent back with the page that offers a form again.
SECRET = re.compile(r"password|^code$")


@pytest.fixture(scope="module")
def snapshot(whole_app: Flask, world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database as it is before anybody touches a form."""
    path = tmp_path_factory.mktemp("snapshot") / "before.sqlite"
    copy(database(whole_app), path)
    return path


@pytest.fixture
def world_as_before(whole_app: Flask, snapshot: Path) -> Iterator[Any]:
    """Puts the database back, whenever it is called and at the end."""

    def put_back() -> None:
        with whole_app.app_context():
            db.session.remove()
        copy(snapshot, database(whole_app))

    yield put_back
    put_back()


def database(app: Flask) -> Path:
    return Path(app.extensions["cocreate_settings"].data_dir) / "cocreate.sqlite"


def copy(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as one, sqlite3.connect(target) as other:
        one.backup(other)
    one.close()
    other.close()


@pytest.fixture(scope="module")
def people(whole_app: Flask, world: World) -> dict[str, Reader]:
    return {who: reader for who, reader in readers(whole_app, world).items() if who in SENDERS}


@pytest.fixture(scope="module")
def forms(whole_app: Flask, world: World, people: dict[str, Reader], snapshot: Path) -> list[tuple[Reader, Form]]:
    """Each form once, from the first who sees it."""
    found: dict[tuple[str, tuple[str, ...]], tuple[Reader, Form]] = {}
    for rule, paths in addresses_of(whole_app, world):
        roles = TABLE[whole_app.view_functions[rule.endpoint].permission].roles  # type: ignore[attr-defined]
        for path in paths if rule.rule != "/styleguide" else []:  # its forms lead nowhere
            for who in [who for who in SENDERS if PEOPLE[who] & roles]:
                for form in forms_of(path, page_of(people[who], path)):
                    found.setdefault(
                        (shape(form.action), tuple(sorted({f.name for f in form.fields}))), (people[who], form)
                    )
    assert len(found) > 40 or not EVERYTHING
    return list(found.values())


def page_of(reader: Reader, path: str) -> str:
    """A page's text; nothing where there is none."""
    answer = reader.open(path)
    is_shown = answer.status_code == 200 and answer.mimetype == "text/html" and is_page(answer.text)
    text = answer.text if is_shown else ""
    answer.close()  # a file holds a session until somebody has taken it or gone away
    return text


@pytest.fixture(scope="module")
def forms_in_turn(forms: list[tuple[Reader, Form]]) -> list[tuple[Reader, Form]]:
    """For what takes long: an eighth of the forms, another one with the next commit."""
    return [(who, form) for who, form in forms if is_deep("forms") or is_its_turn(place_of(shape(form.action)))]


def send(reader: Reader, form: Form, data: dict[str, list[str]]) -> Any:
    """Send a form and look at what comes back."""
    client = reader.browser()
    path = form.action if form.action.startswith("/en") else f"/en{form.action}"
    return client.post(path, data=data)


def told(form: Form, answer: Any) -> str:
    return f"{shape(form.page)}: {shape(form.action)}: {answer.status}"


def assert_plain(form: Form, answer: Any, *, loses_nothing_of: str = "") -> list[str]:
    """What is wrong with an answer: a fault of ours, a refusal without words, typed words gone."""
    page = unescape(answer.text)
    wrong = []
    if answer.status_code >= 500:
        wrong.append("a fault")
    elif answer.status_code >= 400 and not MESSAGE.search(answer.text) and "<h1" not in answer.text:
        wrong.append("no message")
    if answer.status_code in (409, 422) and loses_nothing_of and loses_nothing_of not in page:
        wrong.append("what was typed is gone")
    return [f"{told(form, answer)}: {problem}" for problem in wrong]


def test_no_form_breaks_when_it_is_sent_empty(forms_in_turn: list[tuple[Reader, Form]], world_as_before: Any) -> None:
    wrong = []
    for reader, form in forms_in_turn:
        for button in form.buttons():
            kept = {one.name: [one.value] for one in form.of_kind("hidden") if one.name != "version"}
            wrong += assert_plain(form, send(reader, form, kept | button))
            world_as_before()
    assert not wrong, "\n".join(wrong)


def test_a_megabyte_in_any_field_is_refused_with_a_message_and_comes_back(
    forms_in_turn: list[tuple[Reader, Form]], world_as_before: Any
) -> None:
    wrong, tried = [], 0
    for reader, form in forms_in_turn:
        for one in form.of_kind("text", "textarea", "search"):
            answer, tried = send(reader, form, likely(form) | {one.name: [MEGABYTE]}), tried + 1
            kept = "" if SECRET.search(one.name) else MEGABYTE.strip()
            found = assert_plain(form, answer, loses_nothing_of=kept)
            if answer.status_code < 400 and not is_shown_again(form, answer):
                found.append(f"{told(form, answer)}: a megabyte was taken in")
            wrong += [f"{problem} ({one.name})" for problem in found]
            world_as_before()
    assert tried > 3 or not EVERYTHING
    assert not wrong, "\n".join(wrong)


def is_shown_again(form: Form, answer: Any) -> bool:
    """A page, and not a way on to the next one; or a way back to the same."""
    return answer.status_code == 200 or form.page.split("?")[0].rstrip("/") in (answer.location or "")


def test_signs_from_all_over_the_world_are_taken_or_refused_but_never_break_anything(
    forms: list[tuple[Reader, Form]], world_as_before: Any
) -> None:
    wrong = []
    for reader, form in forms:
        written = {one.name: [SIGNS] for one in form.of_kind("text", "textarea", "search", "email")}
        answer = send(reader, form, likely(form) | written)
        wrong += assert_plain(form, answer)
        if "<b onclick=x>" in answer.text:
            wrong.append(f"{told(form, answer)}: a text became part of the page")
        if answer.status_code in (302, 303):
            after = reader.open(re.sub(r"^/en|^https?://[^/]+/en", "", answer.location))
            if after.status_code >= 500 or "<b onclick=x>" in after.text:
                wrong.append(f"{told(form, answer)}: {answer.location} breaks")
        world_as_before()
    assert not wrong, "\n".join(wrong)


def test_a_form_that_was_open_for_too_long_is_offered_again_with_every_word(
    forms: list[tuple[Reader, Form]], world_as_before: Any
) -> None:
    wrong = []
    for reader, form in forms:
        if any(SECRET.search(one.name) for one in form.fields):
            continue  # tests/web/test_stale_forms.py
        typed = {one.name: ["Kept, every word"] for one in form.of_kind("text", "textarea")}
        answer = send(reader, form, likely(form) | typed | {"csrf_token": ["of yesterday"]})
        page = unescape(answer.text)
        if answer.status_code != 400 or page.count("Kept, every word") < len(typed):
            wrong.append(told(form, answer))
    assert not wrong, "\n".join(wrong)


def test_a_form_sent_twice_makes_one_thing(
    forms: list[tuple[Reader, Form]], whole_app: Flask, world_as_before: Any
) -> None:
    wrong, made = [], 0
    for reader, form in forms:
        for button in form.buttons():
            before, data = rows(whole_app), likely(form) | button
            first = send(reader, form, data)
            once = rows(whole_app)
            again = send(reader, form, data)
            twice = rows(whole_app)
            made += once != before
            wrong += assert_plain(form, first) + assert_plain(form, again)
            grown = {name for name in twice if twice[name] > once[name] > before[name]} - GROWING
            if grown and not MAY_BE_REPEATED.search(shape(form.action)):
                wrong.append(f"{told(form, again)}: twice in {sorted(grown)}")
            world_as_before()
    assert made > 15 or not EVERYTHING, "too few forms made anything; look at `likely`"
    assert not wrong, "\n".join(wrong)


def rows(app: Flask) -> dict[str, int]:
    """How many rows each table has."""
    with app.app_context():
        counts = {
            name: db.session.scalar(select(func.count()).select_from(t)) for name, t in Base.metadata.tables.items()
        }
        db.session.remove()
    return {name: count or 0 for name, count in counts.items()}


def likely(form: Form) -> dict[str, list[str]]:
    """A form as a willing person would fill it in."""
    sent = form.filled()
    for one in form.fields:
        if one.kind in ("text", "textarea") and not any(sent.get(one.name, [""])):
            sent[one.name] = ["Repair in every district"]
        elif one.kind == "email":
            sent[one.name] = ["twice@example.org"]
        elif one.kind == "password":
            sent[one.name] = ["correct horse battery"]
        elif one.kind == "select" and not any(sent.get(one.name, [""])):
            sent[one.name] = [next(filter(None, one.choices), "")]
        elif one.kind == "radio" and one.name not in sent:
            sent[one.name] = [one.value]
    return sent


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("picture.png", b"MZ, and no picture"),
        ("plan.pdf", b"%PDF-1.7" + b"x" * 21_000_000),
        ("empty.pdf", b""),
        ("\u202egnp.exe", b"MZ"),
        ("../" * 200 + "x" * 5000, b"%PDF-1.7"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_words(
    forms: list[tuple[Reader, Form]], whole_app: Flask, world_as_before: Any, name: str, content: bytes
) -> None:
    wrong, tried, before = [], 0, rows(whole_app)
    for reader, form in forms:
        for field in form.of_kind("file"):
            path = form.action if form.action.startswith("/en") else f"/en{form.action}"
            data: dict[str, Any] = {**likely(form), field.name: (io.BytesIO(content), name)}
            answer = reader.browser().post(path, data=data, content_type="multipart/form-data")
            wrong += assert_plain(form, answer)
            tried += 1
            if answer.status_code not in (413, 422):
                wrong.append(f"{told(form, answer)}: {name[:20]} was taken in")
            if grown := {table for table, count in rows(whole_app).items() if count > before[table]} - GROWING:
                wrong.append(f"{told(form, answer)}: left something in {sorted(grown)}")
            world_as_before()
    assert tried or not EVERYTHING
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("code", ["", "WRONG-CODE", SIGNS, "x" * 5000, "' OR 1=1 --"])
def test_a_wrong_code_is_answered_plainly(people: dict[str, Reader], world: World, code: str) -> None:
    door = people[VISITOR].open("/join", query_string={"code": code})
    assert door.status_code in (200, 404) and "<b onclick=x>" not in door.text
    if code.strip():
        assert 'role="alert"' in door.text
    receipt = f"/p/{world.process_id}/consultations/{world.values['consultation_id'][0]}/receipt"
    (form,) = [form for form in forms_of(receipt, people[VISITOR].open(receipt).text) if "code" in form.filled()]
    answer = send(people[VISITOR], form, form.filled(code=code))
    assert answer.status_code == 422
    assert "There are no answers with this code here." in unescape(answer.text)
