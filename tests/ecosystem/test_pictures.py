"""The map and the network: pure drawing, and pages whose list or table says the same as the picture."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.analysis.network import lay_out
from cocreate.core.permissions import SYSTEM
from cocreate.ecosystem import commands
from cocreate.ecosystem.picture.map import HEIGHT, WIDTH, Frame, Pin, box_of, clusters
from cocreate.ecosystem.places import spot_of, spot_of_municipality
from cocreate.ecosystem.rules import Part, Spot
from cocreate.process.models import Process
from tests.factories.ecosystem import make_actor
from tests.factories.process import make_process


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def test_every_place_lies_inside_its_frame_north_up_and_east_right() -> None:
    spots = [Spot(50.8, 4.3), Spot(50.9, 4.5), Spot(50.85, 4.35)]
    frame = Frame(box_of(spots))
    placed = [frame.at(spot) for spot in spots]
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in placed)
    (south_x, south_y), (north_x, north_y), _middle = placed
    assert north_y < south_y and south_x < north_x


def test_a_kilometre_east_is_as_long_as_a_kilometre_north() -> None:
    frame = Frame(box_of([Spot(50.8, 4.3), Spot(50.9, 4.5)]))
    (x, y), (east, _y), (_x, north) = (frame.at(Spot(*where)) for where in ((50.85, 4.4), (50.85, 4.5), (50.9132, 4.4)))
    assert east - x == pytest.approx(y - north, rel=0.01)  # 0.1 degree of longitude is 0.0632 of latitude there


def test_what_would_hide_each_other_is_one_circle_and_nothing_is_lost() -> None:
    pins = [Pin(str(number), f"Actor {number}", Spot(50.85 + number * 1e-5, 4.35)) for number in range(5)]
    pins.append(Pin("far", "Far", Spot(50.9, 4.5)))
    found = clusters(pins, Frame(box_of([pin.spot for pin in pins])))
    assert sorted(len(one.pins) for one in found) == [1, 5]
    assert {pin.key for one in found for pin in one.pins} == {pin.key for pin in pins}
    close = next(one for one in found if len(one.pins) == 5)
    assert close.is_spread and not clusters(pins[:1], Frame(close.box))[0].is_spread


def test_the_same_ties_give_the_same_picture_and_leaves_keep_apart() -> None:
    ties = {f"leaf {number}": ["a" if number % 2 else "b"] for number in range(20)} | {"both": ["a", "b"]}
    placed = lay_out(["a", "b"], ties)
    assert placed == lay_out(["a", "b"], ties) != lay_out(["a", "b"], ties, seed=2)
    spots = list(placed.leaves.values())
    near = [
        ((x - other_x) / 3.2) ** 2 + (y - other_y) ** 2
        for place, (x, y) in enumerate(spots)
        for other_x, other_y in spots[:place]
    ]
    assert min(near) ** 0.5 > 0.03
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in spots)


def test_a_municipality_is_known_by_each_of_its_names(session: Session, process: Process) -> None:
    found = spot_of_municipality("IXELLES")
    assert found is not None and found == spot_of_municipality("Elsene")
    assert spot_of_municipality("Nowhere") is None
    own = make_actor(session, process, "Own", municipality="Elsene", spot=Spot(50.0, 4.0))
    assert spot_of(own) == Spot(50.0, 4.0)


def test_the_map_says_as_a_list_what_it_shows(session: Session, client: FlaskClient, process: Process) -> None:
    for number in range(3):
        make_actor(session, process, f"Together {number}", spot=Spot(50.83 + number * 0.002, 4.36))
    make_actor(session, process, "Alone", municipality="Jette")
    make_actor(session, process, "Nowhere to be found")
    address = f"/en/p/{process.public_id}/ecosystem/map"
    text = client.get(address).text
    assert 'aria-label="Map of 4 actors"' in text and "Without a place (1)" in text
    assert text.count("ecosystem-map__spot") == 2
    closer = re.search(r'href="[^"]*(\?[^"]*area=[^"]*)"', text)
    assert closer
    near = client.get(address + closer[1].replace("&amp;", "&")).text
    assert 'aria-label="Map of 3 actors"' in near and near.count("ecosystem-map__spot") == 3
    assert "Alone" not in near and "Show the whole map again" in near
    for nonsense in ("x", "1,2,3", "9,9,1,1", "nan,0,1,1", "0,0,inf,1"):
        assert "Map of 4 actors" in client.get(f"{address}?area={nonsense}").text


def test_the_network_says_as_a_table_what_it_shows(session: Session, client: FlaskClient, process: Process) -> None:
    row = make_actor(session, process, "Repair Works")
    make_actor(session, process, "Serves nobody")
    for challenge, part in ((process.challenges[0], Part.MARKET), (process.challenges[2], Part.RESEARCH)):
        commands.add_strength(session, SYSTEM, process, row, challenge, part)
    text = client.get(f"/en/p/{process.public_id}/ecosystem/network").text
    assert 'aria-label="1 actors and 3 challenges"' in text
    assert text.count("ecosystem-net__tie") == 2 and text.count('class="ecosystem-net__hub"') == 3
    cells = re.findall(r"<td>(.*?)</td>", text, flags=re.S)
    assert [re.sub(r"<.*?>", "", cell).strip() for cell in cells] == ["Market potential", "–", "Research"]
