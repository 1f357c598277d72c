"""Conditions as sentences."""

from typing import Any

import pytest
from flask import Flask

from cocreate.survey.logic_words import sentence
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import QuestionKind

YES = {"key": "yes", "label": {"en": "Yes", "nl": "Ja"}}
NO = {"key": "no", "label": {"en": "No", "nl": "Nee"}}
BUS = {"key": "bus", "label": {"en": "By bus"}}
QUESTIONS = [
    QuestionDraft("bike", QuestionKind.SINGLE_CHOICE, {"en": "Do you cycle?", "nl": "Fietst u?"},
                  options={"choices": [YES, NO]}),
    QuestionDraft("ways", QuestionKind.MATRIX, {"en": "How do you get about, {{bike}}?"}, options={"rows": [BUS]}),
    QuestionDraft("helix", QuestionKind.HELIX, {"en": "In which role?"}),
]  # fmt: skip
BIKE = {"fact": "bike", "has": "yes"}
OFTEN = {"fact": "ways.bus", "at_least": 3.5}


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (BIKE, "Only if the answer to “Do you cycle?” is “Yes”."),
        (
            {"fact": "bike", "has_any": ["yes", "no"]},
            "Only if the answer to “Do you cycle?” is “Yes” or “No”.",
        ),
        ({"fact": "bike", "is": "unanswered"}, "Only if “Do you cycle?” is not answered."),
        (OFTEN, "Only if the answer to “How do you get about, …?: By bus” is at least 3.5."),
        ({"fact": "helix", "has": "citizen"}, "Only if the answer to “In which role?” is “As a citizen”."),
        ({"fact": "gone", "contains": "<b>"}, "Only if the answer to “gone” contains “<b>”."),
        ({"fact": "bike", "chosen_at_most": 2}, "Only if at most 2 are chosen at “Do you cycle?”."),
        ({"not": BIKE}, "Only if it is not so that the answer to “Do you cycle?” is “Yes”."),
        (
            {"all": [{"any": [BIKE, OFTEN]}, {"fact": "bike", "is": "answered"}]},
            "Only if (the answer to “Do you cycle?” is “Yes” or the answer to “How do you get about, …?: By bus”"
            " is at least 3.5) and “Do you cycle?” is answered.",
        ),
        ({}, ""),
        ({"fact": "bike", "like": "yes"}, ""),
        ({"any": []}, "Only if nobody is asked."),
    ],
)
def test_a_condition_reads_as_a_sentence(app: Flask, condition: dict[str, Any], words: str) -> None:
    with app.test_request_context("/en/"):
        assert sentence(condition, QUESTIONS, "en") == words


def test_a_sentence_uses_the_words_of_the_language(app: Flask) -> None:
    with app.test_request_context("/en/"):
        assert "Fietst u?" in sentence(BIKE, QUESTIONS, "nl") and "Ja" in sentence(BIKE, QUESTIONS, "nl")


def test_a_long_question_is_cut_in_its_sentence(app: Flask) -> None:
    long = [QuestionDraft("bike", QuestionKind.SINGLE_CHOICE, {"en": "why " * 100})]
    with app.test_request_context("/en/"):
        assert len(sentence({"fact": "bike", "is": "answered"}, long, "en")) < 130
