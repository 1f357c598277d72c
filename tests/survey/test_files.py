"""Our own file format: out and in again byte for byte, and clear about what is wrong with a file."""

import base64
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.errors import Invalid
from cocreate.survey import files
from cocreate.survey.commands.consultations import create_consultation, create_from_draft
from cocreate.survey.rules import QuestionKind
from tests.factories.process import make_process

PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
KEYS = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=10)
TEXTS = st.dictionaries(st.sampled_from(["nl", "fr", "en", "de", "es"]), PLAIN, max_size=3)
TITLES = st.dictionaries(st.sampled_from(["nl", "fr"]), PLAIN.map(lambda text: f"x{text}"), min_size=1)
NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6, allow_nan=False).filter(lambda n: n == n and not n.is_integer())
)
COUNTS = st.integers(0, 1000)
ENTRIES = st.lists(st.fixed_dictionaries({"key": KEYS, "label": TEXTS}), max_size=3, unique_by=lambda each: each["key"])
FACTS = st.sampled_from(["first", "first.row"])
CONDITIONS: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.one_of(
        st.just({}),
        st.builds(lambda fact, is_: {"fact": fact, "is": is_}, FACTS, st.sampled_from(["answered", "unanswered"])),
        st.builds(lambda fact, text: {"fact": fact, "has": text}, FACTS, PLAIN),
        st.builds(lambda fact, texts: {"fact": fact, "has_any": texts}, FACTS, st.lists(PLAIN, max_size=2)),
        st.builds(
            lambda fact, how, number: {"fact": fact, how: number},
            FACTS,
            st.sampled_from(["above", "at_least", "below", "at_most"]),
            NUMBERS,
        ),
        st.builds(lambda fact, number: {"fact": fact, "chosen_at_least": number}, FACTS, COUNTS),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2).map(lambda parts: {"all": parts}),
        st.lists(inner, max_size=2).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=4,
)
FLAGS = st.booleans()
ORDER: dict[str, st.SearchStrategy[Any]] = {
    "random": FLAGS,
    "sorted": FLAGS,
    "filter": st.just({"fact": "first", "keep": "chosen"}),
}
ROWS = st.lists(
    st.fixed_dictionaries({"key": KEYS, "label": TEXTS}, optional={"condition": CONDITIONS}),
    max_size=3,
    unique_by=lambda each: each["key"],
)
CHOICES: dict[str, st.SearchStrategy[Any]] = {
    "choices": st.lists(
        st.fixed_dictionaries({"key": KEYS, "label": TEXTS}, optional={"is_exclusive": FLAGS, "condition": CONDITIONS}),
        max_size=3,
        unique_by=lambda each: each["key"],
    ),
    "list": st.sampled_from(["countries", "yes_no"]),
    "other": FLAGS,
    **ORDER,
}
LABELS = st.dictionaries(st.integers(-5, 10), TEXTS, max_size=3).map(
    lambda labels: {str(number): labels[number] for number in sorted(labels)}
)
OUTLINE = {
    "areas": [{"key": "land", "label": {"en": "Land"}, "rings": [[3.0, 51, 4.25, 51, 4, 51.5]]}],
    "attribution": "Made up, CC0",
}
OPTIONS: dict[QuestionKind, dict[str, st.SearchStrategy[Any]]] = {
    QuestionKind.PAGE: {},
    QuestionKind.INFORMATION: {"documents": st.just(["d2", "d1"]), "image": st.just("d1"), "alt": TEXTS},
    QuestionKind.HELIX: {},
    QuestionKind.SINGLE_CHOICE: {**CHOICES, "display": st.sampled_from(["radio", "buttons"]), "comment": FLAGS},
    QuestionKind.MULTIPLE_CHOICE: {**CHOICES, "min": COUNTS, "max": COUNTS, "comment": FLAGS},
    QuestionKind.SCALE: {
        "from": COUNTS,
        "to": COUNTS,
        "labels": LABELS,
        "no_opinion": FLAGS,
        "display": st.sampled_from(["buttons", "stars"]),
    },
    QuestionKind.MATRIX: {"rows": ROWS, "columns": ENTRIES, "multiple": FLAGS, **ORDER},
    QuestionKind.RANKING: {**CHOICES, "top": COUNTS, "choose_first": FLAGS, "no_opinion": FLAGS},
    QuestionKind.RANK_CHALLENGES: {"top": COUNTS, "choose_first": FLAGS, **ORDER},
    QuestionKind.POINTS: {**CHOICES, "about": st.just("challenges"), "total": COUNTS, "exact": FLAGS},
    QuestionKind.SHORT_TEXT: {
        "format": st.sampled_from(["", "email", "pattern"]),
        "pattern": PLAIN,
        "pattern_help": TEXTS,
        "min_length": COUNTS,
        "max_length": COUNTS,
    },
    QuestionKind.SHORT_TEXTS: {"rows": ENTRIES, "max_length": COUNTS},
    QuestionKind.LONG_TEXT: {"min_length": COUNTS, "max_length": COUNTS},
    QuestionKind.TEXT_PER_CHALLENGE: {},
    QuestionKind.COMPLETE_LIST: {"of": st.sampled_from(["sub_challenges", "assets", "both"])},
    QuestionKind.PROJECT: {"roles": ENTRIES},
    QuestionKind.NUMBER: {
        "min": NUMBERS,
        "max": NUMBERS,
        "decimals": COUNTS,
        "unit": TEXTS,
        "slider": FLAGS,
        "step": NUMBERS,
    },
    QuestionKind.DATE: {"min": st.just("2026-01-01"), "max": st.just("2026-12-31"), "time": FLAGS},
    QuestionKind.FILES: {"max_files": COUNTS, "max_megabytes": NUMBERS, "types": st.just(["pdf", "odt"])},
    QuestionKind.MAP_POINT: {"region": st.sampled_from(["brussels", "own"]), "outline": st.just(OUTLINE)},
    QuestionKind.CONSENT: {"role": st.sampled_from(["", "quote"]), "statement": TEXTS},
}


@st.composite
def questionnaires(draw: st.DrawFn) -> dict[str, Any]:
    """A questionnaire in canonical form with a question of every kind."""
    questions = []
    for number, kind in enumerate(QuestionKind):
        options = draw(st.fixed_dictionaries({}, optional=OPTIONS[kind]))
        questions.append(
            {
                "key": "first" if number == 0 else f"q{number}",
                "kind": kind.value,
                "title": draw(TITLES),
                "help": draw(TEXTS),
                "requirement": draw(st.sampled_from(["optional", "soft", "required"])),
                "is_active": draw(FLAGS),
                "condition": draw(CONDITIONS),
                "options": options,
            }
        )
    documents = [
        {
            "id": f"d{number}",
            "name": draw(PLAIN),
            "title": draw(TEXTS),
            "media_type": "text/plain",
            "content": base64.b64encode(draw(st.binary(max_size=20))).decode(),
        }
        for number in (1, 2)
    ]
    return {
        "format": "cocreate-questionnaire",
        "version": 1,
        "title": draw(TITLES),
        "introduction": draw(TEXTS),
        "languages": draw(st.just(["fr", "nl"])),
        "settings": {
            "paging": draw(st.sampled_from(["all", "pages", "questions"])),
            "access": draw(st.sampled_from(["open", "link", "account"])),
            "is_anonymous": draw(FLAGS),
            "results_rule": draw(st.sampled_from(["live", "after_close", "staff"])),
            "allows_editing": draw(FLAGS),
            "needs_proof_of_work": draw(FLAGS),
        },
        "documents": documents,
        "questions": questions,
    }


@given(questionnaires())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_imported_is_exported_byte_for_byte(session: Session, value: dict[str, Any]) -> None:
    process = make_process(session)
    text = files.to_json(create_from_draft(session, SYSTEM, process, files.draft_of(json.dumps(value))))
    assert json.loads(text) == value
    again = create_from_draft(session, SYSTEM, process, files.draft_of(text))
    session.expire_all()
    assert files.to_json(again) == text
    session.rollback()


def test_the_six_questions_of_the_method_travel_too(session: Session) -> None:
    made = create_consultation(session, SYSTEM, make_process(session))
    text = files.to_json(made)
    again = create_from_draft(session, SYSTEM, made.process, files.draft_of(text))
    assert files.to_json(again) == text
    assert [question.title for question in again.questions] == [question.title for question in made.questions]


def minimal(**changes: Any) -> dict[str, Any]:
    """The smallest questionnaire, with something changed."""
    question = {"key": "a", "kind": "long_text", "title": {"en": "Why?"}}
    return {"format": "cocreate-questionnaire", "version": 1, "title": {"en": "T"}, "questions": [question], **changes}


@pytest.mark.parametrize(
    ("value", "code", "where"),
    [
        (minimal(format="other"), "survey.file.other_format", None),
        (minimal(version=2), "survey.file.other_version", None),
        (minimal(colour="red"), "survey.file.unknown_name", "–"),
        (minimal(title={}), "survey.file.empty_texts", "title"),
        (minimal(title={"english": "T"}), "survey.file.no_language", "title.english"),
        (minimal(languages=["xx"]), "survey.file.not_of_list", "languages[1]"),
        (minimal(questions=[{"key": "a"}]), "survey.file.missing_name", "questions[1]"),
        (
            minimal(questions=[{"key": "a", "kind": "sing", "title": {"en": "T"}}]),
            "survey.file.not_of_list",
            "questions[1].kind",
        ),
        (
            minimal(questions=[{"key": "A b", "kind": "page", "title": {"en": "T"}}]),
            "survey.file.no_key",
            "questions[1].key",
        ),
        (
            minimal(questions=[{"key": "a", "kind": "number", "title": {"en": "T"}, "options": {"mim": 1}}]),
            "survey.file.unknown_name",
            "questions[1].options",
        ),
        (
            minimal(questions=[{"key": "a", "kind": "page", "title": {"en": "T"}, "condition": {"fact": "b"}}]),
            "survey.file.no_condition",
            "questions[1].condition",
        ),
        (
            minimal(
                questions=[
                    {"key": "a", "kind": "page", "title": {"en": "T"}, "condition": {"fact": "b", "is": "answered"}}
                ]
            ),
            "survey.file.unknown_fact",
            "questions[1]",
        ),
        (
            minimal(questions=[{"key": "a", "kind": "information", "title": {"en": "T"}, "options": {"image": "d1"}}]),
            "survey.file.unknown_document",
            "questions[1]",
        ),
        (minimal(introduction={"en": "a\x00b"}), "survey.file.strange_sign", "introduction.en"),
        ([], "survey.file.other_format", None),
    ],
)
def test_a_file_says_where_it_is_wrong(value: Any, code: str, where: str | None) -> None:
    with pytest.raises(Invalid) as refusal:
        files.draft_of(json.dumps(value))
    assert (refusal.value.code, refusal.value.params.get("where")) == (code, where)


@pytest.mark.parametrize(
    "text", ["", "{", '{"a": 1,}', '{"a": NaN}', '{"a": 1, "a": 2}', "[" * 100_000, "9" * 10_000, '"\\ud800"']
)
def test_what_is_no_json_is_refused_with_a_place(text: str) -> None:
    with pytest.raises(Invalid):
        files.draft_of(text)
