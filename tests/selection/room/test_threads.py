"""Threads about candidates: written, answered, changed with their trace, taken back, moderated."""

import pytest
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.errors import Conflict, Invalid, NotAllowed
from cocreate.selection import commands as selection
from cocreate.selection.room import commands, queries
from cocreate.selection.room import threads as room_threads
from cocreate.selection.room.models import RoomPost
from tests.factories.room import Held, hold_meeting
from tests.factories.selection import ORGANISER, acting


@pytest.fixture
def held(session: Session) -> Held:
    return hold_meeting(session)


@pytest.fixture
def post(session: Session, held: Held) -> RoomPost:
    return room_threads.write_post(session, acting(held.members[0]), held.process, held.sids[0], "Too broad")


def test_posts_stand_in_the_thread_of_their_candidate_or_criterion(
    session: Session, held: Held, post: RoomPost
) -> None:
    criterion = selection.start_criteria(session, SYSTEM, held.process).criteria[0]
    ben = acting(held.members[1])
    on_criterion = room_threads.write_post(session, ben, held.process, held.sids[0], "No users", criterion=criterion)
    answer = room_threads.write_post(session, ben, held.process, held.sids[0], "I agree", answers=post)
    deeper = room_threads.write_post(session, ben, held.process, held.sids[0], "So do I", answers=answer)
    threads = queries.threads_about(session, held.sids[0])
    assert threads == {None: [(post, [answer, deeper])], criterion.id: [(on_criterion, [])]}
    assert post.meeting_id == held.meeting.id, "it was said in the meeting"
    assert queries.post_counts(session, held.sids) == {held.sids[0].id: 4}
    with pytest.raises(Invalid, match="other_thread"):
        room_threads.write_post(session, ben, held.process, held.sids[1], "Elsewhere", answers=post)


def test_before_and_after_a_meeting_people_write_too(session: Session, held: Held) -> None:
    commands.close_meeting(session, SYSTEM, held.process, held.meeting)
    written = room_threads.write_post(session, acting(held.members[0]), held.process, held.sids[0], "An afterthought")
    assert written.meeting_id is None


def test_an_earlier_wording_stays_readable(session: Session, held: Held, post: RoomPost) -> None:
    ada, version = acting(held.members[0]), post.version
    room_threads.change_post(session, ada, held.process, post, "Too broad for us", version=version)
    assert (post.text, [one["text"] for one in post.earlier]) == ("Too broad for us", ["Too broad"])
    room_threads.change_post(session, ada, held.process, post, "Too broad for us", version=version)  # a double click
    assert len(post.earlier) == 1
    with pytest.raises(Conflict, match="changed_meanwhile"):
        room_threads.change_post(session, ada, held.process, post, "Something else", version=version)


def test_nobody_changes_or_takes_back_what_somebody_else_wrote(session: Session, held: Held, post: RoomPost) -> None:
    for actor in (acting(held.members[1]), ORGANISER):
        with pytest.raises(NotAllowed, match="not_yours"):
            room_threads.change_post(session, actor, held.process, post, "Mine", version=post.version)
        with pytest.raises(NotAllowed, match="not_yours"):
            room_threads.withdraw_post(session, actor, held.process, post)
    assert post.text == "Too broad"


def test_what_is_taken_back_is_erased_and_its_place_remains(session: Session, held: Held, post: RoomPost) -> None:
    ada = acting(held.members[0])
    room_threads.change_post(session, ada, held.process, post, "Too wide", version=post.version)
    for _ in range(2):
        room_threads.withdraw_post(session, ada, held.process, post)
    assert (post.text, post.earlier) == ("", [])
    assert queries.threads_about(session, held.sids[0]) == {None: [(post, [])]}
    assert queries.post_counts(session, held.sids) == {}
    with pytest.raises(Conflict, match="withdrawn"):
        room_threads.change_post(session, ada, held.process, post, "Again", version=post.version)


def test_a_moderator_hides_with_a_reason_and_shows_again(session: Session, held: Held, post: RoomPost) -> None:
    with pytest.raises(Invalid, match="needs_reason"):
        room_threads.hide_post(session, ORGANISER, held.process, post, " ")
    for reason in ("It names a person", "A second click"):
        room_threads.hide_post(session, ORGANISER, held.process, post, reason)
    assert post.hidden_reason == "It names a person"
    with pytest.raises(Conflict, match="hidden"):
        room_threads.change_post(session, acting(held.members[0]), held.process, post, "Else", version=post.version)
    room_threads.show_post(session, ORGANISER, held.process, post)
    assert (post.hidden_at, post.hidden_reason, post.text) == (None, "", "Too broad")


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4001])
def test_empty_and_endless_posts_are_refused(session: Session, held: Held, text: str) -> None:
    with pytest.raises(Invalid):
        room_threads.write_post(session, acting(held.members[0]), held.process, held.sids[0], text)


def test_a_form_sent_twice_writes_one_post(session: Session, held: Held) -> None:
    ada = acting(held.members[0])
    first, second = (
        room_threads.write_post(session, ada, held.process, held.sids[0], "Once", form_id="abcdefghijkl")
        for _ in range(2)
    )
    assert first is second
