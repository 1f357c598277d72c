"""The way through a questionnaire: pages, conditions, earlier answers in later questions; nothing gets lost."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey import filling, flow, sheets
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.kinds import Ground
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import AnswerGiven, AnswerSheet, Paging, QuestionKind
from tests.factories.accounts import make_member, make_user, sign_in
from tests.factories.questionnaires import (
    WAY_TO_WORK,
    WAYS,
    Respondent,
    address,
    choice,
    in_two,
    make_questionnaire,
)

CODE = re.compile(r'id="receipt-code" value="([^"]+)"')


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_questionnaire(session)


def stored(session: Session) -> dict[str, Answer]:
    session.scalars(select(Submission)).one()
    return {answer.question.key: answer for answer in session.scalars(select(Answer))}


def test_a_page_that_is_not_for_somebody_is_skipped_and_the_rest_arrives(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    ada = Respondent(client, consultation)
    assert ada.asked == ["bike", "why_not"] and "Page 1 of " in ada.text
    assert "Only if the answer to “Do you cycle?” is “No”." in ada.text
    ada.press("next", bike="no", why_not="Rain 🌧")
    assert ada.asked == ["ways_page", "ways"] and "Page 2 of 3" in ada.text
    ada.press("next", ways__bus="1", ways__foot="1")
    assert ada.asked == ["end", "best", "idea"] and "Page 3 of 3" in ada.text
    assert "Of these, which is best: By bus, On foot?" in ada.text and 'value="tram"' not in ada.text
    ada.press("send", best="foot", idea="Shade")
    assert CODE.search(ada.text)
    answers = stored(session)
    assert sorted(answers) == ["best", "bike", "idea", "ways", "why_not"]
    assert answers["why_not"].text == "Rain 🌧" and answers["best"].value["choice"] == "foot"


def test_going_back_and_thinking_again_loses_nothing_and_counts_only_what_is_asked(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    ada = Respondent(client, consultation)
    ada.press("next", bike="yes").press("next", km="12,5", far="Showers <b>").press("back")
    assert ada.asked == ["cyclists", "km", "far"] and 'value="12,5"' in ada.text and "Showers &lt;b&gt;" in ada.text
    ada.press("back").press("next", bike="no", why_not="The car")
    assert ada.asked == ["ways_page", "ways"]
    ada.press("next").press("send", idea="x")
    answers = stored(session)
    assert sorted(answers) == ["bike", "idea", "why_not"]
    aside = session.scalars(select(Submission.aside)).one()
    assert aside == {"km": {"q-km": "12,5"}, "far": {"q-far": "Showers <b>"}}


def test_of_fewer_choices_than_are_asked_for_all_are_enough(client: FlaskClient, session: Session) -> None:
    ways = QuestionDraft("ways", QuestionKind.MULTIPLE_CHOICE, in_two("How do you go?"), options={"choices": WAYS})
    often = QuestionDraft(
        "often",
        QuestionKind.MULTIPLE_CHOICE,
        in_two("Which three most often?"),
        is_required=True,
        options={
            "choices": [*WAYS, choice("never", "None of them", is_exclusive=True)],
            "min": 3,
            "filter": {"fact": "ways", "keep": "chosen"},
        },
    )
    page = QuestionDraft("then", QuestionKind.PAGE, in_two("Then"))
    ada = Respondent(client, make_questionnaire(session, (ways, page, often)))
    ada.press("next", ways__bus="1", ways__foot="1")
    assert "Please choose at least 2." in ada.text
    ada.press("send", often__bus="1")
    assert "Please choose at least 2; you chose 1." in ada.text
    ada.press("send", often__foot="1")
    assert CODE.search(ada.text) and stored(session)["often"].value == {"choices": ["bus", "foot"]}


def test_coming_back_to_a_hidden_page_finds_what_was_typed_there(
    client: FlaskClient, consultation: Consultation
) -> None:
    ada = Respondent(client, consultation)
    ada.press("next", bike="yes").press("next", km="12", far="Showers")
    ada.press("back").press("back").press("next", bike="no", why_not="x").press("back").press("next", bike="yes")
    assert 'value="12"' in ada.text and "Showers" in ada.text


def test_a_mistake_is_shown_on_its_page_and_nothing_goes_on_until_it_is_mended(
    client: FlaskClient, consultation: Consultation
) -> None:
    ada = Respondent(client, consultation).press("next")
    assert ada.shown.status_code == 422 and ada.asked == ["bike", "why_not"]
    assert "<title>Error:" in ada.text and 'href="#q-bike"' in ada.text
    ada.press("next", bike="yes").press("next", km="many")
    assert ada.shown.status_code == 422 and 'value="many"' in ada.text and ada.asked[1] == "km"
    assert ada.press("next", km="3").shown.status_code == 200


def test_what_is_hidden_is_neither_required_nor_judged(client: FlaskClient, consultation: Consultation) -> None:
    ada = Respondent(client, consultation).press("next", bike="yes", why_not="x" * 9000)
    assert ada.shown.status_code == 200 and ada.asked[0] == "cyclists"


def test_a_question_that_is_softly_required_is_asked_for_once_more_and_then_let_pass(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    ada = Respondent(client, consultation).press("next", bike="yes").press("next", km="1").press("next")
    ada.press("send")
    assert "Did you mean to leave these open?" in ada.text and 'href="#question-idea"' in ada.text
    assert "Send without them" in ada.text and session.query(Submission).count() == 0
    ada.press("send")
    assert CODE.search(ada.text) and sorted(stored(session)) == ["bike", "km"]


def test_one_question_at_a_time_asks_each_on_a_page_of_its_own_under_the_title_of_its_part(
    client: FlaskClient, session: Session
) -> None:
    ada = Respondent(client, make_questionnaire(session, paging=Paging.QUESTIONS))
    assert ada.asked == ["bike"] and "Page 1 of " in ada.text
    assert ada.press("next").shown.status_code == 422
    seen = []
    for answer in ({"bike": "yes"}, {"km": "12"}, {"far": "Showers"}, {"ways__bus": "1"}, {"best": "bus"}):
        seen.append(ada.press("next", **answer).asked)
    assert seen == [["cyclists", "km"], ["far"], ["ways_page", "ways"], ["end", "best"], ["idea"]]
    assert ada.press("back").asked == ["end", "best"] and ada.press("next").asked == ["idea"]
    assert CODE.search(ada.press("send", idea="Shade").text)
    assert sorted(stored(session)) == ["best", "bike", "far", "idea", "km", "ways"]


def test_one_question_at_a_time_a_part_that_is_not_for_somebody_hides_all_its_questions(
    client: FlaskClient, session: Session
) -> None:
    ada = Respondent(client, make_questionnaire(session, paging=Paging.QUESTIONS)).press("next", bike="no")
    assert ada.asked == ["why_not"]
    assert ada.press("next", why_not="Rain").asked == ["ways_page", "ways"]
    ada.press("back").press("back").press("next", bike="yes").press("next", km="3")
    assert ada.asked == ["ways_page", "ways"], "3 kilometres are not far"


def test_on_one_page_a_soft_question_warns_too(client: FlaskClient, session: Session) -> None:
    soft = [replace(WAY_TO_WORK[0], is_required=False), replace(WAY_TO_WORK[-1])]
    ada = Respondent(client, make_questionnaire(session, soft, paging=Paging.ALL)).press("send", bike="yes")
    assert "Send without them" in ada.text
    assert CODE.search(ada.press("send").text)


def test_an_answer_on_the_last_page_can_bring_another_page(client: FlaskClient, session: Session) -> None:
    shows = QuestionDraft("more", QuestionKind.PAGE, in_two("More"), condition={"fact": "bike", "has": "yes"})
    ada = Respondent(client, make_questionnaire(session, [WAY_TO_WORK[0], shows, WAY_TO_WORK[-1]]))
    assert 'value="next"' in ada.text and "Send my answers" not in ada.text
    assert ada.press("send", bike="yes").asked == ["more", "idea"]
    # And where the answer brings none, the person sees so before anything is sent.
    bob = Respondent(client, make_questionnaire(session, [WAY_TO_WORK[0], shows, WAY_TO_WORK[-1]]))
    bob.press("next", bike="no")
    assert bob.asked == [] and "That was the last question for you." in bob.text
    assert bob.form.filled()["q-bike"] == ["no"]
    assert CODE.search(bob.press("send").text)


def test_a_change_of_language_on_the_third_page_keeps_page_and_answers(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    ada = Respondent(client, consultation).press("next", bike="no", why_not="مدارس").press("next", ways__tram="1")
    dutch = address(consultation, language="nl")
    ada.press(to=dutch, more={"switch_language": "nl"}, idea="Bomen")
    assert ada.asked == ["end", "best", "idea"] and "Wat is het best: Met de tram?" in ada.text and "Bomen" in ada.text
    ada.press("send", to=dutch, best="tram")
    answers = stored(session)
    assert answers["why_not"].text == "مدارس" and answers["idea"].text == "Bomen"
    assert session.scalars(select(Submission.language)).one() == "nl"


def test_a_sheet_sent_as_a_whole_needs_no_walk(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    form = Respondent(client, consultation).form
    whole = {name: values[-1] for name, values in form.filled().items() if name in ("csrf_token", "form_token")}
    whole |= {"q-bike": "yes", "q-km": "4", "q-idea": "x"}
    assert client.post(address(consultation), data=whole).status_code == 303
    assert sorted(stored(session)) == ["bike", "idea", "km"]
    faulty = client.post(address(consultation), data=whole | {"q-km": "far", "form_token": "other"})
    assert faulty.status_code == 422 and 'value="far"' in faulty.text


@pytest.mark.parametrize("page", ["-1", "99", "١", "1e3", "", "0" * 900, "\x00"])
@pytest.mark.parametrize("go", ["next", "back", "send", "elsewhere"])
def test_no_page_number_and_no_button_of_somebodys_making_is_a_failure(
    client: FlaskClient, consultation: Consultation, page: str, go: str
) -> None:
    ada = Respondent(client, consultation)
    ada.press(go, bike="yes", more={"page": page, "let_pass": "\x00 idea " * 50, "revision": page, "q-": "x", "q": "y"})
    assert ada.shown.status_code in (200, 422)


def test_on_one_page_everything_that_may_be_asked_stands_there_with_its_condition(
    client: FlaskClient, session: Session
) -> None:
    ada = Respondent(client, make_questionnaire(session, paging=Paging.ALL))
    assert ada.asked == [draft.key for draft in WAY_TO_WORK]
    assert ada.text.count("data-only-if") == 3 and "Page 1 of" not in ada.text
    conditions = re.findall(r"data-condition='([^']+)'", ada.text)
    assert '{"fact": "bike", "has": "no"}' in conditions and len(conditions) == 4  # the filter is one, too
    assert "What helps on … km?" in ada.text and "What helps on {{km}} km?" in ada.text
    ada.press("send", bike="no", why_not="x", km="12", far="y", ways__bus="1", best="tram", idea="z")
    answers = stored(session)
    assert sorted(answers) == ["bike", "idea", "ways", "why_not"]
    aside = session.scalars(select(Submission.aside)).one()
    assert sorted(aside) == ["best", "far", "km"]


def test_a_choice_for_some_is_offered_to_them_only(client: FlaskClient, session: Session) -> None:
    ways = [*WAYS, choice("bike", "By bike", condition={"fact": "bike", "has": "yes"})]
    questions = [
        WAY_TO_WORK[0],
        QuestionDraft("next_page", QuestionKind.PAGE, in_two("Ways")),
        QuestionDraft(
            "best", QuestionKind.SINGLE_CHOICE, in_two("Which?"), is_required=True, options={"choices": ways}
        ),
    ]
    consultation = make_questionnaire(session, questions)
    yes = Respondent(client, consultation).press("next", bike="yes")
    assert 'value="bike"' in yes.text
    yes.press("back").press("next", bike="no", best="bike")
    assert 'value="bike"' not in yes.text.split("</nav>")[-1]
    assert yes.press("send", best="bike").shown.status_code == 422
    assert CODE.search(yes.press("send", best="bus").text)


def test_everybody_has_an_order_of_their_own_which_stays_and_is_kept(client: FlaskClient, session: Session) -> None:
    many = [choice(f"c{n}", f"Choice {n}") for n in range(12)]
    options = {"choices": [*many, choice("none", "None", is_exclusive=True)], "random": True, "display": "radio"}
    questions = [
        QuestionDraft("pick", QuestionKind.SINGLE_CHOICE, in_two("Which?"), options=options),
        replace(WAY_TO_WORK[0]),
    ]
    consultation = make_questionnaire(session, questions)
    ada = Respondent(client, consultation)
    shown = re.findall(r'name="q-pick" value="(\w+)"', ada.text)
    assert sorted(shown[:-1]) == sorted(each["key"] for each in many) and shown[-1] == "none"
    ada.press("send")  # what is required is missing: the same page again
    assert re.findall(r'name="q-pick" value="(\w+)"', ada.text) == shown
    ada.press("send", bike="yes", pick="c3")
    assert session.scalars(select(Submission.orders)).one() == {"pick": shown}
    bob = Respondent(client.application.test_client(), consultation)
    assert re.findall(r'name="q-pick" value="(\w+)"', bob.text) != shown


def test_a_questionnaire_that_is_not_in_somebodys_language_says_so_and_shows_one_that_is(
    client: FlaskClient, session: Session
) -> None:
    consultation = make_questionnaire(session)
    consultation.languages = ["nl"]
    ada = Respondent(client, consultation, language="fr")
    assert "n’est pas encore publié dans votre langue" in ada.text
    assert re.search(r'lang="nl">Fietst u\?', ada.text) and "Do you cycle?" not in ada.text
    languages = re.findall(r'name="switch_language" value="(\w+)"', ada.text)
    assert languages == ["nl"]
    assert "nog niet in uw taal gepubliceerd" not in Respondent(client, consultation, language="nl").text


def test_people_read_the_rules_before_they_answer(client: FlaskClient, session: Session) -> None:
    text = Respondent(client, make_questionnaire(session)).text
    for words in ("Everybody can answer.", "It is anonymous", "become public when the consultation is closed"):
        assert words in text
    open_ = make_questionnaire(session, is_anonymous=False, results_rule="live", access="account")
    sign_in(client, make_user(session))
    assert "It is not anonymous" in (text := Respondent(client, open_).text)
    assert "People who are signed in can answer" in text and "public at any time" in text
    assert "kept together with who you are" in text and "kept without your name" not in text


def test_answers_to_hidden_questions_are_set_aside_from_wherever_a_sheet_comes(
    session: Session, consultation: Consultation
) -> None:
    answers = (
        AnswerGiven("bike", {"choice": "no"}),
        AnswerGiven("why_not", text="x"),
        AnswerGiven("km", {"number": 3}),
    )
    import_submissions(session, SYSTEM, consultation, [AnswerSheet("en", answers)])
    assert sorted(stored(session)) == ["bike", "why_not"]
    assert session.scalars(select(Submission.aside)).one() == {"km": {"q-km": "3"}}


def test_a_question_with_nothing_left_to_choose_is_not_asked() -> None:
    best = replace(WAY_TO_WORK[8], is_required=True)
    followed = flow.follow([WAY_TO_WORK[6], best], {}, Ground())
    assert followed.way.shown == {"ways"} and followed.problems(best, Ground()) == []
    chosen = {"ways": [AnswerGiven("ways", {"choices": ["bus"]})]}
    assert flow.follow([WAY_TO_WORK[6], best], chosen, Ground()).way.shown == {"ways", "best"}


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ({"choice": "a"}, None),
        ({"choice": "b"}, {"choice": "b"}),
        ({"choices": ["a", "b"], "other": "x"}, {"choices": ["b"], "other": "x"}),
        ({"order": ["c", ["a", "b"]], "shown": ["a", "b", "c"]}, {"order": ["c", "b"], "shown": ["b", "c"]}),
        ({"order": ["a"], "shown": ["a", "b"]}, None),
        ({"no_opinion": True}, {"no_opinion": True}),
        ({"points": {"a": 60, "b": 40}}, {"points": {"b": 40}}),
        ({"cells": {"a": ["x"]}}, None),
    ],
)
def test_a_choice_that_is_not_offered_leaves_the_answer(value: dict[str, object], left: dict[str, object]) -> None:
    found = flow.without([AnswerGiven("q", value)], frozenset("a"))
    assert [answer.value for answer in found] == ([left] if left else [])


def test_preview_shows_the_whole_questionnaire_with_its_conditions(client: FlaskClient, session: Session) -> None:
    consultation = make_questionnaire(session)
    sign_in(client, make_member(session, consultation.process, Role.ORGANISER))
    path = address(consultation).replace("/consultations/", "/manage/consultations/") + "/preview"
    text = client.get(path).text
    assert text.count("data-question=") == len(WAY_TO_WORK) and "Only if" in text and "form_token" not in text


FIELDS = ("q-bike", "q-why_not", "q-km", "q-far", "q-ways-bus", "q-ways-tram", "q-best", "q-idea")


@given(
    st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["yes", "no", "1", "12,5", "bus", "🌧 é", " "])),
    st.sampled_from(Paging),
)
def test_whatever_was_typed_travels_along_on_every_page(typed: dict[str, str], cut: Paging) -> None:
    consultation = Consultation(paging=cut.value, revision=1, questions=[_asked(draft) for draft in WAY_TO_WORK])
    begun = filling.begin(consultation, typed, Ground())
    sheet = sheets.read_sheet(consultation, typed, Ground(), language="en", seconds_open=9)
    for index in range(len(begun.pages) + 1):
        placed = flow.placed_on(begun.pages[index], begun.followed) if index < len(begun.pages) else []
        here = {each.question.key for each in placed}
        carried = filling.carried(begun, here)
        on_page = {name for name in typed if name.split("-")[1] in here}
        assert on_page | set(carried) == set(typed) and not on_page & set(carried)
        again = filling.begin(consultation, {**carried, **{name: typed[name] for name in on_page}}, Ground())
        assert again.followed.way == begun.followed.way and again.followed.answers == begun.followed.answers
    said = {answer.question for answer in sheet.answers}
    assert said <= begun.followed.way.shown
    # "best" can be both: said with one choice, and set aside with one that is not offered.
    assert not said & (set(sheet.aside) - {"best"})


def _asked(draft: QuestionDraft) -> Question:
    return Question(
        key=draft.key,
        kind=draft.kind.value,
        title=dict(draft.title),
        help={},
        is_required=draft.is_required,
        is_soft=draft.is_soft,
        is_active=True,
        condition=dict(draft.condition),
        options=dict(draft.options),
    )


def test_the_printed_form_of_invited_people_is_for_them_alone(client: FlaskClient, session: Session) -> None:
    consultation = make_questionnaire(session)
    address = f"/en/p/{consultation.process.public_id}/consultations/{consultation.public_id}/print"
    assert client.get(address).status_code == 200
    for access in ("link", "account"):
        consultation.access = access
        session.commit()
        answer = client.get(address)
        assert answer.status_code == 403 and "Do you cycle?" not in answer.text
