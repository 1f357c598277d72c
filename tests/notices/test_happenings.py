"""What happens in a process reaches whom it concerns, once; and what is near in time too, also when we were away."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import commands as accounts
from cocreate.accounts.models import User
from cocreate.core import jobs
from cocreate.core.permissions import PROCESS_ROLES, SYSTEM, Role
from cocreate.directory.taking_part import confirm_request
from cocreate.ecosystem.commands import own_word
from cocreate.information import commands as sheets
from cocreate.notices import following
from cocreate.notices.following import find_thing
from cocreate.notices.messages import plain
from cocreate.notices.models import Notice
from cocreate.notices.reminders import remind
from cocreate.process import validations as validating
from cocreate.process.models import Process
from cocreate.process.rules import Answered, CommentKind, Meeting, Outcome
from cocreate.public.news import commands as news
from cocreate.public.news.commands import NewsTold
from cocreate.selection import commands as selection
from cocreate.selection.queries import candidates
from cocreate.selection.room import commands, threads
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.rules import ConsultationState
from cocreate.web.language import speaking
from tests.factories.accounts import make_member, make_user
from tests.factories.camp import make_camp
from tests.factories.directory import make_request
from tests.factories.ecosystem import make_actor
from tests.factories.process import make_process
from tests.factories.room import make_meeting
from tests.factories.selection import acting, as_proposed, make_candidates, make_scoring, make_shortlist
from tests.factories.survey import make_consultation


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def people(session: Session, process: Process) -> dict[Role, User]:
    return {role: make_member(session, process, role) for role in PROCESS_ROLES}


def heard(session: Session, user: User) -> list[str]:
    """What somebody was told, as they read it."""
    session.commit()
    with speaking("en"):
        rows = session.scalars(select(Notice).where(Notice.user_id == user.id).order_by(Notice.id))
        return [plain(row) for row in rows]


def who_heard(session: Session, people: dict[Role, User]) -> set[Role]:
    return {role for role, user in people.items() if heard(session, user)}


GUESTS = {Role.PARTICIPANT, Role.OBSERVER, Role.COMMITTEE_MEMBER}


def test_a_consultation_opens_closes_soon_and_closes(
    session: Session, process: Process, people: dict[Role, User]
) -> None:
    consultation = make_consultation(session, process, state=ConsultationState.OPEN)
    consultation.closes_on = (clock.now() + timedelta(days=2)).date()
    session.commit()
    for _hour in range(3):
        remind(session)
    assert who_heard(session, people) == GUESTS
    opened, soon = heard(session, people[Role.OBSERVER])
    assert "is open" in opened and "takes answers until" in soon
    consultation.closes_on = (clock.now() + timedelta(days=1)).date()
    remind(session)
    assert len(heard(session, people[Role.OBSERVER])) == 3  # another day is another thing to know
    close_consultation(session, SYSTEM, consultation)
    assert heard(session, people[Role.ANALYST]) == [f"The consultation “{consultation.title['en']}” is closed."]


def test_whoever_was_away_is_told_late_but_not_too_late(
    session: Session, process: Process, people: dict[Role, User]
) -> None:
    camp = make_camp(session, process)
    camp.starts_at = clock.now() + timedelta(days=10)
    session.commit()
    remind(session)
    assert who_heard(session, people) == set()
    with clock.told(camp.starts_at - timedelta(minutes=5)):  # the machine stood until now
        remind(session)
        remind(session)
    assert who_heard(session, people) == set(people)
    assert len(heard(session, people[Role.FACILITATOR])) == 1
    with clock.told(camp.starts_at + timedelta(hours=1)):
        remind(session)
    assert len(heard(session, people[Role.FACILITATOR])) == 1


def test_the_committee_is_called_once_for_each_day(
    session: Session, process: Process, people: dict[Role, User]
) -> None:
    meeting = make_meeting(session, process, title="First meeting")
    assert who_heard(session, people) == set()
    day = clock.now() + timedelta(days=9)
    for at in (day, day, day + timedelta(days=1)):
        commands.describe_meeting(
            session, SYSTEM, process, meeting, version=meeting.version, title=meeting.title, starts_at=at
        )
        session.commit()
    assert who_heard(session, people) == {Role.COMMITTEE_MEMBER}
    assert len(heard(session, people[Role.COMMITTEE_MEMBER])) == 2


def test_who_is_asked_about_a_challenge_who_goes_on_with_it_and_who_follows_it(
    session: Session, process: Process, people: dict[Role, User]
) -> None:
    challenge, follower = process.challenges[0], make_user(session)
    following.follow(
        session, SYSTEM, process, follower.id, find_thing(session, process, "challenge", challenge.public_id)
    )
    asked = validating.ask_committee(session, SYSTEM, process, challenge)
    assert who_heard(session, people) == {Role.COMMITTEE_MEMBER}
    member = acting(people[Role.COMMITTEE_MEMBER])
    validating.comment(session, member, process, asked, CommentKind.CHANGE, "Say “inhabitants”")
    title = challenge.title["en"]
    assert heard(session, people[Role.ORGANISER]) == [f"A member remarks on the challenge “{title}”."]
    remark = asked.comments[0]
    validating.answer(session, SYSTEM, process, remark, Answered.TAKEN_UP, "")
    meeting = Meeting(clock.today(), 5, 4, 1, 0)
    validating.decide(session, SYSTEM, process, asked, Outcome.VALIDATED, meeting, reason={})
    decided = f"It is decided about the challenge “{title}”."
    assert heard(session, follower) == [decided]
    assert [heard(session, people[role])[-1] for role in (Role.OWNER, Role.COMMITTEE_MEMBER)] == [decided] * 2
    assert who_heard(session, people) == {Role.OWNER, Role.ORGANISER, Role.COMMITTEE_MEMBER}


def test_organisers_hear_of_what_waits_for_them_without_a_name(
    session: Session, process: Process, people: dict[Role, User]
) -> None:
    make_request(session, process, name="Nobody Known", is_confirmed=False)
    assert who_heard(session, people) == set()
    request = make_request(session, process, name="Nobody Known")
    confirm_request(session, SYSTEM, request)
    row = make_actor(session, process, "Acme")
    own_word.ask_for_removal(session, SYSTEM, process, row)
    told = ["Somebody registered and waits for a decision.", "An actor asks for a change of its entry."]
    assert heard(session, people[Role.ORGANISER]) == told
    assert who_heard(session, people) == {Role.OWNER, Role.ORGANISER}


def test_the_decision_is_told_to_all_and_to_followers_of_a_candidate(
    session: Session, process: Process, people: dict[Role, User]
) -> None:
    shortlist = make_shortlist(session, process)
    follower, sid = make_user(session), candidates(session, process)[0]
    following.follow(session, SYSTEM, process, follower.id, find_thing(session, process, "sid", sid.public_id))
    following.follow(
        session, SYSTEM, process, people[Role.OBSERVER].id, find_thing(session, process, "sid", sid.public_id)
    )
    session.commit()
    before = {role: len(heard(session, user)) for role, user in people.items()}
    selection.decide(session, SYSTEM, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    assert heard(session, follower) == [f"It is decided about “{sid.title['en']}”."]
    for role, user in people.items():
        assert heard(session, user)[before[role] :] == ["The committee's decision is published."], role


def test_scoring_is_told_to_the_committee(session: Session, process: Process, people: dict[Role, User]) -> None:
    make_candidates(session, process, "One", "Two")
    make_scoring(session, process)
    assert who_heard(session, people) == {Role.COMMITTEE_MEMBER}
    with clock.told(max(phase.ends_at for phase in process.phases) - timedelta(days=1)):
        remind(session)
        remind(session)
    told = heard(session, people[Role.COMMITTEE_MEMBER])
    assert len(told) == 2 and told[1].startswith("Candidates can be scored until")


def test_an_information_sheet_waits_and_is_published(
    session: Session, process: Process, people: dict[Role, User]
) -> None:
    sheet = sheets.begin_sheet(session, SYSTEM, process, process.challenges[0])
    version = sheets.keep_version(session, SYSTEM, process, sheet)
    assert who_heard(session, people) == {Role.OWNER, Role.ORGANISER}
    sheets.approve(session, SYSTEM, process, version)
    sheets.publish(session, SYSTEM, process, version)
    assert heard(session, people[Role.PARTICIPANT]) == ["The information sheet “Climate” is published."]


def test_news_are_told(session: Session, process: Process, people: dict[Role, User]) -> None:
    news.publish_news(session, SYSTEM, process, NewsTold({"en": "We begin"}, {}))
    assert heard(session, people[Role.PARTICIPANT]) == ["News: We begin"]


def test_an_answer_in_the_room_is_told_to_whom_it_answers(
    session: Session, process: Process, people: dict[Role, User]
) -> None:
    (sid,) = make_candidates(session, process, "Repair")
    one, other = (acting(people[role], role) for role in (Role.COMMITTEE_MEMBER, Role.ORGANISER))
    first = threads.write_post(session, one, process, sid, "I doubt it")
    threads.write_post(session, one, process, sid, "Still", answers=first)
    assert heard(session, people[Role.COMMITTEE_MEMBER]) == []
    threads.write_post(session, other, process, sid, "Why?", answers=first)
    threads.hide_post(session, other, process, first, "Not about the matter")
    assert heard(session, people[Role.COMMITTEE_MEMBER]) == [
        "Somebody answers what you wrote about “Repair”.",
        "What you wrote about “Repair” was hidden.",
    ]


def test_a_role_that_others_give_is_told(session: Session, process: Process, people: dict[Role, User]) -> None:
    user = make_user(session)
    accounts.grant_role(session, acting(people[Role.OWNER], Role.OWNER), process, user, Role.ANALYST)
    assert heard(session, user) == ["You have a new role in this process."]


def test_a_task_that_took_long_or_failed_is_told_to_whoever_started_it(
    session: Session, process: Process, people: dict[Role, User]
) -> None:
    organiser = people[Role.ORGANISER]
    actor = acting(organiser, Role.ORGANISER)

    @jobs.job("tests:notices:work")
    def work(context: jobs.JobContext, fails: bool) -> None:
        if fails:
            raise RuntimeError("as the test wants it")

    run(session, lambda: jobs.enqueue(session, actor, "tests:notices:work", process=process, fails=False))
    assert heard(session, organiser) == []
    run(session, lambda: jobs.enqueue(session, actor, "tests:notices:work", process=process, fails=True))
    assert heard(session, organiser) == ["A task that you started stopped: a fault."]


def run(session: Session, ask: Callable[[], jobs.Job]) -> None:
    ask()
    session.commit()
