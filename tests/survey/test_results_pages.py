"""Pages of results: who sees them, what they show, and what they never tell."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core.jobs import Job
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.survey import part_counts
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.models import Consultation, PartCount, Submission
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import AnswerGiven, AnswerSheet, QuestionKind, ResultsRule
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.questionnaires import make_questionnaire
from tests.factories.survey import make_consultation, make_sheet


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def staff(app: Flask, session: Session, process: Process) -> FlaskClient:
    return sign_in(app.test_client(), make_member(session, process, Role.ORGANISER))


def fill(session: Session, consultation: Consultation, *groups: tuple[int, dict[str, Any]]) -> None:
    """So many sheets of each sort."""
    sheets: list[AnswerSheet] = [make_sheet(consultation, **said) for count, said in groups for _ in range(count)]
    import_submissions(session, SYSTEM, consultation, sheets)


def page_of(consultation: Consultation, query: str = "") -> str:
    return f"/en/p/{consultation.process.public_id}/consultations/{consultation.public_id}/results{query}"


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.split("<main", 1)[1])).split())


@pytest.mark.parametrize(
    ("rule", "while_open", "after_close"),
    [(ResultsRule.LIVE, True, True), (ResultsRule.AFTER_CLOSE, False, True), (ResultsRule.STAFF, False, False)],
)
def test_the_rule_fixed_before_opening_decides_when_everybody_sees_results(
    client: FlaskClient,
    staff: FlaskClient,
    session: Session,
    process: Process,
    rule: ResultsRule,
    while_open: bool,
    after_close: bool,
) -> None:
    consultation = make_consultation(session, process)
    consultation.results_rule = rule.value
    fill(session, consultation, (6, {"fit": "yes"}))
    shown = "6 (100 %)"
    assert (shown in client.get(page_of(consultation)).text) is while_open
    assert shown in staff.get(page_of(consultation)).text
    close_consultation(session, SYSTEM, consultation)
    public = client.get(page_of(consultation)).text
    assert (shown in public) is after_close
    assert shown in staff.get(page_of(consultation)).text
    if rule is ResultsRule.STAFF:
        assert "Only the team sees the results." in public


def test_raw_and_balanced_stand_side_by_side_with_what_balancing_costs(
    client: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process)
    fill(
        session,
        consultation,
        (50, {"fit": "yes", "helix": "business"}),
        (10, {"fit": "no", "helix": "business"}),
        (5, {"fit": "yes", "helix": "research"}),
        (15, {"fit": "no", "helix": "research"}),
    )
    close_consultation(session, SYSTEM, consultation)
    said = words(client.get(page_of(consultation)).text)
    # Raw 55 of 80; each helix one voice: half of 50/60 and half of 5/20.
    assert "Yes 55 69 % 54 %" in said
    # Weights 2/3 and 2: 80 / (60 * 4/9 + 20 * 4) * 80 = 60 people.
    assert "80 respondents then tell as much as 60 would without it (design effect 1.33)" in said


def test_answers_can_be_balanced_to_the_shares_that_were_aimed_for(
    client: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process)
    consultation.targets = {"helix": {"business": 25, "research": 75, "citizen": 10}}
    fill(
        session,
        consultation,
        (50, {"fit": "yes", "helix": "business"}),
        (10, {"fit": "no", "helix": "business"}),
        (5, {"fit": "yes", "helix": "research"}),
        (15, {"fit": "no", "helix": "research"}),
    )
    close_consultation(session, SYSTEM, consultation)
    said = words(client.get(page_of(consultation, "?balance=targets")).text)
    # A quarter of 50/60 and three quarters of 5/20.
    assert "Yes 55 69 % 40 %" in said
    assert "Nobody, or too few, answered from: Citizens." in said
    assert "More than half of the certainty is lost to weighting" in said


def distances(session: Session, *numbers: float) -> Consultation:
    """An open consultation in which six people each gave one of these numbers."""
    asked = (QuestionDraft("km", QuestionKind.NUMBER, {"en": "How far?"}, options={"decimals": 6}),)
    consultation = make_questionnaire(session, asked, results_rule=ResultsRule.LIVE.value)
    sheets = [AnswerSheet("en", (AnswerGiven("km", {"number": far}),)) for far in numbers for _ in range(6)]
    import_submissions(session, SYSTEM, consultation, sheets)
    return consultation


@pytest.mark.parametrize(
    ("numbers", "bars"),
    [
        ((2.5,), {"2.5": "6"}),
        ((-4.5, -3.4), {"-4.6–-4.4": "6", "-3.6–-3.4": "6"}),
        ((0.0001, 0.0004), {"0.0001–0.00015": "6", "0.00035–0.0004": "6"}),
    ],
)
def test_every_number_stands_in_the_picture_of_numbers(
    client: FlaskClient, session: Session, numbers: tuple[float, ...], bars: dict[str, str]
) -> None:
    shown = client.get(page_of(distances(session, *numbers)))
    assert shown.status_code == 200
    rows = re.findall(r"<t[dh][^>]*>([^<]+)</t[dh]>\s*<td[^>]*>(\d+)</td>", shown.text)
    assert {label: count for label, count in rows if label[-1].isdigit() and count != "0"} == bars


def test_a_balanced_number_never_tells_a_hidden_cell(client: FlaskClient, session: Session, process: Process) -> None:
    consultation = make_consultation(session, process)
    fill(
        session,
        consultation,
        (40, {"fit": "yes", "helix": "business"}),
        (12, {"fit": "no", "helix": "business"}),
        (18, {"fit": "yes", "helix": "research"}),
        (2, {"fit": "no", "helix": "research"}),
    )
    close_consultation(session, SYSTEM, consultation)
    said = words(client.get(page_of(consultation)).text)
    assert re.search(r"Yes 58 \d+ % hidden", said) and re.search(r"No 14 \d+ % hidden", said)


def test_everybody_may_pick_out_parts_only_where_no_difference_tells_of_few(
    client: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process)
    fill(
        session,
        consultation,
        (20, {"fit": "yes", "helix": "business", "language": "nl"}),
        (30, {"fit": "no", "helix": "business", "language": "fr"}),
        (25, {"fit": "yes", "helix": "research", "language": "fr"}),
        (6, {"fit": "partly", "helix": "research", "language": "fr", "comment": "so"}),
    )
    close_consultation(session, SYSTEM, consultation)
    part = words(client.get(page_of(consultation, "?language=fr")).text)
    assert "61 respondents of 81" in part
    assert "30 (49 %)" in part and "25 (41 %)" in part
    # One person more who would stand alone in a group closes every part.
    fill(session, consultation, (1, {"fit": "yes", "helix": "citizen", "language": "nl"}))
    refused = words(client.get(page_of(consultation, "?language=fr")).text)
    assert "This part is not shown" in refused and "respondents" not in refused.split("This part")[0]


def test_a_question_with_small_numbers_is_closed_for_parts_but_others_are_not(
    client: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process)
    fill(
        session,
        consultation,
        (20, {"fit": "yes", "helix": "business", "language": "nl", "new_challenge": "Water"}),
        (17, {"fit": "yes", "helix": "business", "language": "fr", "new_challenge": "Water"}),
        (3, {"fit": "no", "helix": "business", "language": "fr", "new_challenge": "Water"}),
    )
    close_consultation(session, SYSTEM, consultation)
    part = words(client.get(page_of(consultation, "?language=nl")).text)
    assert "Some of its numbers are too small to be shown for a part" in part
    assert "20 answers in people's own words, of 20 respondents." in part


def test_nobody_but_staff_picks_sheets_by_day_or_answer(
    client: FlaskClient, staff: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process)
    fill(
        session,
        consultation,
        (8, {"fit": "yes", "new_challenge": "Water", "day": date(2026, 3, 1)}),
        (9, {"fit": "no", "day": date(2026, 3, 5)}),
        (7, {"fit": "yes", "day": date(2026, 3, 9)}),
    )
    close_consultation(session, SYSTEM, consultation)
    query = "?q-fit=yes&last_day=2026-03-05"
    assert "24 respondents" in words(client.get(page_of(consultation, query)).text)
    said = words(staff.get(page_of(consultation, query)).text)
    assert "8 respondents of 24" in said and "8 answers in people's own words, of 8 respondents." in said
    both = words(staff.get(page_of(consultation, "?q-fit=yes&q-fit=no&first_day=2026-03-02&source=demo")).text)
    assert "16 respondents of 24" in both
    nonsense = "?q-fit=maybe&first_day=yesterday&helix=%00&source=' OR 1=1&language=xx&compare=all&balance=%F0%9F%98%80"
    assert "24 respondents" in words(staff.get(page_of(consultation, nonsense)).text)


def test_a_part_too_large_for_a_page_is_counted_by_a_worker_and_kept(
    staff: FlaskClient, session: Session, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = make_consultation(session, process)
    fill(session, consultation, (30, {"fit": "yes"}), (12, {"fit": "no"}))
    close_consultation(session, SYSTEM, consultation)
    monkeypatch.setattr(part_counts, "AT_ONCE", 10)
    for _ in range(2):  # in tests the worker is at hand
        assert "30 respondents of 42" in words(staff.get(page_of(consultation, "?q-fit=yes")).text)
    assert session.scalars(select(Job.kind)).all() == ["survey:count_part"]
    assert session.scalar(select(func.count()).select_from(PartCount)) == 1
    # An erased sheet leaves no trace in what was kept.
    from cocreate.survey import tallies

    sheet = session.scalars(select(Submission).limit(1)).one()
    tallies.forget(session, sheet)
    assert session.scalar(select(func.count()).select_from(PartCount)) == 0


def test_groups_are_compared_in_words_with_the_doubt(client: FlaskClient, session: Session, process: Process) -> None:
    consultation = make_consultation(session, process)
    fill(
        session,
        consultation,
        (80, {"fit": "yes", "helix": "business"}),
        (20, {"fit": "no", "helix": "business"}),
        (30, {"fit": "yes", "helix": "research"}),
        (70, {"fit": "no", "helix": "research"}),
    )
    close_consultation(session, SYSTEM, consultation)
    said = words(client.get(page_of(consultation, "?compare=helix")).text)
    assert "clearly more often “Yes” than the others (80 % against 30 %" in said
    assert "No clear difference" in words(client.get(page_of(consultation, "?compare=language")).text)


def test_organisers_read_single_sheets_in_no_order_of_time(
    staff: FlaskClient, client: FlaskClient, app: Flask, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process)
    fill(session, consultation, (60, {"fit": "yes", "new_challenge": "Water <b>"}))
    page = f"/en/p/{process.public_id}/manage/consultations/{consultation.public_id}/sheets/"
    first = staff.get(page)
    following = re.search(r'href="([^"]*after=[^"]*)"', first.text)[1].replace("&amp;", "&")
    second = staff.get(following)
    keys = re.findall(r"/sheets/([0-9a-f]{32})", first.text + second.text)
    assert len(keys) == 60 and keys == sorted(keys)
    sheet = staff.get(f"{page}{keys[0]}")
    assert "Water &lt;b&gt;" in sheet.text
    assert staff.get(f"{page}{'0' * 32}").status_code == 404
    facilitator = sign_in(app.test_client(), make_member(session, process, Role.FACILITATOR))
    assert facilitator.get(page).status_code == 403 and client.get(page).status_code == 302
