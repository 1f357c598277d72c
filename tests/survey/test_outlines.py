"""An organiser's own outline: read strictly, made light, kept with the question, drawn, and holding every answer."""

import io
import json
import math
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Closed, Invalid
from cocreate.survey import files
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.consultations import create_from_draft
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.commands.questions import add_question, bring_outline, duplicate_question
from cocreate.survey.kinds.places import BRUSSELS, holds, inside_of, own_region, region_of
from cocreate.survey.models import Answer, Consultation
from cocreate.survey.outlining import read_outline, simplified
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import AnswerGiven, AnswerSheet, ConsultationState, QuestionKind
from cocreate.survey.schema import MOST_POINTS, OPTIONS, outline
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.survey import make_consultation
from tests.survey.inviting.forms import address, filled, manage

WEST = [[3.0, 51.0], [3.5, 51.0], [3.5, 51.4], [3.0, 51.4], [3.0, 51.0]]
EAST = [[3.5, 51.0], [4.0, 51.0], [4.0, 51.4], [3.5, 51.4], [3.5, 51.0]]
LAKE = [[3.7, 51.1], [3.9, 51.1], [3.9, 51.3], [3.7, 51.3], [3.7, 51.1]]


def feature(*rings: Any, kind: str = "Polygon", **properties: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": list(rings)}}


def file(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


TWO = file(feature(WEST, name="Westland"), feature(EAST, LAKE, name="Eastland", **{"name:fr": "Pays de l’Est"}))


def kept() -> dict[str, Any]:
    return {"areas": read_outline(TWO).areas, "attribution": "Made up, CC0"}


def test_areas_with_names_holes_and_languages_are_read() -> None:
    read = read_outline(TWO)
    assert [area["key"] for area in read.areas] == ["westland", "eastland"] and read.read == read.kept == 12
    assert read.areas[1]["label"]["fr"] == "Pays de l’Est" and read.areas[1]["label"]["nl"] == "Eastland"
    region = own_region({"areas": read.areas})
    assert region.has(51.2, 3.2) and not region.has(51.2, 3.8), "a hole is no place"
    assert not region.has(51.5, 3.2) and not region.has(50.85, 4.35)
    assert region.has(51.0, 3.2) and region.has(50.999, 3.2), "on the edge, and hardly beside it"
    near = region.nearest(51.2, 3.1)
    assert near and near.key == "westland" and region.position(51.4, 3.0)[0] > 0
    eastland = region.places[1]
    assert region.has(eastland.lat, eastland.lon), "its point is none in the lake"


def test_a_shape_alone_is_an_outline_without_names() -> None:
    alone = json.dumps({"type": "MultiPolygon", "coordinates": [[WEST], [EAST, LAKE]]}).encode()
    (area,) = read_outline(alone).areas
    assert (area["label"], len(area["rings"])) == ({}, 3)
    assert own_region({"areas": [area]}).nearest(51.2, 3.2) is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "survey.file.no_json"),
        (b"\xff\xfe", "no_geojson"),
        (b"[" * 100_000, "no_geojson"),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 1]]]}', "no_geojson"),
        (b"[]", "no_geojson"),
        (b'{"type": "Topology"}', "no_geojson"),
        (file(), "empty"),
        (file(feature([3, 51], kind="Point")), "no_area"),
        (file(None), "no_area"),
        (file(feature()), "no_rings"),
        (file(feature(WEST) | {"properties": [1]}), "no_properties"),
        (file(feature(WEST) | {"properties": "x"}), "no_properties"),
        (file(feature([[3, 51], [3, 52], [3, 53], [3, 51]])), "no_width"),
        (file(feature([[3, 51], [3.1, 51.1], [3.3, 51.3], [3, 51]])), "no_width"),
        (file(feature(WEST[:-1])), "open_ring"),
        (file(feature(WEST[:2] + WEST[-1:])), "short_ring"),
        (file(feature([[3, 51], [3, 51], [4, 51], [3, 51]])), "short_ring"),
        (file(feature([[3, 51], ["4", 51], [4, 52], [3, 51]])), "no_spot"),
        (file(feature([[150_000, 170_000], *WEST[1:-1], [150_000, 170_000]])), "off_earth"),
        (
            file(feature(WEST), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::31370"}}),
            "other_system",
        ),
        (file(feature([[-100, 0], [100, 0], [0, 10], [-100, 0]])), "too_wide"),
        (file(*[feature(WEST)] * 201), "many_areas"),
        (file(feature(*[WEST] * 501)), "many_rings"),
        (file(feature([*[[3 + n / 1e5, 51 + n % 2] for n in range(50_001)], [3, 51]])), "many_points"),
        (b" " * (3 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_what_is_wrong_is_said(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_outline(content)
    assert refused.value.code.endswith(code)


def test_the_place_of_a_mistake_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        read_outline(file(feature(WEST), feature(EAST, LAKE[:-1])))
    assert refused.value.params == {"feature": 2, "ring": 2}


def test_a_large_outline_becomes_light_and_keeps_its_shape_and_every_island() -> None:
    round_ = [[3 + math.cos(n / 1000 * math.tau) / 2, 51 + math.sin(n / 1000 * math.tau) / 2] for n in range(1000)] * 1
    fine = [[4 + math.cos(n / 9000 * math.tau) / 2, 51 + math.sin(n / 9000 * math.tau) / 2] for n in range(9000)]
    small = [[3.5, 52], [3.50001, 52], [3.50001, 52.00001], [3.5, 52]]
    read = read_outline(file(feature([*round_, round_[0]]), feature([*fine, fine[0]]), feature(small)))
    assert (read.read, read.kept) == (10_003, MOST_POINTS) and len(read.areas) == 3
    assert all(len(area["rings"][0]) >= 6 for area in read.areas)
    region = own_region({"areas": read.areas})
    assert region.has(51.0, 4.49) and not region.has(51.4, 4.45)


def test_a_ring_keeps_three_points_however_few_are_wanted() -> None:
    square, line = [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0)], [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (3.0, 3.0)]
    light = simplified([square, square, line], 9)
    assert [len(set(ring)) for ring in light] == [3, 3, 3], "also where all points lie on one line"
    assert light[0] == light[1] == [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0)] and light[2][0] == (0.0, 0.0)
    across = [(0.0, 0.0), (3.0, 0.0), (1.0, 0.0), (0.0, 0.0), (2.0, 0.0)]
    assert [len(set(ring)) for ring in simplified([across], 3)] == [3], "a place that comes twice is one"


def test_a_line_beside_an_area_is_read_and_kept_as_it_must_be() -> None:
    fine = [[4 + math.cos(n / 3000 * math.tau) / 2, 51 + math.sin(n / 3000 * math.tau) / 2] for n in range(3000)]
    line = [[3.0, 51.0], [3.0, 51.1], [3.0, 51.2], [3.0, 51.3], [3.0, 51.0]]
    (area,) = read_outline(file(feature([[*fine, fine[0]]], [line], kind="MultiPolygon"))).areas
    assert len(area["rings"][1]) == 6 and outline({"areas": [area]}, "outline") == {"areas": [area]}


def test_signs_that_cannot_be_kept_or_seen_become_spaces_or_nothing() -> None:
    (area,) = read_outline(file(feature(WEST, name=" Saint\u00a0Gilles\n\u200b\ud800 "))).areas
    assert area["label"]["en"] == "Saint Gilles"
    with pytest.raises(Invalid) as refused:
        read_outline(file({"type": "Feature", "geometry": {"type": "Poly\ud800gon"}}))
    assert refused.value.params["type"] == "Polygon"


def test_a_stored_outline_is_checked_as_strictly_when_it_comes_in_a_file() -> None:
    good = {"region": "own", "outline": kept()}
    rule = OPTIONS[QuestionKind.MAP_POINT]
    assert rule(json.loads(json.dumps(good)), "") == good
    for change in (
        {"areas": []},
        {"areas": [{"key": "a", "rings": []}]},
        {"areas": [{"key": "a", "rings": [[3, 51, 4, 51]]}]},
        {"areas": [{"key": "a", "rings": [[3, 51, 4, 51, 4, 520]]}]},
        {"areas": [{"key": "a", "rings": [[3, 51, 4, 51, 4]]}]},
        {"areas": [{"key": "a", "rings": [[3, 51, 4, 51, 5, 51]]}]},
        {"areas": [{"key": "a", "rings": [[float(n % 9) for n in range(4100)]]}]},
        {"areas": kept()["areas"], "tiles": "https://example.org"},
    ):
        with pytest.raises(Invalid):
            outline(change, "outline")


def test_an_inner_point_lies_inside() -> None:
    horseshoe = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (8.0, 9.0), (8.0, 1.0), (1.0, 1.0), (1.0, 9.0), (0.0, 9.0)]
    assert holds([horseshoe], inside_of([horseshoe]))


PLACE = QuestionDraft("place", QuestionKind.MAP_POINT, {"en": "Where?"}, is_required=True)


@pytest.fixture
def draft(session: Session) -> Consultation:
    return make_consultation(session, state=ConsultationState.DRAFT, questions=[PLACE])


def bring(client: FlaskClient, draft: Consultation, content: bytes = TWO, **more: str) -> Any:
    (question,) = draft.questions
    page = manage(draft, "questions", question.public_id, "map")
    typed = {"csrf_token": csrf_token(client.get(manage(draft)).text), "version": str(question.version)} | more
    sent = {"file": (io.BytesIO(content), "outline.geojson")} if content else {}
    return client.post(page, data=typed | sent, content_type="multipart/form-data")


def test_an_organiser_brings_an_outline_and_people_answer_on_it(
    client: FlaskClient, session: Session, draft: Consultation
) -> None:
    sign_in(client, make_member(session, draft.process, Role.ORGANISER))
    refused = bring(client, draft, file(feature(WEST[:-1])))
    assert refused.status_code == 422 and "it does not end where it begins" in refused.text
    assert bring(client, draft, b"").status_code == 422
    assert bring(client, draft, attribution="Made up, CC0").status_code == 302
    session.expire_all()
    (question,) = draft.questions
    assert region_of(question.options).is_own and question.options == {"region": "own", "outline": kept()}
    (line,) = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:question:outline"))
    assert (line.details["areas"], line.details["points"]) == (2, 12)
    assert bring(client, draft, b"", attribution="Somebody’s").status_code == 302, "the line alone can be mended"
    shown = client.get(manage(draft, "questions", question.public_id, "map")).text
    assert "Somebody’s" in shown and "Westland" in shown
    client.post(manage(draft, "open"), data={"csrf_token": csrf_token(client.get(manage(draft)).text)})
    assert bring(client, draft).status_code == 409, "what people answered on stays"

    page = client.get(address(draft)).text
    assert "Somebody’s" in page and "Westland" in page and "Commune" not in page and '<path d="M' in page
    outside = client.post(address(draft), data=filled(page) | {"q-place-lat": "50.85", "q-place-lon": "4.35"})
    assert outside.status_code == 422 and "outside the outline" in outside.text
    assert client.post(address(draft), data=filled(page) | {"q-place-commune": "eastland"}).status_code == 303
    (answer,) = session.scalars(select(Answer))
    assert region_of(question.options).has(answer.value["lat"], answer.value["lon"])
    assert "Eastland" in client.get(address(draft, "thanks")).text
    assert "Mark the place with a cross" in client.get(address(draft, "print")).text


def test_it_goes_along_with_files_and_copies_and_is_asked_for_before_the_opening(
    session: Session, draft: Consultation
) -> None:
    (question,) = draft.questions
    question.options = {"region": "own"}
    with pytest.raises(Invalid, match="has_errors"):
        open_consultation(session, SYSTEM, draft)
    assert region_of(question.options) is BRUSSELS
    bring_outline(session, SYSTEM, question, read_outline(TWO), "Made up, CC0")
    copy = duplicate_question(session, SYSTEM, question)
    assert copy.options == question.options
    text = files.to_json(draft)
    made = create_from_draft(session, SYSTEM, draft.process, files.draft_of(text))
    session.expire_all()
    assert files.to_json(made) == text
    open_consultation(session, SYSTEM, draft)
    with pytest.raises(Closed):
        bring_outline(session, SYSTEM, question, read_outline(TWO), "")


def test_while_people_are_asked_no_map_comes_whose_outline_cannot_come_any_more(
    client: FlaskClient, session: Session, draft: Consultation
) -> None:
    bring_outline(session, SYSTEM, draft.questions[0], read_outline(TWO), "Made up, CC0")
    open_consultation(session, SYSTEM, draft)
    bare = QuestionDraft("second", QuestionKind.MAP_POINT, {"en": "And where?"}, options={"region": "own"})
    with pytest.raises(Invalid, match="no_outline"):
        add_question(session, SYSTEM, draft, bare, reason="Forgotten")
    assert [question.key for question in draft.questions] == ["place"]
    copy = duplicate_question(session, SYSTEM, draft.questions[0], reason="Forgotten")
    assert region_of(copy.options).is_own


def test_results_are_drawn_on_the_outline_that_people_answered_on(
    client: FlaskClient, session: Session, draft: Consultation
) -> None:
    bring_outline(session, SYSTEM, draft.questions[0], read_outline(TWO), "Made up, CC0")
    open_consultation(session, SYSTEM, draft)
    given = AnswerGiven("place", {"lat": 51.2, "lon": 3.2})
    import_submissions(session, SYSTEM, draft, [AnswerSheet(language="en", answers=(given,))] * 6)
    close_consultation(session, SYSTEM, draft)
    session.commit()
    page = client.get(address(draft, "results")).text
    assert "Westland" in page and "Made up, CC0" in page and "Where people set a point" in page
    drawn = region_of(draft.questions[0].options)
    assert page.count('class="chart-area"') == len(drawn.shapes) == 2
    assert not any(commune.title["en"] in page for commune in BRUSSELS.places)
