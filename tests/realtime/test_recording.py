"""Everything that each client receives is recorded; what it may not see is nowhere in it."""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from cocreate.camp import commands
from cocreate.camp.models import Board
from cocreate.camp.models_session import PlanStep
from cocreate.camp.rules import StepKind
from cocreate.core.ids import public_id
from tests.factories.camp import FACILITATOR, make_camp, make_plan, make_seat
from tests.realtime.conftest import Browser

Browse = Callable[..., Browser]


class Recorded:
    """A browser with everything that ever reached it: answers and events."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.kept = browser, [json.dumps(browser.join())]

    def ask(self, event: str, **payload: Any) -> dict[str, Any]:
        answer = self.browser.ask(event, **payload)
        self.kept.append(json.dumps(answer))
        return answer

    def do(self, kind: str, **payload: Any) -> dict[str, Any]:
        answer = self.ask("op", op={"op_id": f"test-{public_id()}", "kind": kind, **payload})
        assert answer["ok"], answer
        return answer

    def knows(self, *words: str) -> bool:
        """Whether any of the words was ever in what came, asking for everything once more."""
        self.ask("missed", since=0)
        self.ask("missed", since=None)
        self.kept += [json.dumps(event) for event in self.browser.socket.queue]
        return any(word in said for word in words for said in self.kept)


def test_what_is_written_in_private_reaches_its_author_only(session: Session, browse: Browse) -> None:
    camp = make_camp(session)
    make_plan(session, camp, StepKind.WRITE, StepKind.REVEAL)
    steps = session.query(PlanStep).filter_by(camp_id=camp.id).order_by(PlanStep.position).all()
    board: Board = camp.groups[0].board
    tokens = [make_seat(session, camp, name)[1] for name in ("Ada", "Ben")]
    host_token = make_seat(session, camp, "Host", is_facilitator=True)[1]
    commands.start_step(session, FACILITATOR, camp, steps[0])
    session.commit()
    ada, ben, host = (Recorded(browse(board, token)) for token in (*tokens, host_token))
    second = Recorded(browse(board, tokens[0]))  # Ada's telephone
    card = public_id()
    ada.do("add_card", card=card, zone="market", text="Secretly hydrogen", rank=1)
    ada.ask("typing", card=card)
    ada.do("edit_card", card=card, was="Secretly hydrogen", text="Secretly geothermal")
    late = Recorded(browse(board, tokens[1]))
    for other in (ben, host, late):
        assert not other.knows("hydrogen", "geothermal", card)
    assert second.knows("geothermal")
    commands.start_step(session, FACILITATOR, camp, steps[1])
    session.commit()
    assert ben.knows("geothermal")
    assert host.knows("geothermal")
    assert not ben.knows("hydrogen"), "what it said before the reveal stays its author's"


def test_nobody_hears_who_voted_nor_the_counts_of_a_hidden_round(session: Session, browse: Browse) -> None:
    camp = make_camp(session)
    make_plan(session, camp, StepKind.VOTE)
    step = session.query(PlanStep).filter_by(camp_id=camp.id).one()
    board: Board = camp.groups[0].board
    (ada_seat, ada_token), (_, ben_token) = make_seat(session, camp, "Ada"), make_seat(session, camp, "Ben")
    session.commit()
    ben_first = Recorded(browse(board, ben_token))
    card = public_id()
    ben_first.do("add_card", card=card, zone="candidates", text="Repair cafés", rank=1)
    commands.start_step(session, FACILITATOR, camp, step)
    session.commit()
    ada, ben = Recorded(browse(board, ada_token)), Recorded(browse(board, ben_token))
    snapshot = ben.ask("missed", since=None)["snapshot"]
    assert snapshot["round"]["counts"] == {}
    ada.do("cast_ballot", round=snapshot["round"]["id"], choices={card: 1})
    assert not ben.knows('"choices": {"', f'"counts": {{"{card}"')  # his own, which are none, he may know
    votes = [said for said in ben.kept[1:] if "cast_ballot" in said]
    assert votes
    assert [said for said in votes if ada_seat.public_id in said or "Ada" in said] == []
    assert ben.ask("missed", since=None)["snapshot"]["round"]["voters"] == 1


def test_the_board_of_another_group_reaches_nobody_outside_and_nobody_who_moved_away(
    session: Session, browse: Browse
) -> None:
    camp = make_camp(session)
    ours, theirs = camp.groups[0].board, camp.groups[1].board
    (_, ada_token), (ben_seat, ben_token) = make_seat(session, camp, "Ada"), make_seat(session, camp, "Ben")
    (_, eve_token) = make_seat(session, camp, "Eve", group=camp.groups[1])
    session.commit()
    ada, ben, eve = Recorded(browse(ours, ada_token)), browse(ours, ben_token), Recorded(browse(theirs, eve_token))
    ben.join()
    eve.browser.board = ours.public_id
    for event in ("join", "missed", "op", "typing"):
        assert not eve.ask(event, **({"since": 0} if event in ("join", "missed") else {}))["ok"]
    ada.do("add_card", card=public_id(), zone="market", text="Hydrogen", rank=1)
    assert not eve.knows("Hydrogen")
    commands.seat_in_group(session, FACILITATOR, ben_seat, camp.groups[1])
    session.commit()
    ben.heard("changes")
    ada.do("add_card", card=public_id(), zone="market", text="Geothermal", rank=2)
    assert "Geothermal" not in json.dumps(ben.socket.queue)


def test_where_nobody_is_named_one_s_own_is_told_to_oneself_alone(session: Session, browse: Browse) -> None:
    camp = make_camp(session, is_anonymous=True)
    board: Board = camp.groups[0].board
    (ada_seat, ada_token), (_, ben_token) = make_seat(session, camp, "Ada"), make_seat(session, camp, "Ben")
    session.commit()
    ada, ben = Recorded(browse(board, ada_token)), Recorded(browse(board, ben_token))
    card, said = public_id(), public_id()
    ada.do("add_card", card=card, zone="market", text="Repair cafés", rank=1)
    ada.do("comment", card=card, comment=said, text="In every district")
    ada.do("react", card=card, reaction="like")
    ada.do("vote", card=card)
    again = browse(board, ada_token).join()["me"]
    assert again["own"] == {"cards": [card], "comments": {card: [said]}, "reactions": {card: ["like"]}}
    assert again["votes"] == {"limit": 5, "elsewhere": 0, "cards": [card]}
    late = Recorded(browse(board, ben_token))
    nothing = {"cards": [], "comments": {}, "reactions": {}}
    assert json.loads(late.kept[0])["me"]["own"] == nothing
    for other in (ben, late):
        changes = [told for told in other.kept if "presence" not in told]  # who is there, everybody sees
        assert other.knows("In every district")
        assert not [told for told in changes if ada_seat.public_id in told or "Ada" in told]
