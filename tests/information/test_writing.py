"""What the program writes: every figure from the data, in the language of the sheet, and nothing that is not public."""

import pytest
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.information.composing import plain_of
from cocreate.information.rules import marks_in
from cocreate.process import commands as processes
from cocreate.process import fiches as fiche
from cocreate.process.evidence.commands import EvidenceTold, InterviewTold, add_evidence
from cocreate.process.evidence.rules import Consent, EvidenceKind
from cocreate.process.models import Asset
from cocreate.survey.rules import ResultsRule
from tests.factories.process import make_process
from tests.information.conftest import Known, accept


def words_of(known: Known, language: str = "en") -> dict[str, str]:
    return {block["key"]: plain_of(block) for block in known.draft(language).content()["blocks"]}


def test_the_five_parts_tell_what_is_known(known: Known) -> None:
    said = words_of(known)
    assert list(said) == [
        "short", "strategy", "process", "consultation", "expected", "sub_challenges", "indicators", "ranking", "themes",
        "strengths", "links",
    ]  # fmt: skip
    assert "18 people put the challenges in order" in said["ranking"] and "place 1 of 3" in said["ranking"]
    assert "37 people answered" in said["consultation"]
    assert "Brussels: 2016 3.9, 2017 3.7" in said["indicators"]
    assert "Traffic warms the city" in said["links"]
    assert known.themes[0].title["en"] in said["themes"]


def test_every_figure_in_a_sentence_is_known(known: Known) -> None:
    draft = known.draft()
    named = {key for written in draft.blocks.values() for key in marks_in(written.text)}
    assert named and named <= set(draft.figures)
    assert not [block for block in draft.content()["blocks"] if "[[" in plain_of(block)]


def test_a_sheet_tells_no_result_that_is_not_public(known: Known) -> None:
    known.consultation.results_rule = ResultsRule.STAFF.value
    known.session.flush()
    said = words_of(known)
    assert "ranking" not in said and "answered" not in said["consultation"]
    assert not [key for key in known.draft().figures if key.startswith(("ranking.", "consultation."))]


def test_a_theme_of_too_few_people_is_left_out(known: Known) -> None:
    known.process.minimum_cell = 40
    known.session.flush()
    said = words_of(known)
    assert "themes" not in said and "ranking" not in said


def test_an_interview_without_consent_is_left_out_and_a_draft_challenge_too(known: Known) -> None:
    session, process = known.session, known.process
    for consent, words in ((Consent.NOTHING, "Secret"), (Consent.UNNAMED, "We lack space")):
        talk = InterviewTold("Ada", "Lab", consent, "", (words,))
        told = EvidenceTold({"en": "Talk"}, interview=talk)
        row = add_evidence(session, SYSTEM, process, EvidenceKind.INTERVIEW, told)
        fiche.rest_on(session, SYSTEM, process, known.challenge, row, reason={})
    (block,) = [block for block in known.draft().content()["blocks"] if block["key"] == "about"]
    (_heading, quotes) = block["pieces"]
    assert len(quotes["items"]) == 1 and "Ada" not in str(block)


def test_a_process_of_which_little_is_known_has_a_short_sheet(session: Session) -> None:
    process = make_process(session)
    for part in list(process.challenges[1].assets):
        processes.remove_part(session, SYSTEM, process, part)
    session.flush()
    session.expire_all()
    assert not session.query(Asset).filter_by(challenge_id=process.challenges[1].id).all()
    bare = Known(session, process, None, [], None)  # type: ignore[arg-type]
    assert list(words_of(bare)) == [
        "short",
        "strategy",
        "process",
        "consultation",
        "expected",
        "sub_challenges",
        "strengths",
    ]


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_people_s_texts_are_in_the_language_of_the_sheet(known: Known, language: str) -> None:
    content = known.draft(language).content()
    wanted = "Climate" if language == "en" else f"Climate ({language})"
    assert content["title"] == {"text": wanted, "lang": language}
    assert content["process"].startswith("Region 2030")


def test_one_more_theme_changes_the_figures(known: Known) -> None:
    before = known.draft().figures
    accept(known.session, known.process, known.themes[1])
    after = known.draft().figures
    assert (before["themes"].value, after["themes"].value) == (1, 2)
    assert after["themes.answers"].value == sum(theme.size for theme in known.themes[:2])
