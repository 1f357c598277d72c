"""Whatever is sent to a questionnaire, a page answers and explains, and a refused sheet leaves nothing behind."""

import io
import re
from collections.abc import Mapping
from itertools import count
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cocreate.core.paths import PACKAGE
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.survey import receipts
from cocreate.survey.commands.consultations import create_from_draft
from cocreate.survey.commands.opening import open_consultation
from cocreate.survey.files import draft_of
from cocreate.survey.models import Answer, Consultation, Draft, Submission
from cocreate.survey.rules import Paging, QuestionKind
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.tiers import is_deep

RECEIPT = re.compile(r'id="receipt-code" value="([^"]+)"')
DRAFT = re.compile(r'id="draft-code" value="([^"]+)"')
pytestmark = [pytest.mark.slow, pytest.mark.deep("storms", always=True)]
# The same examples in every run; the tables and the browser are shared by all of them, as by people.
FUZZ = settings(
    max_examples=120 if is_deep("storms") else 40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
FEWER = settings(FUZZ, max_examples=90 if is_deep("storms") else 30)
ANSWERED = {200, 303, 409, 413, 422}
EDITED = {200, 302, 303, 400, 404, 409, 413, 422}
FIELD = re.compile(r'<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"')
NASTY = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "‮abc مدارس",
    "🚲" * 50,
    "x" * 200_000,
    "-1",
    "1e999",
    "NaN",
    "٣",
    "²",
    "99999999999999999999",
    "0000-00-00",
    "2026-02-30",
    "{{travel}}",
    "<script>",
    "'; --",
    "%s%(x)s{0}",
    "a:b",
    "not-a-key",
)
VALID = ("1", "2", "3", "bike", "walk", "other", "no_opinion", "trees", "citizen", "jette", "50", "2001-05-09", "any")
VALUES = st.sampled_from(NASTY) | st.sampled_from(VALID) | st.text(max_size=30)
BUTTONS = ({"go": "next"}, {"go": "back"}, {"go": "send"}, {"go": "send"}, {"switch_language": "fr"}, {"go": "x"}, {})
SENDABLE = {"q-travel": "bike", "let_pass": "happy"}


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session, challenges=("Climate", "Mobility", "Health"))


@pytest.fixture
def draft(session: Session, process: Process) -> Consultation:
    text = (PACKAGE / "demo" / "data" / "gallery.json").read_text(encoding="utf-8")
    made = create_from_draft(session, SYSTEM, process, draft_of(text))
    session.commit()
    return made


@pytest.fixture
def tour(session: Session, draft: Consultation) -> Consultation:
    open_consultation(session, SYSTEM, draft)
    session.commit()
    return draft


def address(consultation: Consultation, *rest: str) -> str:
    return "/".join([f"/en/p/{consultation.process.public_id}/consultations", consultation.public_id, *rest])


def stored(session: Session) -> tuple[int, ...]:
    """How many sheets, answers and drafts there are."""
    return tuple(session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (Submission, Answer, Draft))


def fields_of_tour(client: FlaskClient, consultation: Consultation) -> list[str]:
    """The names of the fields of all its pages."""
    found: set[str] = set()
    typed = {"csrf_token": csrf_token(client.get(address(consultation)).text), **SENDABLE, "go": "next"}
    for page in range(4):
        shown = client.post(address(consultation), data={**typed, "page": str(page)})
        assert shown.status_code == 200
        found |= {name for name in FIELD.findall(shown.text) if name.startswith("q-") and "{" not in name}
    assert len(found) > 60
    return sorted(found)


def names(known: list[str]) -> st.SearchStrategy[str]:
    """Names of fields: those of a page, such as nearly fit, and any other."""
    keys = sorted({name.split("-")[1] for name in known if name.startswith(("q-", "o-"))})
    invented = st.builds("q-{}-{}".format, st.sampled_from(keys or ["x"]), st.text(max_size=12))
    told = st.sampled_from(("page", "revision", "let_pass", "website", "q-", "q--", "q-picture-file-1"))
    return st.sampled_from(known) | invented | told | st.text(min_size=1, max_size=20)


def test_whatever_is_sent_is_answered_and_a_refused_sheet_stores_nothing(
    client: FlaskClient, session: Session, tour: Consultation
) -> None:
    known, page = fields_of_tour(client, tour), address(tour)
    csrf = csrf_token(client.get(page).text)
    sent: set[int] = set()

    @FUZZ
    @given(
        st.dictionaries(names(known), VALUES, max_size=12),
        st.sampled_from(BUTTONS),
        st.sampled_from(("fresh", "fresh", "fresh", "", "a.b.c", "\x00")),
        st.booleans(),
        st.sampled_from(("send", "send", "send", "save")),
        st.none() | st.tuples(VALUES, st.binary(max_size=40)),
    )
    @example({}, {"go": "send"}, "fresh", True, "send", None)
    @example({}, {"go": "next"}, "fresh", True, "send", None)
    @example({"q-budget": "many"}, {"go": "send"}, "a.b.c", False, "send", None)
    def send(
        typed: dict[str, str],
        button: Mapping[str, str],
        token: str,
        begins_whole: bool,
        what: str,
        file: tuple[str, bytes] | None,
    ) -> None:
        before = stored(session)
        data: dict[str, Any] = {**(SENDABLE if begins_whole else {}), **typed, **button, "csrf_token": csrf}
        data["form_token"] = receipts.issue_form_token(tour) if token == "fresh" else token
        if file:
            data["q-picture-new"] = (io.BytesIO(file[1]), file[0][:300].replace("\x00", "") or "x")
        answer = client.post(page if what == "send" else address(tour, "save"), data=data)
        assert answer.status_code in ANSWERED
        sent.add(answer.status_code)
        after = stored(session)
        if answer.status_code == 303:
            assert after[0] == before[0] + 1
            assert client.get(address(tour, "thanks")).status_code == 200
        else:
            assert after[:2] == before[:2], "a sheet that was not taken in left something"
            assert after[2] == before[2] or (what == "save" and answer.status_code == 200)

    send()
    assert {200, 303, 422} <= sent, "the examples do not reach every outcome"
    assert client.get(address(tour, "results")).status_code == 200


def test_a_code_that_is_none_opens_and_erases_nothing(
    client: FlaskClient, session: Session, tour: Consultation
) -> None:
    page = client.get(address(tour)).text
    whole = {**SENDABLE, "go": "send", "csrf_token": csrf_token(page), "form_token": receipts.issue_form_token(tour)}
    assert client.post(address(tour), data=whole).status_code == 303
    before = stored(session)
    doors = ("receipt", "resume", "change", "my-data", "save/letter", "receipt/answers.json", "receipt/answers.txt")
    wanted = st.sampled_from(("erase", "erase for good", "pdf", "json")) | VALUES
    stranger = client.application.test_client()
    csrf = csrf_token(stranger.get(address(tour, "receipt")).text)

    @FEWER
    @given(st.sampled_from(doors), VALUES | st.from_regex(r"\A\w{4}-\w{4}-\w{4}\Z"), wanted, VALUES)
    def knock(door: str, code: str, what: str, email: str) -> None:
        data = {"code": code, "what": what, "email": email, "csrf_token": csrf}
        assert stranger.post(address(tour, door), data=data).status_code in {413, 422}
        assert stored(session) == before
        if code:  # without one it would be a sheet of its own
            changed = {**whole, "change_code": code, "form_token": receipts.issue_form_token(tour), "csrf_token": csrf}
            assert stranger.post(address(tour), data=changed).status_code in {413, 422}
            assert stored(session) == before

    knock()


def test_with_a_code_that_is_one_whatever_is_saved_or_changed_goes_on_and_stays_one_sheet(
    client: FlaskClient, session: Session, tour: Consultation
) -> None:
    """Going on with what was saved and changing what was sent, however the questionnaire is cut into pages."""
    known, page = fields_of_tour(client, tour), address(tour)
    csrf = csrf_token(client.get(page).text)
    whole = {**SENDABLE, "go": "send", "csrf_token": csrf, "form_token": receipts.issue_form_token(tour)}
    assert client.post(page, data=whole).status_code == 303
    receipt = RECEIPT.search(client.get(address(tour, "thanks")).text)
    assert receipt
    reached: set[tuple[str, int]] = set()

    def sent(what: str, **data: str) -> TestResponse:
        answer = client.post(address(tour, what) if what else page, data={**data, "csrf_token": csrf})
        assert answer.status_code in ANSWERED, (what, data)
        reached.add((what, answer.status_code))
        return answer

    @FEWER
    @given(
        st.sampled_from(Paging),
        st.dictionaries(names(known), VALUES, max_size=10),
        st.sampled_from(BUTTONS),
        st.integers(-2, 60).map(str) | VALUES,
        st.booleans(),
    )
    @example(Paging.ALL, {}, {"go": "send"}, "0", True)
    @example(Paging.ALL, {}, {"go": "next"}, "0", True)
    @example(Paging.ALL, {"q-travel": "not-a-key"}, {"go": "send"}, "0", True)
    @example(Paging.ALL, {"q-travel": "bike"}, {}, "0", False)
    def go_on(cut: Paging, typed: dict[str, str], button: dict[str, str], here: str, is_change: bool) -> None:
        tour.paging = cut.value
        session.commit()
        before = stored(session)
        fields = {**typed, **button, "page": here, "form_token": receipts.issue_form_token(tour)}
        if is_change:
            assert sent("change", code=receipt[1]).status_code == 200
            sent("", **{**SENDABLE, **fields, "change_code": receipt[1]})
        else:
            kept = DRAFT.search(sent("save", **fields).text)
            if kept:
                assert sent("resume", code=kept[1]).status_code == 200
                before = (*before[:2], before[2] + 1)
        after = stored(session)
        assert (after[0], after[2]) == (before[0], before[2]), "a change makes no second sheet, and saving none"

    go_on()
    expected = {("", 200), ("", 303), ("", 422), ("change", 200), ("save", 200), ("resume", 200)}
    assert expected <= reached, "the examples do not reach every outcome"
    assert client.get(address(tour, "results")).status_code == 200


def test_whatever_an_organiser_sends_the_questionnaire_can_still_be_shown(
    client: FlaskClient, session: Session, process: Process, draft: Consultation
) -> None:
    organiser = sign_in(client, make_member(session, process, Role.ORGANISER))
    root = f"/en/p/{process.public_id}/manage/consultations/{draft.public_id}"
    by_key = {question.key: question.public_id for question in draft.questions}
    csrf = csrf_token(organiser.get(root).text)
    doors = [f"questions/{each}" for each in by_key.values()]
    doors += [f"questions/{each}/condition" for each in by_key.values()]
    doors += [f"questions/{by_key['travel']}/condition?{urlencode({'choice': choice})}" for choice in ("bike", "\x00")]
    doors += [f"questions/new?kind={kind}" for kind in QuestionKind]
    doors += [f"questions/{by_key['budget']}/{act}" for act in ("move", "copy", "keep")]
    doors += ["questions/from-bank", "rules", "edit", "privacy", "translate", "try"]
    forms = {door: organiser.get(f"{root}/{door}") for door in doors}
    fields = {door: sorted(set(FIELD.findall(shown.text))) for door, shown in forms.items() if shown.status_code == 200}
    numbers, done = count(1), set()

    @FEWER
    @given(st.sampled_from(doors), st.data())
    def edit(door: str, data: st.DataObject) -> None:
        typed = data.draw(st.dictionaries(names(fields.get(door) or ["place"]), VALUES, max_size=10))
        row = {"c-0-fact": "travel", "c-0-test": data.draw(VALUES), "c-0-value": data.draw(VALUES), "joint": "all"}
        whole = {"title-en": f"Question {next(numbers)}", "requirement": "optional", **row}
        version = re.search(r'name="version"[^>]*value="(\d+)"', organiser.get(f"{root}/{door}").text)
        if version and data.draw(st.booleans()):
            whole["version"] = version[1]
        answer = organiser.post(f"{root}/{door}", data={**whole, **typed, "csrf_token": csrf})
        assert answer.status_code in EDITED
        done.add(answer.status_code)
        if answer.status_code in (302, 303):
            assert organiser.get(f"{root}/preview").status_code == 200
            assert organiser.get(root).status_code == 200

    edit()
    assert {302, 422} <= done, "the examples do not reach every outcome"
