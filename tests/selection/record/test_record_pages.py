"""The record as people meet it: drawn up, signed with a password, published, read by everybody, amended."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.selection import commands
from cocreate.selection.grounds import editing
from cocreate.selection.models import Shortlist
from cocreate.selection.queries import criteria_of
from cocreate.selection.rankings.terms import Terms, Weighting
from cocreate.selection.record import queries as records
from cocreate.selection.record.checking import check
from cocreate.selection.record.freezing import files_of, unpack
from cocreate.selection.record.rules import check_motion
from cocreate.selection.room.motions import close_motion
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import make_seat
from tests.factories.grounds import make_weighing
from tests.factories.process import make_process
from tests.factories.room import hold_meeting, make_motion, vote_all
from tests.factories.selection import CARRIED, ORGANISER, as_proposed, make_candidates, make_round, make_shortlist

PASSWORD = "correct horse battery"
VOTE = {
    "motion": "The shortlist <b>as it is</b>",
    "present": "4",
    "voted_on": "2026-11-02",
    "quorum": "2",
    "aside": "0",
    "votes_for": "3",
    "votes_against": "0",
}
VOTE |= {"abstained": "1", "minority": "Ada would have kept food 🌱", "chair": "", "signatures": "1"}


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def base(process: Process) -> str:
    return f"/en/p/{process.public_id}/manage/shortlist"


@pytest.fixture
def shortlist(session: Session, process: Process) -> Shortlist:
    made = make_shortlist(session, process)
    commands.save_draft(session, ORGANISER, process, made, as_proposed(made), version=made.version)
    return made


@pytest.fixture
def organiser(session: Session, client: FlaskClient, process: Process) -> FlaskClient:
    return sign_in(client.application.test_client(), make_member(session, process, Role.ORGANISER))


def make_signer(session: Session, process: Process, password: str | None = PASSWORD) -> User:
    return make_member(session, process, Role.COMMITTEE_MEMBER, name="Ada Byron", password=password)


def drawn_up(session: Session, process: Process, shortlist: Shortlist, needed: int = 1) -> None:
    commands.draw_up(
        session, ORGANISER, process, shortlist, CARRIED, version=shortlist.version, signatures_needed=needed
    )


def seen_on(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_record_is_drawn_up_signed_and_published_and_everybody_can_check_it(
    session: Session, client: FlaskClient, process: Process, base: str, shortlist: Shortlist, organiser: FlaskClient
) -> None:
    member = sign_in(client.application.test_client(), make_signer(session, process))
    wrong = organiser.submit(f"{base}/record", {**VOTE, "votes_for": "9", "version": str(shortlist.version)})
    assert wrong.status_code == 422
    assert "more votes than people present" in wrong.text
    assert "Ada would have kept food 🌱" in wrong.text
    done = organiser.submit(f"{base}/record", {**VOTE, "version": str(shortlist.version)})
    assert done.status_code == 303
    page = organiser.get(f"{base}/record").text
    assert "1 more signature is needed" in page
    assert "The shortlist &lt;b&gt;as it is&lt;/b&gt;" in page
    assert "Sign the record" not in page
    page = member.get(f"{base}/record").text
    typed = {"name": "Ada Byron", "secret": PASSWORD, "seen": seen_on(page)}
    refused = member.submit(f"{base}/record", {**typed, "secret": "guessed"}, to=f"{base}/record/sign")
    assert refused.status_code == 422
    assert "does not show that it is you" in refused.text
    for _ in range(2):
        assert member.submit(f"{base}/record", typed, to=f"{base}/record/sign").status_code == 303
    unconfirmed = organiser.submit(f"{base}/record", {}, to=f"{base}/record/publish")
    assert unconfirmed.status_code == 422
    for _ in range(2):
        sent = organiser.submit(f"{base}/record", {"confirmed": "y"}, to=f"{base}/record/publish")
        assert sent.status_code == 303
    (record,) = records.published_records(session, shortlist)
    public = f"/en/p/{process.public_id}/selection/records/{record.public_id}"
    page = client.get(public).text
    told = ("Ada Byron", "with a password", "Ada would have kept food 🌱", "4 of 4 members", "November 2, 2026")
    for words in (*told, record.hash):
        assert words in page
    assert record.public_id in client.get(f"/en/p/{process.public_id}/selection/").text
    packed = client.get(f"{public}/data.zip").data
    assert not [line for line in check(unpack(packed)) if line.is_equal is False]


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_the_method_statement_is_a_page_and_files_in_every_language(
    session: Session, client: FlaskClient, process: Process, shortlist: Shortlist, language: str
) -> None:
    commands.decide(session, SYSTEM, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    (record,) = records.published_records(session, shortlist)
    address = f"/{language}/p/{process.public_id}/selection/records/{record.public_id}/method"
    page = client.get(address)
    assert page.status_code == 200
    assert record.hash in page.text
    assert "60" in page.text  # marks
    assert client.get(f"{address}.pdf").data.startswith(b"%PDF")
    assert zipfile.is_zipfile(io.BytesIO(client.get(f"{address}.docx").data))
    assert f'lang="{language}"' in client.get(f"{address}.html").text


def test_whoever_has_no_password_signs_only_just_after_signing_in(
    session: Session, client: FlaskClient, process: Process, base: str, shortlist: Shortlist
) -> None:
    drawn_up(session, process, shortlist)
    member = sign_in(client.application.test_client(), make_signer(session, process, password=None))
    typed = {"name": "Ada Byron", "seen": seen_on(member.get(f"{base}/record").text)}
    with member.session_transaction() as visit:
        visit["fs_paa"] -= 3600
    late = member.submit(f"{base}/record", typed, to=f"{base}/record/sign")
    assert late.status_code == 422
    assert "sign in again with a new link" in late.text
    with member.session_transaction() as visit:
        visit["fs_paa"] += 3600
    assert member.submit(f"{base}/record", typed, to=f"{base}/record/sign").status_code == 303


def test_organisers_do_not_sign_and_nobody_outside_sees_what_is_being_signed(
    session: Session, client: FlaskClient, process: Process, base: str, shortlist: Shortlist, organiser: FlaskClient
) -> None:
    drawn_up(session, process, shortlist)
    record = records.open_record(session, shortlist)
    assert record is not None
    assert organiser.submit(f"{base}/record", {"name": "O"}, to=f"{base}/record/sign").status_code == 403
    public = f"/en/p/{process.public_id}/selection/records/{record.public_id}"
    assert [client.get(public + end).status_code for end in ("", "/method", "/data.zip")] == [404] * 3


def test_a_record_taken_back_opens_the_sheet_again(
    session: Session, process: Process, base: str, shortlist: Shortlist, organiser: FlaskClient
) -> None:
    drawn_up(session, process, shortlist)
    assert organiser.get(f"{base}/decision").location.endswith("/record")
    for _ in range(2):
        sent = organiser.submit(f"{base}/record", {}, to=f"{base}/record/take-back")
        assert sent.location.endswith("/decision")
    assert organiser.get(f"{base}/decision").status_code == 200


def test_a_decision_is_amended_by_a_new_one_and_the_old_one_says_so(
    session: Session, client: FlaskClient, process: Process, base: str, shortlist: Shortlist, organiser: FlaskClient
) -> None:
    commands.decide(session, SYSTEM, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    silent = organiser.submit(f"{base}/record", {"reason-en": " "}, to=f"{base}/record/amend")
    assert silent.status_code == 422
    begun = organiser.submit(f"{base}/record", {"reason-en": "Food was forgotten"}, to=f"{base}/record/amend")
    assert begun.location.endswith("/decision")
    assert "amends the published one" in organiser.get(f"{base}/decision").text
    choices = records.draft_of(session, shortlist)
    choices[2] = replace(choices[2], is_kept=True, position=3, reason={"en": "It was forgotten"})
    commands.decide(session, SYSTEM, process, shortlist, choices, version=shortlist.version)
    first, second = records.published_records(session, shortlist)
    public = f"/en/p/{process.public_id}/selection/records"
    assert "Amended by record 2" in client.get(f"{public}/{first.public_id}").text
    assert "It was forgotten" not in client.get(f"{public}/{first.public_id}").text
    later = client.get(f"{public}/{second.public_id}").text
    assert "Food was forgotten" in later
    assert "It was forgotten" in later


def test_leaving_the_order_of_the_camp_needs_a_reason_before_signing(
    session: Session, client: FlaskClient, process: Process, base: str, organiser: FlaskClient
) -> None:
    process.minimum_cell = 2
    sids = make_candidates(session, process)
    round_ = make_round(session, process)
    last_first = [[sid.public_id] for sid in reversed(sids)]
    ballots = [(make_seat(session, round_.camp)[0], name, last_first) for _ in range(4) for name in round_.dimensions]
    commands.cast_ballots(session, SYSTEM, process, round_, ballots)
    round_.opens_ballots = True
    commands.close_round(session, ORGANISER, process, round_)
    shortlist = make_shortlist(session, process)
    commands.save_draft(session, ORGANISER, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    page = organiser.get(f"{base}/orders").text
    assert page.count("Reason needed") == 4
    assert "There is no order of the respondents" in page
    agreed = re.search(r'Participants of the camp – Committee</th><td class="num">(.*?)</td><td class="num">5<', page)
    assert agreed is not None
    assert agreed[1] == "-1.00"
    page = organiser.get(f"{base}/record").text
    assert "The sheet still lacks something, for 4 candidates" in page
    with pytest.raises(commands.DecisionRefused) as refused:
        drawn_up(session, process, shortlist)
    assert set(refused.value.problems.values()) == {"selection.decision.leaves_orders"}
    given = [replace(choice, reason={"en": "The marks say otherwise"}) for choice in as_proposed(shortlist)]
    commands.save_draft(session, ORGANISER, process, shortlist, given, version=shortlist.version)
    drawn_up(session, process, shortlist, needed=0)
    record = records.open_record(session, shortlist)
    assert record is not None
    commands.publish(session, SYSTEM, process, shortlist, record)
    lines = {line.what: line for line in check(files_of(record))}
    assert not [line for line in lines.values() if line.is_equal is False]
    assert lines["ranking by impact: the common order"].is_equal
    assert lines["the order of the camp"].is_equal
    statement = client.get(f"/en/p/{process.public_id}/selection/records/{record.public_id}/method").text
    assert "contradicts all rankings together least" in statement


@pytest.mark.parametrize("is_pooled", [True, False])
def test_the_method_statement_says_where_the_weights_come_from(
    session: Session, client: FlaskClient, process: Process, is_pooled: bool
) -> None:
    criteria = commands.start_criteria(session, ORGANISER, process, shortlist_size=2)
    make_weighing(session, process, criteria, *[(40, 30, 20, 10)] * 3, give=5)
    if is_pooled:
        editing.adopt_weights(session, ORGANISER, process, criteria, version=criteria.version)
    else:
        equal = {criterion.key: 25 for criterion in criteria.criteria}
        options = {"weights": equal, "shortlist_size": 2, "version": criteria.version}
        commands.set_weights(session, ORGANISER, process, criteria, **options, reason={"en": "The law says equal"})
    shortlist = make_shortlist(session, process)
    commands.decide(session, SYSTEM, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    (record,) = records.published_records(session, shortlist)
    statement = client.get(f"/en/p/{process.public_id}/selection/records/{record.public_id}/method").text
    assert "3 members said unseen by one another what the criteria weigh" in statement
    assert ("was taken over" in statement) == is_pooled
    assert ("The law says equal" in statement) != is_pooled
    assert shortlist.proposal["criteria_version"]["hash"] in statement
    assert "from the ranges that members could live with" in statement
    assert "the weighing by the members was closed" in statement
    assert not [line for line in check(files_of(record)) if line.is_equal is False]


def test_the_votes_of_a_motion_carried_in_a_meeting_are_taken_as_they_are(
    session: Session, client: FlaskClient
) -> None:
    held = hold_meeting(session)
    shortlist = make_shortlist(session, held.process, size=1)
    choices = as_proposed(shortlist)
    commands.save_draft(session, ORGANISER, held.process, shortlist, choices, version=shortlist.version)
    lost, won = (make_motion(session, held, title={"en": title}) for title in ("Lost one", "Keep the first"))
    vote_all(session, held, lost, "no", "no", "yes")
    vote_all(session, held, won, "yes", "yes", "no")
    for motion in (lost, won):
        close_motion(session, SYSTEM, held.process, motion)
    organiser = sign_in(client.application.test_client(), make_member(session, held.process, Role.ORGANISER))
    address = f"/en/p/{held.process.public_id}/manage/shortlist/record"
    page = organiser.get(address).text
    assert "Keep the first" in page
    assert "Lost one" not in page
    page = organiser.get(f"{address}?source={won.public_id}").text
    assert "Votes for" not in page
    typed = {"source": won.public_id, "motion": "Keep the first", "signatures": "0", "version": str(shortlist.version)}
    typed |= {"votes_for": "99", "present": "99", "chair": ""}
    assert organiser.submit(address, typed).status_code == 303
    record = records.open_record(session, shortlist)
    assert record is not None
    told = record.snapshot["motion"]
    assert (dict(told["counts"])["yes"], dict(told["counts"])["no"]) == (2, 1)
    assert (told["present"], told["source"]) == (3, won.public_id)
    assert won.closed_at is not None
    assert (told["voted_on"], told["aside"]) == (won.closed_at.date().isoformat(), 0)


def test_whoever_steps_aside_stands_in_the_record(
    session: Session, client: FlaskClient, process: Process, shortlist: Shortlist
) -> None:
    motion = replace(CARRIED, aside=1, present=4, voted_on="2026-11-02")
    with pytest.raises(Invalid, match="more_votes_than_present"):
        check_motion(replace(motion, present=3))
    commands.draw_up(session, ORGANISER, process, shortlist, motion, version=shortlist.version, signatures_needed=0)
    record = records.open_record(session, shortlist)
    assert record is not None
    commands.publish(session, SYSTEM, process, shortlist, record)
    public = f"/en/p/{process.public_id}/selection/records/{record.public_id}"
    assert re.search(r"stepped aside and did not vote</dt><dd>1<", client.get(public).text)
    statement = client.get(f"{public}/method").text
    assert "1 member present stepped aside and did not vote." in statement
    assert "The committee voted on November 2, 2026." in statement


def test_the_method_statement_says_how_much_each_ballot_counted_and_what_was_made_up(
    session: Session, client: FlaskClient, process: Process
) -> None:
    process.is_demo = True
    make_candidates(session, process)
    terms = Terms("schulze", Weighting.TARGETS, {"business": 60, "research": 40})
    round_ = make_round(session, process, dimensions=["impact"], terms=terms)
    commands.close_round(session, ORGANISER, process, round_)
    shortlist = make_shortlist(session, process)
    commands.decide(session, SYSTEM, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    (record,) = records.published_records(session, shortlist)
    statement = client.get(f"/en/p/{process.public_id}/selection/records/{record.public_id}/method").text
    assert "has the say that was set for it" in statement
    assert re.search(r"[^,<>]+ 60 %, [^,<>]+ 40 %", statement)
    assert f"beginning with the seed {round_.seed}." in statement
    assert "were made up by a program from a seed; nobody gave them." in statement


def test_the_method_statement_tells_of_a_second_round_of_scoring(
    session: Session, client: FlaskClient, process: Process, shortlist: Shortlist
) -> None:
    criteria = criteria_of(session, process)
    assert criteria is not None
    commands.open_again(session, ORGANISER, process, criteria, purpose={"en": "Food was discussed <again>"})
    commands.close_scoring(session, ORGANISER, process, criteria, seed=1)
    commands.decide(session, SYSTEM, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    (record,) = records.published_records(session, shortlist)
    statement = client.get(f"/fr/p/{process.public_id}/selection/records/{record.public_id}/method").text
    assert re.search(r'<li lang="en"[^>]*>\s*Food was discussed &lt;again&gt;', statement)
    tours = re.findall(r"<li>Tour (\d)", statement)
    assert tours == ["1", "2"]
