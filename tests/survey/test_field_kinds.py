"""Kinds of question that are filled in: what people type, what is made of it, and what comes back to the page."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cocreate.process.models import Asset, Challenge, SubChallenge
from cocreate.survey.kinds import KINDS, Ground, ResultRow, kind_of
from cocreate.survey.kinds.numbers import number_from, number_text
from cocreate.survey.kinds.places import BRUSSELS, COMMUNES, WIDTH
from cocreate.survey.kinds.plain import may_quote
from cocreate.survey.kinds.project import ProjectActor, actors_of
from cocreate.survey.kinds.texts import MOST_WAYS, fits, is_safe
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import AnswerGiven, QuestionKind

ROWS = [{"key": "one", "label": {"en": "One"}}, {"key": "two", "label": {"en": "Two"}}]
ROLES = [{"key": "leads", "label": {"en": "Leads"}}]
FIELD_KINDS = {
    QuestionKind.SHORT_TEXT: {},
    QuestionKind.SHORT_TEXTS: {"rows": ROWS},
    QuestionKind.LONG_TEXT: {},
    QuestionKind.TEXT_PER_CHALLENGE: {},
    QuestionKind.COMPLETE_LIST: {"of": "both"},
    QuestionKind.PROJECT: {"roles": ROLES},
    QuestionKind.NUMBER: {"decimals": 2},
    QuestionKind.DATE: {"time": True},
    QuestionKind.FILES: {},
    QuestionKind.MAP_POINT: {"region": "brussels"},
    QuestionKind.CONSENT: {},
}
KEY = "0123456789abcdef0123456789abcdef"


def challenge(name: str) -> Challenge:
    made = Challenge(public_id=name, title={"en": name.upper()}, position=1)
    made.sub_challenges = [SubChallenge(public_id=f"{name}part", title={"en": "Part"}, position=1)]
    made.assets = [Asset(public_id=f"{name}asset", title={"en": "Asset"}, position=1)]
    return made


GROUND = Ground((challenge("a"), challenge("b")))


def question(kind: QuestionKind, *, is_required: bool = False, **options: Any) -> QuestionDraft:
    return QuestionDraft("q", kind, {"en": "?"}, is_required=is_required, options=options)


def read(asked: QuestionDraft, typed: Mapping[str, str]) -> list[AnswerGiven]:
    return kind_of(asked).read(asked, typed, GROUND)


def codes(asked: QuestionDraft, typed: Mapping[str, str]) -> list[str]:
    return [problem.code for problem in kind_of(asked).problems(asked, read(asked, typed), GROUND)]


PATIENTLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = st.text(max_size=60) | st.sampled_from(
    ["1", " 3,5 ", "1.000", "-0", "1e999", "2026-11-24", "24/11/2026 10:30", "0000-99-99", "50.85", "4.35", "ixelles",
     "business", "leads", f"{KEY}:plan.pdf", "مرحبا", "👩🏽‍🚀", "\x00", "a\r\nb\n\na"]
)  # fmt: skip
FIELDS = st.sampled_from(
    ["q-q", "q-q-one", "q-q-two", "q-q-a", "q-q-b", "q-q-a-added", "q-q-b-added", "q-q-a-mark-apart",
     "q-q-b-mark-basset", "q-q-title", "q-q-description", "q-q-lat", "q-q-lon", "q-q-commune", "q-q-file-1",
     "q-q-file-3", f"q-q-drop-{KEY}",
     *(f"q-q-actor-{n}-{part}" for n in (1, 3, 31) for part in ("name", "type", "role", "contact", "consent"))]
)  # fmt: skip


@PATIENTLY
@pytest.mark.parametrize("kind", FIELD_KINDS)
@given(typed=st.dictionaries(FIELDS, WORDS, max_size=14))
def test_what_was_read_and_shown_again_reads_the_same(kind: QuestionKind, typed: dict[str, str]) -> None:
    asked = question(kind, **FIELD_KINDS[kind])
    first = read(asked, typed)
    shown = kind_of(asked).refill(asked, first)
    if kind is QuestionKind.PROJECT and codes(asked, typed):
        return  # an actor of whom only a contact was typed, without consent, is an empty row that is never stored
    assert read(asked, shown) == first
    assert all(kind_of(asked).owns(asked, field) for field in shown)


@PATIENTLY
@pytest.mark.parametrize("kind", FIELD_KINDS)
@given(typed=st.dictionaries(FIELDS, WORDS, max_size=14))
def test_whatever_is_typed_can_be_judged_said_and_exported(kind: QuestionKind, typed: dict[str, str]) -> None:
    asked = question(kind, **FIELD_KINDS[kind])
    answers = read(asked, typed)
    one = kind_of(asked)
    assert all(problem.field and problem.code for problem in one.problems(asked, answers, GROUND))
    one.said(asked, answers, GROUND)
    assert set(one.cells(asked, answers, GROUND)) <= {key for key, _label in one.columns(asked, GROUND)}
    assert all(fact == "q" or fact.startswith("q.") for fact in one.facts(asked, answers))


@PATIENTLY
@pytest.mark.parametrize("kind", FIELD_KINDS)
@given(sheets=st.lists(st.dictionaries(FIELDS, WORDS, max_size=14), max_size=4))
def test_the_tallies_know_as_much_as_the_answers(kind: QuestionKind, sheets: list[dict[str, str]]) -> None:
    asked = question(kind, **FIELD_KINDS[kind])
    one = kind_of(asked)
    answers = [(n, answer) for n, typed in enumerate(sheets) for answer in read(asked, typed)]
    given_problems = [answer for n, answer in answers if one.problems(asked, [answer], GROUND)]
    if given_problems:
        return  # such sheets are never stored
    helix = ["citizen", "research", "", "citizen"]
    stored = [ResultRow(a.item, a.value, bool(a.text), helix[n], "en") for n, a in answers]
    tallied = [
        ResultRow(item, value, bool(a.text), helix[n], "en") for n, a in answers for item, value in one.counted(a)
    ]
    assert one.summarise(asked, tallied, GROUND) == one.summarise(asked, stored, GROUND)


@pytest.mark.parametrize("kind", FIELD_KINDS)
def test_a_required_question_misses_its_answer(kind: QuestionKind) -> None:
    asked = question(kind, is_required=True, **FIELD_KINDS[kind])
    assert codes(asked, {}) == ["required"]
    assert codes(replace(asked, is_soft=True), {}) == []


@pytest.mark.parametrize("kind", [QuestionKind.PAGE, QuestionKind.INFORMATION])
def test_what_only_tells_something_takes_no_answer(kind: QuestionKind) -> None:
    asked = question(kind, is_required=True)
    assert not KINDS[kind].asks
    assert read(asked, {"q-q": "x"}) == [] and codes(asked, {}) == []
    assert kind_of(asked).problems(asked, [AnswerGiven("q", text="x")], GROUND)
    assert kind_of(asked).columns(asked, GROUND) == [] and kind_of(asked).summarise(asked, [], GROUND) is None


@pytest.mark.parametrize(
    ("wanted", "good", "bad"),
    [
        ("email", ["ana@example.org", "a.b+c@sub.example.brussels"], ["ana", "ana@", "a@localhost", "a b@example.org"]),
        ("phone", ["+32 2 123 45 67", "02/123.45.67"], ["12", "call me", "+32 2 123 45 67 89 01 23 45"]),
        ("url", ["https://example.org/a?b=c", "example.org"], ["http://", "javascript:alert(1)", "two w.org", "//["]),
    ],
)  # fmt: skip
def test_a_format_lets_the_right_texts_pass(wanted: str, good: list[str], bad: list[str]) -> None:
    asked = question(QuestionKind.SHORT_TEXT, format=wanted)
    assert [codes(asked, {"q-q": text}) for text in good] == [[]] * len(good)
    assert [codes(asked, {"q-q": text}) for text in bad] == [[f"survey.answer.no_{wanted}"]] * len(bad)


def test_a_short_text_has_its_least_and_its_most() -> None:
    asked = question(QuestionKind.SHORT_TEXT, min_length=3, max_length=5)
    assert codes(asked, {"q-q": "ab"}) == ["survey.answer.too_short"]
    assert codes(asked, {"q-q": "abcdef"}) == ["survey.answer.too_long"]
    assert codes(asked, {"q-q": "a" * 1_000_000}) == ["survey.answer.too_long"]
    assert codes(asked, {"q-q": " abcd\x00 "}) == []
    long = question(QuestionKind.LONG_TEXT, min_length=3, max_length=5)
    assert codes(long, {"q-q": "ab"}) == ["survey.answer.too_short"]
    assert codes(long, {"q-q": "abcdef"}) == ["survey.answer.too_long"]


@pytest.mark.parametrize(
    "pattern", ["[A-Z]{2} ?[0-9]{4}", r"BE[0-9]{10}", r"(?:ab|cd)-\d+", r"[^\]a]+x?", r"\(.*\)", "[]a]+", r"[\]b]{2,3}"]
)
def test_a_pattern_of_an_ordinary_kind_is_used(pattern: str) -> None:
    assert is_safe(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+b", "(a|a)*b", "(a|ab)*c", "a*a*a*a*b", "(.*)(.*)(.*)x", "((a{1,99}){1,99}){1,99}", r"(a)\1", "(?=a)b", "(",
     "[", "x" * 201, r"[\][]a*a*a*a*]", "a{1,300}a{1,300}a{1,300}b", "\\"],
)  # fmt: skip
def test_a_pattern_that_could_take_for_ever_is_refused(pattern: str) -> None:
    assert not is_safe(pattern)
    assert fits(pattern, "a" * 40)  # and keeps nobody from answering


@settings(deadline=60_000)
@pytest.mark.filterwarnings("ignore::FutureWarning")  # of Python about brackets within brackets
@given(st.text(alphabet="ab(|)*+?{2,9}[]\\.^", max_size=14), st.text(alphabet="ab", max_size=300))
def test_no_pattern_that_is_let_pass_takes_long(pattern: str, text: str) -> None:
    fits(pattern, text)  # hypothesis stops what takes longer than its deadline
    assert MOST_WAYS < 10**6


def test_a_text_that_has_not_the_pattern_is_told_so() -> None:
    asked = question(QuestionKind.SHORT_TEXT, format="pattern", pattern="[A-Z]{2}[0-9]+")
    assert codes(asked, {"q-q": "BE12"}) == []
    assert codes(asked, {"q-q": "BE12x"}) == ["survey.answer.not_the_pattern"]


def test_several_short_texts_are_facts_of_their_rows() -> None:
    asked = question(QuestionKind.SHORT_TEXTS, rows=ROWS)
    answers = read(asked, {"q-q-two": " two \n lines ", "q-q-three": "unknown"})
    assert answers[0].value == {"texts": {"two": "two lines"}}
    assert kind_of(asked).facts(asked, answers) == {"q": ("two lines",), "q.two": ("two lines",)}
    assert kind_of(asked).cells(asked, answers, GROUND) == {"two": "two lines"}
    summary = kind_of(asked).summarise(asked, [ResultRow("", answers[0].value, False, "citizen", "en", 3)], GROUND)
    assert (summary.answered, summary.by_item) == (3, {"two": 3})


@pytest.mark.parametrize(
    ("text", "decimals", "number"),
    [
        ("12", 0, 12), ("3,5", 1, 3.5), ("3.5", 1, 3.5), ("1 250,50", 2, 1250.5), ("1.250,50", 2, 1250.5),
        ("1,250.50", 2, 1250.5), ("1.000", 0, 1000), ("1.000", 2, 1), ("1,234,567", 2, 1234567), ("−4", 0, -4),
        (".5", 1, 0.5),
        ("1e999", 2, None), ("nan", 2, None), ("inf", 0, None), ("12 apples", 0, None), ("1.2.3", 2, None),
        ("--1", 0, None),
        ("9" * 400, 0, None), ("١٢", 0, None), ("", 0, None),
    ],
)  # fmt: skip
def test_a_number_is_read_however_people_write_it(text: str, decimals: int, number: float | None) -> None:
    assert number_from(text, decimals) == number


@given(st.integers(-(10**14), 10**14) | st.floats(-(10**9), 10**9).map(lambda x: round(x, 6)), st.integers(0, 6))
def test_a_number_shown_reads_the_same(number: float, decimals: int) -> None:
    assert number_from(number_text(number, decimals), decimals) == number


def test_a_number_keeps_to_its_bounds_decimals_and_steps() -> None:
    asked = question(QuestionKind.NUMBER, min=0, max=10, step=2.5, decimals=1)
    said = {text: codes(asked, {"q-q": text}) for text in ("7,5", "-1", "11", "3", "2.55", "many")}
    assert said == {
        "7,5": [],
        "-1": ["survey.answer.number_low"],
        "11": ["survey.answer.number_high"],
        "3": ["survey.answer.step"],
        "2.55": ["survey.answer.decimals"],
        "many": ["survey.answer.no_number"],
    }
    assert codes(question(QuestionKind.NUMBER), {"q-q": "1.5"}) == ["survey.answer.whole"]
    odd = AnswerGiven("q", {"number": float("nan")})
    assert kind_of(asked).problems(asked, [odd], GROUND)


def test_numbers_are_counted_by_helix() -> None:
    asked = question(QuestionKind.NUMBER)
    rows = [ResultRow("", {"number": n}, False, helix, "en", 2) for n, helix in ((3, "citizen"), (1, ""), (3, ""))]
    summary = kind_of(asked).summarise(asked, rows, GROUND)
    assert (summary.answered, dict(summary.values)) == (6, {1: 2, 3: 4})
    assert summary.by_helix == {"citizen": {3: 2}, "": {1: 2, 3: 2}}


@pytest.mark.parametrize(
    ("text", "with_time", "stored"),
    [
        ("2026-11-24", False, "2026-11-24"), ("24/11/2026", False, "2026-11-24"), ("4.1.2026", False, "2026-01-04"),
        ("2026-11-24T10:30", True, "2026-11-24T10:30"), ("2026-11-24T10:30:15", True, "2026-11-24T10:30"),
        ("24-11-2026 9h05", True, "2026-11-24T09:05"), ("2026-11-24T10:30", False, "2026-11-24"),
    ],
)  # fmt: skip
def test_a_date_is_read_however_people_write_it(text: str, with_time: bool, stored: str) -> None:
    asked = question(QuestionKind.DATE, time=with_time)
    assert read(asked, {"q-q": text})[0].value == {"date": stored} and codes(asked, {"q-q": text}) == []


@pytest.mark.parametrize(
    "text", ["0000-99-99", "2026-02-30", "tomorrow", "2026-11-24T25:00", "24/11/26", "1" * 1_000_000]
)
def test_what_is_no_date_is_told_so_and_comes_back(text: str) -> None:
    asked = question(QuestionKind.DATE, time=True)
    assert codes(asked, {"q-q": text}) == ["survey.answer.no_date"]
    assert kind_of(asked).refill(asked, read(asked, {"q-q": text})) == {"q-q": text[:40]}


def test_a_date_keeps_to_its_bounds() -> None:
    asked = question(QuestionKind.DATE, min="2026-01-01", max="2026-12-31", time=True)
    assert codes(asked, {"q-q": "31/12/2025"}) == ["survey.answer.date_early"]
    assert codes(asked, {"q-q": "2026-12-31T23:59"}) == []
    assert codes(asked, {"q-q": "2027-01-01"}) == ["survey.answer.date_late"]


def test_a_list_is_completed_and_its_entries_are_marked() -> None:
    asked = question(QuestionKind.COMPLETE_LIST, of="sub_challenges")
    typed = {
        "q-q-a-mark-apart": "1",
        "q-q-a-mark-aasset": "1",
        "q-q-a-added": "New one\n\n new  one \nNew one",
        "q-q-zz-added": "?",
    }
    answers = read(asked, typed)
    assert answers == [
        AnswerGiven("q", {"marked": ["apart"], "added": ["New one", "new one"]}, "New one\nnew one", "a")
    ]
    assert codes(asked, typed) == []
    assert kind_of(asked).cells(asked, answers, GROUND) == {"a": "New one\nnew one", "a_marked": "apart"}
    rows = [ResultRow("a", answers[0].value, True, "citizen", "en"), ResultRow("b", {"marked": []}, True, "", "en")]
    summary = kind_of(asked).summarise(asked, rows, GROUND)
    assert (summary.answered, summary.by_item) == (2, {"a": 1, "b": 1, "marked-apart": 1})
    assert codes(asked, {"q-q-a-added": "\n".join(map(str, range(31)))}) == ["survey.answer.many_added"]
    assert codes(asked, {"q-q-a-added": "x" * 301}) == ["survey.answer.too_long"]
    foreign = AnswerGiven("q", {"marked": ["bpart"], "added": []}, item="a")
    assert kind_of(asked).problems(asked, [foreign], GROUND)


def actor(number: int, **parts: str) -> dict[str, str]:
    return {f"q-q-actor-{number}-{name}": text for name, text in parts.items()}


def test_a_contact_is_kept_only_with_consent() -> None:
    asked = question(QuestionKind.PROJECT, roles=ROLES)
    typed = {"q-q-title": "Roof farms"}
    typed |= actor(1, name="Ferme du Parc", type="civil_society", role="leads", contact="info@example.org", consent="1")
    typed |= actor(3, name="The city", contact="mayor@example.org")
    (answer,) = read(asked, typed)
    assert actors_of(answer) == [
        ProjectActor("Ferme du Parc", "civil_society", "leads", "info@example.org", True),
        ProjectActor("The city"),
    ]
    assert "mayor" not in str(answer) and codes(asked, typed) == []
    cells = kind_of(asked).cells(asked, [answer], GROUND)
    assert (cells["actors"], cells["actor_types"]) == ("Ferme du Parc; The city", "civil_society; ")
    assert cells["actor_contacts"] == "info@example.org; "
    # On the page that comes back, what was typed is still there, and in the row that a problem names.
    assert kind_of(asked).rows_shown(asked, typed)[1] == ProjectActor("The city", contact="mayor@example.org")
    smuggled = AnswerGiven("q", {"title": "x", "actors": [{"name": "A", "contact": "b@example.org"}]}, "x")
    found = [problem.code for problem in kind_of(asked).problems(asked, [smuggled], GROUND)]
    assert found == ["survey.answer.contact_without_consent"]


def test_an_actor_needs_a_name_and_known_words() -> None:
    asked = question(QuestionKind.PROJECT, roles=ROLES)
    typed = {"q-q-title": "x", **actor(2, type="robot", role="dances")}
    problems = kind_of(asked).problems(asked, read(asked, typed), GROUND)
    assert [(problem.field, problem.code) for problem in problems] == [
        ("q-q-actor-1-name", "survey.answer.actor_unnamed"),
        ("q-q-actor-1-type", "survey.answer.unknown_choice"),
        ("q-q-actor-1-role", "survey.answer.unknown_choice"),
    ]
    many = {"q-q-title": "x"}
    for number in range(1, 40):
        many |= actor(number, name=f"Actor {number}")
    assert codes(asked, many) == ["survey.answer.many_actors"]


def test_a_project_of_an_older_sheet_is_read_as_before() -> None:
    asked = question(QuestionKind.PROJECT)
    old = AnswerGiven("q", {"title": "Bikes", "actors": ["City", "STIB"]}, "Bikes\n\nFor all")
    kind = kind_of(asked)
    assert [one.name for one in actors_of(old)] == ["City", "STIB"] and kind.problems(asked, [old], GROUND) == []
    assert kind.cells(asked, [old], GROUND)["actors"] == "City; STIB"
    assert [line.text for line in kind.said(asked, [old], GROUND)] == ["Bikes\n\nFor all", "City", "STIB"]
    assert [one.name for one in actors_of(read(asked, kind.refill(asked, [old]))[0])] == ["City", "STIB"]


@pytest.mark.parametrize("commune", COMMUNES, ids=lambda commune: commune.key)
def test_every_commune_lies_on_the_sketch_and_is_nearest_to_itself(commune: Any) -> None:
    x, y = BRUSSELS.position(commune.lat, commune.lon)
    assert 0 < x < WIDTH and 0 < y < BRUSSELS.height
    assert BRUSSELS.nearest(commune.lat, commune.lon) is commune
    assert commune.title["fr"] and commune.title["nl"]


def test_a_place_is_a_commune_or_degrees_on_the_map() -> None:
    asked = question(QuestionKind.MAP_POINT, region="brussels")
    ixelles = next(commune for commune in COMMUNES if commune.key == "ixelles")
    assert len(COMMUNES) == 19
    assert read(asked, {"q-q-commune": "ixelles"})[0].value == {"lat": ixelles.lat, "lon": ixelles.lon}
    typed = {"q-q-commune": "ixelles", "q-q-lat": "50,84711", "q-q-lon": "4.35212"}
    answers = read(asked, typed)
    assert answers[0].value == {"lat": 50.84711, "lon": 4.35212} and codes(asked, typed) == []
    summary = kind_of(asked).summarise(asked, [ResultRow("", answers[0].value, False, "", "en", 2)], GROUND)
    assert (summary.answered, summary.points) == (2, {(50.847, 4.352): 2})
    assert kind_of(asked).said(asked, answers, GROUND)[0].text == "50.847, 4.352"
    assert codes(asked, {"q-q-lat": "50.85"}) == ["survey.answer.no_coordinate"]
    assert codes(asked, {"q-q-lat": "1e999", "q-q-lon": "4"}) == ["survey.answer.no_coordinate"]
    assert codes(asked, {"q-q-lat": "40", "q-q-lon": "4"}) == ["survey.answer.off_the_map"]


def test_a_consent_is_given_or_it_is_not() -> None:
    asked = question(QuestionKind.CONSENT, role="quote", statement={"en": "You may quote me."})
    given_ = read(asked, {"q-q": "1"})
    assert given_ == [AnswerGiven("q", {"given": True})]
    assert kind_of(asked).facts(asked, given_) == {"q": ("given",)} and kind_of(asked).facts(asked, []) == {}
    assert may_quote([asked], given_) and not may_quote([asked], [])
    assert may_quote([replace(asked, options={"role": "contact"})], [])
    forged = AnswerGiven("q", {"given": "no"})
    assert kind_of(asked).problems(replace(asked, is_required=True), [forged], GROUND)
    rows = [ResultRow("", {"given": True}, False, helix, "en") for helix in ("citizen", "", "citizen")]
    summary = kind_of(asked).summarise(asked, rows, GROUND)
    assert (summary.answered, summary.by_helix["citizen"]) == (3, {"given": 2})


def test_a_file_is_carried_by_the_page_and_can_be_taken_out() -> None:
    asked = question(QuestionKind.FILES, max_files=1)
    typed = {"q-q-file-1": f"{KEY}:plan.pdf", "q-q-file-2": "nonsense", "q-q-file-3": f"{KEY[::-1]}:b:c.pdf"}
    (answer,) = read(asked, typed)
    assert answer.value == {"files": [KEY, KEY[::-1]], "names": ["plan.pdf", "b:c.pdf"]}
    assert codes(asked, typed) == ["survey.file.too_many"]
    fewer = read(asked, typed | {f"q-q-drop-{KEY[::-1]}": "1"})
    assert fewer[0].value == {"files": [KEY], "names": ["plan.pdf"]}
    assert kind_of(asked).facts(asked, fewer) == {"q": ("answered",)}
