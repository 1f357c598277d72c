"""Making a questionnaire on the organisers' pages: questions, options, conditions, the bank, translations, trials."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.core.provenance import ProvenanceLink
from cocreate.errors import Closed, Invalid
from cocreate.process.models import Process
from cocreate.survey import lists
from cocreate.survey.commands.questions import (
    QuestionChanges,
    add_question,
    move_question,
    remove_question,
    update_question,
)
from cocreate.survey.kinds import KINDS
from cocreate.survey.making.conditions import JOINTS, Line, Written, condition_of, lines_of
from cocreate.survey.making.options import GOOD_FOR, GROUPS, OPTIONS, fields_of, mistakes_in, read_options
from cocreate.survey.making.parts import NEVER
from cocreate.survey.models import BankQuestion, Consultation, Question, Submission, TrialSheet
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import ConsultationState, QuestionKind
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation, submit


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def organiser(client: FlaskClient, session: Session, process: Process) -> FlaskClient:
    return sign_in(client, make_member(session, process, Role.ORGANISER))


@pytest.fixture
def draft(session: Session, process: Process) -> Consultation:
    return make_consultation(session, process, state=ConsultationState.DRAFT)


def at(consultation: Consultation, *rest: str) -> str:
    return "/".join([f"/en/p/{consultation.process.public_id}/manage/consultations", consultation.public_id, *rest])


def question_at(question: Question, *rest: str) -> str:
    return at(question.consultation, "questions", question.public_id, *rest)


def by_key(consultation: Consultation, key: str) -> Question:
    return next(question for question in consultation.questions if question.key == key)


def in_four(field: str, **words: str) -> dict[str, str]:
    return {f"{field}-{code}": words.get(code, "") for code in ("nl", "fr", "en", "de")}


def token_in(html: str) -> str:
    return re.search(r'name="token"[^>]* value="(\w+)"', html)[1]


OWN = {
    QuestionKind.SINGLE_CHOICE: {
        "choices": [{"key": "a", "label": {"en": "A", "nl": "Aa"}}, {"key": "b", "label": {"en": "B"}}],
        "display": "buttons",
        "other": True,
        "filter": {"fact": "fit", "keep": "others"},
    },
    QuestionKind.MULTIPLE_CHOICE: {
        "choices": [{"key": "none", "label": {"en": "None"}, "is_exclusive": True}],
        "min": 1,
        "max": 2,
    },
    QuestionKind.SCALE: {"from": 0, "to": 10, "labels": {"0": {"en": "Low"}, "10": {"en": "High"}}, "no_opinion": True},
    QuestionKind.MATRIX: {"rows": [{"key": f"r{n}", "label": {"en": f"Row {n}"}} for n in range(400)]},
    QuestionKind.NUMBER: {"min": -2.5, "max": 10, "decimals": 1, "unit": {"en": "euro"}},
    QuestionKind.FILES: {"max_files": 2, "types": ["pdf", "odt"]},
    QuestionKind.CONSENT: {"statement": {"en": "I agree"}, "role": "quote"},
    QuestionKind.DATE: {"min": "2026-01-01", "time": True},
}


@pytest.mark.parametrize(("kind", "options"), OWN.items())
def test_options_come_back_from_their_form_as_they_were(kind: QuestionKind, options: dict[str, Any]) -> None:
    fields = fields_of(kind, options)
    assert mistakes_in(kind, fields) == []
    assert read_options(kind, fields, {}) == options


def test_a_scale_may_begin_below_zero_with_words_at_its_numbers() -> None:
    options = {"from": -1, "to": 1, "labels": {"-1": {"en": "Against"}, "1": {"en": "For"}}}
    fields = fields_of(QuestionKind.SCALE, options)
    assert mistakes_in(QuestionKind.SCALE, fields) == [] and read_options(QuestionKind.SCALE, fields, {}) == options
    wrong = fields | {"o-labels-0-key": "minus_one"}
    assert [mistake.code for mistake in mistakes_in(QuestionKind.SCALE, wrong)] == ["survey.option.point"]


def test_every_kind_is_in_the_gallery_with_a_line_and_has_its_options_described() -> None:
    shown = [kind for _label, kinds in GROUPS for kind in kinds]
    assert sorted(shown) == sorted(QuestionKind) == sorted(OPTIONS) == sorted(GOOD_FOR)


def test_rows_are_read_in_their_places_with_keys_of_their_own() -> None:
    typed = {
        "o-choices-0-label-en": "Second",
        "o-choices-0-place": "2",
        "o-choices-1-label-fr": "Première",
        "o-choices-1-place": "1",
        "o-choices-2-label-en": "Gone",
        "o-choices-2-remove": "1",
        "o-choices-3-label-en": "Second",
        "o-choices-4-place": "9",
    }
    rows = read_options("single_choice", typed, {})["choices"]
    assert [row["key"] for row in rows] == ["premiere", "second", "second_2"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"o-choices-0-key": "A B", "o-choices-0-label-en": "x"}, "key"),
        ({f"o-choices-{n}-{name}": "a" for n in (0, 1) for name in ("key", "label-en")}, "key_twice"),
        ({"o-choices-0-key": "a"}, "unnamed"),
        ({"o-choices-0-label-en": "x" * 301}, "too_long"),
        ({f"o-choices-{n}-label-en": f"Choice {n}" for n in range(5001)}, "many_rows"),
    ],
)  # fmt: skip
def test_a_row_with_a_mistake_is_told(typed: dict[str, str], code: str) -> None:
    assert [mistake.code for mistake in mistakes_in("single_choice", typed)] == [f"survey.option.{code}"]


LINES = st.builds(
    Line,
    fact=st.sampled_from(["fit", "grid.row"]),
    test=st.sampled_from(["has", "has_not", "contains", "answered", "unanswered", "above", "chosen_at_most"]),
    value=st.just("3"),
).map(lambda line: Line(line.fact, line.test, "" if line.test.endswith("answered") else line.value))


@given(st.sampled_from(list(JOINTS)), st.lists(LINES, max_size=5))
def test_a_condition_comes_back_as_the_rows_it_was_written_in(joint: str, lines: list[Line]) -> None:
    written = Written(joint, tuple(lines))
    condition = condition_of(written)
    back = lines_of(condition)
    assert back is not None and back.lines == written.lines and condition_of(back) == condition


def test_a_condition_with_groups_in_groups_has_no_rows() -> None:
    leaf = {"fact": "a", "is": "answered"}
    assert lines_of({"all": [leaf, {"any": [leaf, leaf]}]}) is None
    assert lines_of({"fact": "a", "has_any": ["x", "y"]}) == Written(
        "any", (Line("a", "has", "x"), Line("a", "has", "y"))
    )


def test_an_organiser_adds_a_question_with_choices_once_however_often_the_form_is_sent(
    organiser: FlaskClient, session: Session, draft: Consultation
) -> None:
    gallery = organiser.get(at(draft, "questions", "new")).text
    assert "One answer of a list" in gallery and "kind=single_choice" in gallery
    page = at(draft, "questions", "new?kind=single_choice")
    typed = {
        "token": token_in(organiser.get(page).text),
        **in_four("title", en="How do you travel?"),
        "requirement": "soft",
        "o-choices-0-label-en": "By bike",
        "o-choices-1-label-en": "On foot",
        "o-comment": "1",
    }
    assert organiser.submit(page, typed).status_code == 302
    assert organiser.submit(page, typed).status_code == 302
    session.expire_all()
    (made,) = [question for question in draft.questions if question.title.get("en") == "How do you travel?"]
    assert (made.key, made.position, made.is_soft, made.is_required) == ("how_do_you_travel", 7, True, False)
    assert [row["key"] for row in made.options["choices"]] == ["by_bike", "on_foot"] and made.options["comment"]
    assert session.scalars(select(AuditEntry.verb)).all().count("survey:question:add") == 1


def test_more_rows_keep_what_was_typed_and_store_nothing(
    organiser: FlaskClient, session: Session, draft: Consultation
) -> None:
    page = at(draft, "questions", "new?kind=single_choice")
    shown = organiser.submit(page, {**in_four("title", en="Kept"), "o-choices-2-label-en": "Third", "more": "choices"})
    assert shown.status_code == 200
    assert 'value="Kept"' in shown.text and 'value="Third"' in shown.text and "o-choices-5-label-en" in shown.text
    assert session.query(Question).count() == 6


def test_a_question_without_words_or_with_a_bad_row_is_explained_and_nothing_is_lost(
    organiser: FlaskClient, session: Session, draft: Consultation
) -> None:
    page = at(draft, "questions", "new?kind=single_choice")
    shown = organiser.submit(
        page, {**in_four("help", en="Help 🌳"), "o-choices-0-key": "Not A Key", "requirement": "optional"}
    )
    assert shown.status_code == 422
    assert "in at least one language" in shown.text and "small letters without accents" in shown.text
    assert "Help 🌳" in shown.text and 'value="Not A Key"' in shown.text and 'href="#o-choices-0-key"' in shown.text
    assert session.query(Question).count() == 6


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_form_of_every_kind_opens_and_takes_a_title(
    organiser: FlaskClient, session: Session, draft: Consultation, kind: QuestionKind
) -> None:
    page = at(draft, "questions", f"new?kind={kind}")
    typed = {"token": token_in(organiser.get(page).text), **in_four("title", en="New one"), "requirement": "optional"}
    assert organiser.submit(page, typed).status_code == 302
    session.expire_all()
    made = draft.questions[-1]
    assert (made.kind, made.title) == (kind, {"en": "New one"})
    edit = organiser.get(question_at(made))
    assert edit.status_code == 200 and 'value="New one"' in edit.text


def test_questions_are_copied_taken_away_and_moved_to_a_place(
    organiser: FlaskClient, session: Session, draft: Consultation
) -> None:
    fit = by_key(draft, "fit")
    for _click in range(2):
        organiser.submit(at(draft), {"token": "abcdefghijkl"}, to=question_at(fit, "copy"))
    session.expire_all()
    assert [question.key for question in draft.questions][:3] == ["rank_challenges", "fit", "fit_2"]
    copy = by_key(draft, "fit_2")
    assert copy.options == fit.options
    assert [link.target for link in session.scalars(select(ProvenanceLink))] == [copy.ref]
    organiser.submit(at(draft), {"place": "6"}, to=question_at(copy, "move"))
    session.expire_all()
    assert by_key(draft, "fit_2").position == 6
    gone = organiser.submit(at(draft), {}, to=question_at(copy, "remove"), follow_redirects=True)
    assert gone.status_code == 200
    session.expire_all()
    assert "fit_2" not in [question.key for question in draft.questions]
    assert [question.position for question in draft.questions] == [1, 2, 3, 4, 5, 6]


def test_a_condition_is_written_in_rows_and_shown_as_a_sentence(
    organiser: FlaskClient, session: Session, draft: Consultation
) -> None:
    asked = by_key(draft, "new_challenge")
    page = question_at(asked, "condition")
    assert "fit=partly" in organiser.get(page).text
    typed = {
        "version": str(asked.version),
        "joint": "any",
        "c-0-fact": "fit",
        "c-0-test": "has",
        "c-0-choice": "fit=partly",
        "c-1-fact": "fit",
        "c-1-test": "has",
        "c-1-choice": "fit=no",
        "c-2-fact": "",
    }
    assert organiser.submit(page, typed).status_code == 302
    session.expire_all()
    assert asked.condition == {"any": [{"fact": "fit", "has": "partly"}, {"fact": "fit", "has": "no"}]}
    shown = organiser.get(at(draft)).text
    assert "Only if the answer to “Does this list of challenges fit the region?” is “Partly”" in shown
    again = organiser.get(page).text
    assert again.count("selected>Partly") == 1 and again.count("selected>No<") == 1
    typed["c-0-choice"], typed["version"] = "helix=citizen", str(asked.version)
    refused = organiser.submit(page, typed)
    assert refused.status_code == 422 and "belongs to another question" in refused.text
    typed["c-0-fact"] = "helix"
    assert "that comes before this one" in organiser.submit(page, typed).text


def test_a_choice_has_a_condition_of_its_own_which_editing_the_words_keeps(
    organiser: FlaskClient, session: Session, draft: Consultation
) -> None:
    move_question(session, SYSTEM, by_key(draft, "helix"), -5)
    session.commit()
    fit = by_key(draft, "fit")
    page = question_at(fit, "condition") + "?choice=no"
    typed = {"version": str(fit.version), "c-0-fact": "helix", "c-0-test": "has_not", "c-0-choice": "helix=citizen"}
    assert organiser.submit(page, typed).status_code == 302
    session.expire_all()
    condition = {"not": {"fact": "helix", "has": "citizen"}}
    assert fit.options["choices"][2]["condition"] == condition
    fields = {**fields_of(fit.kind, fit.options), **in_four("title", en="Fits?"), "requirement": "optional"}
    organiser.submit(question_at(fit), {**fields, "version": str(fit.version), "is_active": "y"})
    session.expire_all()
    assert fit.title == {"en": "Fits?"} and fit.options["choices"][2]["condition"] == condition


def test_while_people_answer_words_and_new_choices_are_welcome_and_used_keys_stay(session: Session) -> None:
    consultation = make_consultation(session)
    fit = by_key(consultation, "fit")
    rows = fit.options["choices"]

    def change(options: dict[str, Any], **given: Any) -> Question:
        changes = QuestionChanges(fit.title, fit.help, False, True, options={**fit.options, **options}, **given)
        return update_question(session, SYSTEM, fit, changes, reason="Asked for")

    change({"choices": [*rows, {"key": "unsure", "label": {"en": "Unsure"}}]})
    change({"choices": [*fit.options["choices"][:3], {"key": "unsure", "label": {}, "condition": dict(NEVER)}]})
    with pytest.raises(Invalid, match="used_key"):
        change({"choices": rows[:2]})
    with pytest.raises(Closed, match="only_in_draft"):
        change({"comment": False})
    with pytest.raises(Closed, match="only_in_draft"):
        change({}, key="fits")
    with pytest.raises(Closed, match="only_in_draft"):
        remove_question(session, SYSTEM, fit)


def test_a_live_question_is_switched_off_with_a_reason_and_its_answers_stay(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process)
    submit(session, consultation, fit="yes")
    session.commit()
    fit = by_key(consultation, "fit")
    typed = {**fields_of(fit.kind, fit.options), **in_four("title", en="Does it fit?"), "requirement": "optional"}
    typed["version"] = str(fit.version)
    refused = organiser.submit(question_at(fit), typed)
    assert refused.status_code == 422 and "say in a few words what changes and why" in refused.text
    assert organiser.submit(question_at(fit), {**typed, "reason": "Asked elsewhere"}).status_code == 302
    session.expire_all()
    assert not fit.is_active and session.query(Submission).count() == 1 and consultation.revision == 2


def test_a_question_is_kept_in_the_bank_and_taken_from_it(
    organiser: FlaskClient, session: Session, process: Process, draft: Consultation
) -> None:
    fit = by_key(draft, "fit")
    for _click in range(2):
        organiser.submit(at(draft), {}, to=question_at(fit, "keep"))
    kept = session.scalars(select(BankQuestion)).one()
    other = make_consultation(session, process, state=ConsultationState.DRAFT, questions=())
    session.commit()
    new = at(other, "questions", "new")
    assert "Does this list of challenges fit" in organiser.get(new).text
    organiser.submit(new, {"bank_question": kept.public_id}, to=at(other, "questions", "from-bank"))
    session.expire_all()
    (copy,) = other.questions
    assert (copy.key, copy.options, copy.title) == ("fit", fit.options, fit.title)
    links = [(link.source, link.target) for link in session.scalars(select(ProvenanceLink))]
    assert links == [(fit.ref, kept.ref), (kept.ref, copy.ref)]
    bank = f"/en/p/{process.public_id}/manage/consultations/bank"
    organiser.submit(bank, {}, to=f"{bank}/{kept.public_id}/drop")
    assert "Nothing is kept yet" in organiser.get(bank).text


def test_translations_stand_side_by_side_missing_ones_first_and_a_stale_one_loses_nothing(
    organiser: FlaskClient, session: Session, draft: Consultation
) -> None:
    fit, helix = by_key(draft, "fit"), by_key(draft, "helix")
    helix.title = {"en": "In which role do you answer?"}
    session.commit()
    page = at(draft, "translate?source=en&to=fr")
    shown = organiser.get(page).text
    assert shown.index("t-q.helix.title") < shown.index("t-title")
    typed = {
        "t-q.helix.title": "À quel titre ?",
        "b-q.helix.title": "",
        "t-q.fit.choices.yes": "Oui, vraiment",
        "b-q.fit.choices.yes": "Oui",
        "t-title": "Titre",
        "b-title": "not what is stored",
        "t-q.unknown.title": "x",
    }
    saved = organiser.submit(page, typed)
    assert saved.status_code == 409 and "Titre" in saved.text and "changed this text in the meantime" in saved.text
    session.expire_all()
    assert helix.title["fr"] == "À quel titre ?" and fit.options["choices"][0]["label"]["fr"] == "Oui, vraiment"
    assert draft.title["fr"].startswith("À quels défis")
    again = organiser.submit(page, {"t-q.fit.choices.yes": "x" * 301, "b-q.fit.choices.yes": "Oui, vraiment"})
    assert again.status_code == 422 and "x" * 301 in again.text


def test_a_trial_lies_in_quarantine_and_is_never_counted(
    organiser: FlaskClient, session: Session, draft: Consultation
) -> None:
    page = at(draft, "try")
    shown = organiser.get(page).text
    assert "Test mode" in shown and f'action="{page}"' in shown
    sent = organiser.submit(page, {"q-fit": "no", "q-new_challenge": "Only a test"}, follow_redirects=True)
    assert "count for nothing" in sent.text and "Only a test" in sent.text
    assert session.query(TrialSheet).count() == 1 and session.query(Submission).count() == 0
    wrong = organiser.submit(page, {"q-fit": "perhaps", "q-new_challenge": "Kept"})
    assert wrong.status_code == 422 and "Kept" in wrong.text
    erased = organiser.submit(at(draft, "try", "answers"), {}, to=at(draft, "try", "erase"), follow_redirects=True)
    assert "1 trial answer erased" in erased.text and session.query(TrialSheet).count() == 0


def test_the_preview_may_stand_in_a_frame_of_ours_and_nothing_else_may(
    organiser: FlaskClient, draft: Consultation
) -> None:
    look = organiser.get(at(draft, "look?in=nl&on=desk"))
    assert "frame-src 'self'" in look.headers["Content-Security-Policy"] and look.headers["X-Frame-Options"] == "DENY"
    source = re.search(r'<iframe[^>]* src="([^"]+)"', look.text)[1].replace("&amp;", "&")
    assert source.startswith("/nl/p/")
    framed = organiser.get(source)
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    assert organiser.get(at(draft, "preview")).headers["X-Frame-Options"] == "DENY"


def test_a_consultation_begins_with_the_questionnaire_that_was_chosen(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    new = f"/en/p/{process.public_id}/manage/consultations/new"
    assert "Quick poll" in organiser.get(new).text
    page = f"{new}?from=poll"
    shown = organiser.get(page).text
    assert 'value="A quick question"' in shown
    organiser.submit(page, {"token": token_in(shown), **in_four("title", en="Parking?"), **in_four("introduction")})
    made = session.scalars(select(Consultation)).one()
    assert [question.key for question in made.questions] == ["choice", "why", "helix", "quote"]
    page = f"{new}?from=empty"
    token = token_in(organiser.get(page).text)
    organiser.submit(page, {"token": token, **in_four("title", en="Mine"), **in_four("introduction")})
    assert [c.title["en"] for c in session.scalars(select(Consultation)) if not c.questions] == ["Mine"]


def test_errors_of_the_check_stop_the_opening_and_lead_to_the_question(
    organiser: FlaskClient, session: Session, draft: Consultation
) -> None:
    by_key(draft, "new_challenge").condition = {"fact": "helix", "has": "citizen"}
    session.commit()
    page = organiser.get(at(draft)).text
    assert "1 error stops the opening" in page and 'href="#question-new_challenge"' in page
    assert re.search(r"About \d+ minutes for everything", page)
    refused = organiser.submit(at(draft), {}, to=at(draft, "open"), follow_redirects=True)
    assert "cannot open yet" in refused.text
    session.refresh(draft)
    assert draft.state == "draft"


def test_facilitators_look_and_try_but_change_nothing(
    client: FlaskClient, session: Session, process: Process, draft: Consultation
) -> None:
    sign_in(client, make_member(session, process, Role.FACILITATOR))
    assert client.get(at(draft, "try")).status_code == 200
    assert client.get(at(draft, "versions")).status_code == 200
    shown = client.get(at(draft)).text
    assert "Add a question" not in shown and "/remove" not in shown
    for rest in (("rules",), ("translate",), ("questions", "new"), ("questions", draft.questions[0].public_id)):
        assert client.get(at(draft, *rest)).status_code == 403


def test_questions_added_from_code_get_a_key_of_their_own(session: Session, draft: Consultation) -> None:
    made = [
        add_question(session, SYSTEM, draft, QuestionDraft(key, QuestionKind.LONG_TEXT, {"en": "Hm?"}))
        for key in ("fit", "Été à Köln", "🌳")
    ]
    assert [question.key for question in made] == ["fit_2", "ete_a_koln", "item"]
    with pytest.raises(Invalid, match="untitled"):
        add_question(session, SYSTEM, draft, QuestionDraft("x", QuestionKind.LONG_TEXT, {}))


def test_the_editor_offers_every_ready_list_by_name(organiser: FlaskClient, session: Session, process: Process) -> None:
    draft = make_consultation(session, process, state=ConsultationState.DRAFT)
    session.commit()
    page = f"/en/p/{process.public_id}/manage/consultations/{draft.public_id}/questions/new?kind=single_choice"
    shown = organiser.get(page).text
    offered = re.findall(r'<option[^>]* value="([^"]*)"[^>]*>([^<]+)', shown[shown.index('id="o-list"') :])
    assert [name for name, _label in offered if name in lists.NAMES] == list(lists.NAMES)
    assert "Provinces of Belgium (NUTS 2)" in dict(offered).values()
    assert not [label for _name, label in offered if label.startswith("list.")]
