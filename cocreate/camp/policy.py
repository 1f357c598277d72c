"""Who may see, work on and run the boards of a camp."""

from collections.abc import Iterable
from typing import Any, Protocol

from cocreate.camp.rules import BoardState
from cocreate.core.permissions import EVERYONE, INSIDERS, ORGANISERS, Actor, Permission, Role, define, require
from cocreate.errors import NotFound
from cocreate.process.rules import PhaseKind

HOSTS = ORGANISERS | {Role.FACILITATOR}  # those who run a camp
AT_THE_TABLE = HOSTS | {Role.PARTICIPANT}
CAMP = PhaseKind.CAMP.value

define(
    Permission("camp:camp:view", EVERYONE, "See the page of a camp: what it is about, its groups, how to join."),
    Permission("camp:seat:open", EVERYONE, "Give the code of a camp, or open one's personal link."),
    Permission("camp:seat:take", EVERYONE, "Take a new seat in a camp with its code.", during=CAMP),
    Permission("camp:seat:leave", EVERYONE, "Leave one's own seat on this device."),
    Permission(
        "camp:board:view", INSIDERS | {Role.PARTICIPANT}, "See a live board: of one's own group, or any as staff."
    ),
    Permission("camp:board:work", AT_THE_TABLE, "Send changes of a board; each kind needs its own permission too."),
    Permission("camp:board:prepare", HOSTS, "Fill a board before it is opened to its group."),
    Permission("camp:card:add", AT_THE_TABLE, "Add a card to an open board.", during=CAMP),
    Permission("camp:card:edit", AT_THE_TABLE, "Change the text of any card on an open board.", during=CAMP),
    Permission("camp:card:move", AT_THE_TABLE, "Move any card on an open board.", during=CAMP),
    Permission("camp:card:remove", AT_THE_TABLE, "Take a card off an open board; it can be brought back.", during=CAMP),
    Permission("camp:card:restore", AT_THE_TABLE, "Bring a removed card back.", during=CAMP),
    Permission("camp:card:cite", AT_THE_TABLE, "Say on which themes of the consultation a card rests.", during=CAMP),
    Permission("camp:card:comment", AT_THE_TABLE, "Say something about a card, or take that back.", during=CAMP),
    Permission("camp:card:react", AT_THE_TABLE, "Put a quick sign on a card.", during=CAMP),
    Permission("camp:card:link", AT_THE_TABLE, "Say how one card stands to another.", during=CAMP),
    Permission("camp:card:merge", AT_THE_TABLE, "Make one card of several, or several of one.", during=CAMP),
    Permission("camp:card:attach", AT_THE_TABLE, "Upload a file for a card, put it on or take it off.", during=CAMP),
    Permission("camp:card:lock", HOSTS, "Keep a card as it is, prepared material for example.", during=CAMP),
    Permission("camp:vote:cast", AT_THE_TABLE, "Vote with one's seat: for cards, and in a round.", during=CAMP),
    Permission("camp:card:promote", HOSTS, "Turn a card into a candidate SID."),
    Permission("camp:camp:manage", HOSTS, "See the console of a camp: boards, seats, who is present."),
    Permission("camp:camp:edit", HOSTS, "Create a camp, change it and its groups, renew its join code."),
    Permission("camp:board:steer", HOSTS, "Open, lock and close boards."),
    Permission("camp:plan:edit", HOSTS, "Write the session plan of a camp."),
    Permission("camp:plan:run", HOSTS, "Start, pause, extend and skip the steps of the plan."),
    Permission("camp:message:send", HOSTS, "Send a message to everybody in a camp, or to one group."),
    Permission("camp:board:gather", HOSTS, "Bring everybody to a board, or to a card."),
    Permission("camp:help:ask", AT_THE_TABLE, "Ask those who run the camp for help."),
    Permission("camp:help:answer", HOSTS, "See who asks for help, and say that it was given."),
    Permission("camp:round:run", HOSTS, "Open votes on boards and close them."),
    Permission("camp:card:moderate", HOSTS, "Hide cards and comments, mute and remove people, with a reason; undo it."),
    Permission("camp:seat:manage", HOSTS, "Hand out personal links, move people between groups, end seats."),
    Permission(
        "camp:report:view", EVERYONE, "Read the report of a camp, take its data: of closed boards, or as staff."
    ),
    Permission("camp:replay:view", INSIDERS, "See a board as of any moment, and on the big screen."),
    Permission("camp:report:make", INSIDERS, "Have the report of a camp made as PDF or DOCX."),
    Permission("camp:registration:send", EVERYONE, "Register for a camp that takes registrations."),
    Permission("camp:registration:own", EVERYONE, "See or erase one's own registration, by the link in the letter."),
    Permission(
        "camp:registration:manage", HOSTS, "See, enter, import, accept and decline registrations; send personal links."
    ),
    Permission("camp:grouping:manage", HOSTS, "Let working groups be proposed, change the proposal and accept it."),
    Permission("camp:seat:check_in", HOSTS, "Say who has arrived; show the entrance and print name tags."),
    Permission("camp:waiting:view", INSIDERS | {Role.PARTICIPANT}, "Wait for one's board to open."),
    Permission("camp:seat:arrive", AT_THE_TABLE, "Say that one is here."),
    Permission("camp:record:view", EVERYONE, "Read the cards of a closed board; of any board as staff."),
)


class _Seat(Protocol):
    camp_id: int
    group_id: int | None
    is_observer: bool

    @property
    def awaits_group(self) -> bool: ...


def require_sight(actor: Actor, seat: _Seat | None, board: Any) -> None:
    """A guest sees the board of the own group and that of the plenary; observers, and seats without a group, see any.

    Those who run or follow the process see all. Whoever still waits for a group sees the plenary's board only.
    """
    require(actor, "camp:board:view")
    if not actor.roles.isdisjoint(INSIDERS):
        return
    group = board.group
    if seat is None or seat.camp_id != group.camp_id:
        raise NotFound()
    if group.is_plenary or seat.is_observer or seat.group_id == group.id:
        return
    if seat.group_id is not None or seat.awaits_group:
        raise NotFound()


def has_report(camp: Any, actor: Actor) -> bool:
    """Whether somebody may read what became of a camp: staff always, others once a board is closed."""
    if not actor.roles.isdisjoint(INSIDERS):
        return True
    return not camp.is_rehearsal and any(group.board.state == BoardState.CLOSED for group in camp.groups)


def require_work(actor: Actor, permission: str, state: str, open_phases: Iterable[str]) -> None:
    """Whether somebody who sees a board has the role, and the phase is open; `board.decide` knows the board itself."""
    if state == BoardState.PREPARING and not actor.roles.isdisjoint(HOSTS):
        require(actor, "camp:board:prepare")
        return
    require(actor, permission, open_phases)
