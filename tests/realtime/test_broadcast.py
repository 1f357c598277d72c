"""Changes leave together, in order, and what one seat alone may see goes to nobody else."""

from typing import Any

import gevent

from cocreate.camp.telling import ACKNOWLEDGED, LONG_TICK, MANY, SHORT_TICK, Broadcast

BOARD = "board0000001"


class Recorder:
    """Stands in for the Socket.IO server: keeps what is sent, and to which room."""

    async_mode = "gevent"

    def __init__(self, receivers: int = 3) -> None:
        self.sent: list[tuple[str, list[dict[str, Any]]]] = []
        self.slept: list[float] = []
        self.server = self.manager = self
        self.rooms = {"/board": {f"board:{BOARD}": range(receivers)}}

    def emit(self, event: str, args: tuple[list[dict[str, Any]], str], *, to: str, namespace: str) -> None:
        assert (event, args[1], namespace) == ("changes", BOARD, "/board")
        self.sent.append((to, args[0]))

    def start_background_task(self, *task: Any) -> None:
        gevent.spawn(*task)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        gevent.sleep(0)


def message(number: int) -> dict[str, Any]:
    return {"number": number, "op_id": f"op-{number}", "change": {"kind": "vote"}, "by": {"ref": "a", "name": "Ada"}}


def test_the_changes_of_a_tick_leave_as_one_event() -> None:
    recorder, broadcast = Recorder(), Broadcast()
    for number in (1, 2, 3):
        broadcast.tell(recorder, BOARD, message(number))
    assert recorder.sent == []
    gevent.sleep(0.01)
    assert recorder.sent == [(f"board:{BOARD}", [message(1), message(2), message(3)])]
    broadcast.tell(recorder, BOARD, message(4))
    gevent.sleep(0.01)
    assert recorder.sent[1:] == [(f"board:{BOARD}", [message(4)])]


def test_a_small_room_hears_of_the_first_change_at_once_and_of_the_next_after_a_tick() -> None:
    recorder, broadcast = Recorder(), Broadcast()
    for number in (1, 2):
        broadcast.tell(recorder, BOARD, message(number))
        gevent.sleep(0)
        gevent.sleep(0)
    assert recorder.slept[0] == ACKNOWLEDGED
    assert ACKNOWLEDGED < recorder.slept[1] <= SHORT_TICK


def test_in_a_large_room_every_change_waits_for_others() -> None:
    recorder, broadcast = Recorder(receivers=MANY), Broadcast()
    for number in (1, 2):
        broadcast.tell(recorder, BOARD, message(number))
        gevent.sleep(0.01)
    assert recorder.slept == [LONG_TICK, LONG_TICK]


def test_what_one_seat_alone_may_see_goes_to_that_seat_first_and_to_the_others_as_a_bare_number() -> None:
    recorder, broadcast = Recorder(), Broadcast()
    broadcast.tell(recorder, BOARD, message(1))
    broadcast.tell(recorder, BOARD, message(2), only="seat00000001")
    gevent.sleep(0.01)
    (to_seat, to_all) = recorder.sent
    assert to_seat == ("seat:seat00000001", [message(2)])
    unseen = {"number": 2, "op_id": "", "change": {"kind": "unseen"}, "by": {"ref": "", "name": ""}}
    assert to_all == (f"board:{BOARD}", [message(1), unseen])
