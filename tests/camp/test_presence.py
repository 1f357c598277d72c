"""Who has a board open."""

from sqlalchemy.orm import Session

from cocreate.camp import queries
from cocreate.camp.attendance import NAMES_AT_ONCE, first_names
from cocreate.camp.commands import Visit, arrive
from tests.factories.camp import make_camp


def test_whoever_joins_hears_the_first_names_and_how_many_there_are(session: Session) -> None:
    here, there = (make_camp(session).groups[0].board.id for _ in range(2))
    everybody = [f"Person {number:03}" for number in range(NAMES_AT_ONCE + 5)]
    visits = [Visit(f"line {name}", here, None, name[-3:], name) for name in reversed(everybody)]
    second_tab = Visit("another line", here, None, "000", "Person 000")
    arrive(session, "a server", [*visits, second_tab, Visit("elsewhere", there, None, "far", "Aaron")])
    told = first_names(session, here)
    assert told["count"] == len(everybody), "a second tab counts once, another board not at all"
    assert [person["name"] for person in told["people"]] == everybody[:NAMES_AT_ONCE]
    assert told["people"][0] == {"ref": "000", "name": "Person 000"}
    present = queries.people_present(session, [here, there])
    assert [*present[here].values()] == everybody
    assert present[there] == {"far": "Aaron"}
    assert first_names(session, 0) == {"count": 0, "people": []}
