"""Own words that keep their figures, versions that keep their words, and who may undo neither."""

import pytest
from sqlalchemy import select

from cocreate.core import audit
from cocreate.core.permissions import SYSTEM
from cocreate.core.provenance import outcomes
from cocreate.errors import Conflict, Invalid
from cocreate.information import commands, queries
from cocreate.information.composing import Draft, compare, compare_figures
from cocreate.information.figures import place_key
from cocreate.information.models import SheetText
from cocreate.information.quoting import resolved
from cocreate.information.rules import Slot
from cocreate.process.evidence.commands import EvidenceTold, change_evidence
from cocreate.survey.models import Answer, Submission
from cocreate.survey.protection.commands import erase_own_sheet
from tests.information.conftest import Known, accept


def write(known: Known, text: str, *, slot: Slot = Slot.INSTEAD, block: str = "themes", language: str = "en") -> Draft:
    sheet, draft = known.sheet, known.draft(language)
    commands.write_block(known.session, SYSTEM, known.process, sheet, draft, block, {slot: text})
    return known.draft(language)


def said(draft: Draft, block: str = "themes") -> list[str]:
    return [each["text"] for told in draft.content()["blocks"] if told["key"] == block for each in told["paragraphs"]]


def test_a_figure_stays_as_it_was_written_until_somebody_takes_the_new_one(known: Known) -> None:
    draft = write(known, "We see [[themes]] themes.\n\nAnd [[sub_challenges]] part.")
    assert said(draft) == ["We see 1 themes.", "And 1 part."] and draft.changed == []
    accept(known.session, known.process, known.themes[1])
    draft = known.draft()
    ((row, change),) = draft.changed
    assert (change.key, change.old["value"]) == ("themes", 1) and change.new is not None and change.new.value == 2
    assert said(draft)[0] == "We see 1 themes."
    taken = commands.take_figures(known.session, SYSTEM, known.process, draft, [row], ["themes"])
    assert taken == 1 and said(known.draft())[0] == "We see 2 themes." and known.draft().changed == []
    assert commands.take_figures(known.session, SYSTEM, known.process, known.draft(), [row]) == 0


def test_a_sentence_that_is_changed_keeps_the_figures_that_it_had(known: Known) -> None:
    write(known, "We see [[themes]] themes.")
    accept(known.session, known.process, known.themes[1])
    draft = write(known, "So far we see [[themes]] themes and [[links]] link.")
    assert said(draft) == ["So far we see 1 themes and 1 link."] and len(draft.changed) == 1


def test_a_value_stays_that_of_its_territory_when_the_list_is_ordered_otherwise(known: Known) -> None:
    def tell(series: dict[str, dict[str, float]]) -> None:
        told = EvidenceTold({"en": "Emissions"}, unit="Mt", series=series)
        change_evidence(known.session, SYSTEM, known.process, known.indicator, told, version=known.indicator.version)

    tell({"Brussels": {"2017": 3.7}, "Flanders": {"2017": 44.0}})
    key = f"indicator.{known.indicator.public_id}.{place_key('Brussels')}"
    draft = write(known, f"Brussels emits [[{key}]] Mt.")
    assert said(draft) == ["Brussels emits 3.7 Mt."]
    tell({"Flanders": {"2017": 44.0}, "Brussels": {"2017": 3.7}})
    assert known.draft().changed == [] and known.draft().figures[key].value == 3.7
    tell({"Flanders": {"2017": 44.0}, "Region of Brussels": {"2017": 3.7}})
    ((_row, change),) = known.draft().changed
    assert change.new is None


def test_a_figure_that_is_gone_is_told_and_cannot_be_taken(known: Known) -> None:
    key = f"theme.{known.themes[0].public_id}"
    write(known, f"Of them [[{key}]] answers.")
    known.process.minimum_cell = 40
    known.session.flush()
    draft = known.draft()
    ((row, change),) = draft.changed
    assert change.new is None and commands.take_figures(known.session, SYSTEM, known.process, draft, [row]) == 0


def test_own_words_stand_before_instead_and_after_and_what_is_below_can_be_left_out(known: Known) -> None:
    program = said(known.draft())
    write(known, "First.", slot=Slot.BEFORE)
    draft = write(known, "Last.", slot=Slot.AFTER)
    assert said(draft) == ["First.", *program, "Last."]
    draft = write(known, "Mine.")
    assert said(draft) == ["First.", "Mine.", "Last."]
    draft = write(known, "yes", slot=Slot.LEFT_OUT)
    (block,) = [block for block in draft.content()["blocks"] if block["key"] == "themes"]
    assert block["pieces"] == []
    draft = write(known, "")
    assert said(draft) == ["First.", *program, "Last."]


def test_an_unknown_figure_and_a_long_text_are_refused(known: Known) -> None:
    for text, code in (
        ("[[nothing.here]]", "information.text.unknown_figure"),
        ("x" * 5001, "information.text.too_long"),
    ):
        with pytest.raises(Invalid) as refused:
            write(known, text)
        assert refused.value.code == code
    assert known.session.scalars(select(SheetText)).all() == []


def test_a_block_that_somebody_else_changed_is_not_overwritten(known: Known) -> None:
    sheet, draft = known.sheet, known.draft()
    seen = commands.stamp_of(draft, "themes")
    write(known, "From Ben")
    told = {Slot.INSTEAD: "From Ada"}
    with pytest.raises(Conflict):
        commands.write_block(known.session, SYSTEM, known.process, sheet, known.draft(), "themes", told, seen=seen)
    same = {Slot.INSTEAD: "From Ben"}  # the same form sent twice
    commands.write_block(known.session, SYSTEM, known.process, sheet, known.draft(), "themes", same, seen=seen)
    assert said(known.draft()) == ["From Ben"]


def test_words_of_one_language_are_not_shown_in_another(known: Known) -> None:
    write(known, "Alleen hier.", language="nl")
    assert said(known.draft("nl")) == ["Alleen hier."]
    assert "Alleen hier." not in said(known.draft("fr")) and known.draft("fr").elsewhere("themes") == ["nl"]


def test_a_version_keeps_all_languages_and_the_same_sheet_is_kept_once(known: Known) -> None:
    write(known, "First words.")
    one = commands.keep_version(known.session, SYSTEM, known.process, known.sheet)
    known.session.expire_all()
    assert commands.keep_version(known.session, SYSTEM, known.process, known.sheet).number == 1
    assert set(one.content) == {"nl", "fr", "en", "de"}
    write(known, "Other words.")
    accept(known.session, known.process, known.themes[1])
    two = commands.keep_version(known.session, SYSTEM, known.process, known.sheet)
    assert (two.number, one.content["en"] != two.content["en"]) == (2, True)
    changes = {change.title: change.pieces for change in compare(one.content["en"], two.content["en"])}
    assert [(piece.kind, piece.text) for piece in changes["What people said"]][:3] == [
        ("out", "First"),
        ("in", "Other"),
        ("same", " words." + f"\n{known.themes[0].title['en']} ({known.themes[0].size} answers)"),
    ]
    figures = compare_figures(one.content["en"]["figures"], two.content["en"]["figures"])
    told = {each.figure["name"]: (each.old["value"], each.new["value"]) for each in figures if each.old and each.new}
    assert told["Themes of the answers"] == (1, 2)


def test_a_version_is_approved_and_then_published_and_leaves_a_trace(known: Known) -> None:
    version = commands.keep_version(known.session, SYSTEM, known.process, known.sheet)
    with pytest.raises(Conflict) as refused:
        commands.publish(known.session, SYSTEM, known.process, version)
    assert refused.value.code == "information.version.not_approved"
    commands.approve(known.session, SYSTEM, known.process, version)
    commands.publish(known.session, SYSTEM, known.process, version)
    first = version.published_at
    commands.publish(known.session, SYSTEM, known.process, version)
    assert version.published_at == first and queries.published_for(known.session, known.challenge) == version
    steps = outcomes(known.session, known.themes[0].ref)
    assert [step.target for step in steps] == [known.sheet.ref]
    assert known.sheet.ref in [step.target for step in outcomes(known.session, known.indicator.ref)]
    verbs = known.session.scalars(select(audit.AuditEntry.verb).where(audit.AuditEntry.verb.like("information:%")))
    assert list(verbs) == [
        "information:sheet:begin", "information:version:keep", "information:version:approve",
        "information:version:publish",
    ]  # fmt: skip


def test_only_the_last_version_is_approved(known: Known) -> None:
    one = commands.keep_version(known.session, SYSTEM, known.process, known.sheet)
    write(known, "Newer.")
    commands.keep_version(known.session, SYSTEM, known.process, known.sheet)
    with pytest.raises(Conflict):
        commands.approve(known.session, SYSTEM, known.process, one)


def test_a_quote_that_its_author_erased_is_in_no_version_any_more(known: Known) -> None:
    version = commands.keep_version(known.session, SYSTEM, known.process, known.sheet)
    (quoted,) = [
        piece for block in version.content["en"]["blocks"] if block["key"] == "themes" for piece in block["pieces"]
        if piece["type"] == "quotes"
    ]  # fmt: skip
    answers = [known.session.get_one(Answer, item["id"]) for item in quoted["items"]]
    assert str(version.content).count(answers[0].text) == 0
    before = str(resolved(known.session, version.content["en"]))
    assert all(answer.text in before for answer in answers)
    sheet = known.session.get_one(Submission, answers[0].submission_id)
    erase_own_sheet(known.session, SYSTEM, known.consultation, sheet)
    known.session.flush()
    after = str(resolved(known.session, version.content["en"]))
    assert answers[0].text not in after and answers[1].text in after and "was taken back" in after


def test_a_comment_is_written_once_and_settled_once(known: Known) -> None:
    sheet = known.sheet
    told = {"block": "themes", "public_id": "abcdefghijkl"}
    one = commands.comment(known.session, SYSTEM, known.process, sheet, "Too long", **told)
    assert commands.comment(known.session, SYSTEM, known.process, sheet, "Too long", **told) is one
    commands.settle(known.session, SYSTEM, known.process, one)
    settled = one.settled_at
    commands.settle(known.session, SYSTEM, known.process, one)
    assert settled is not None and one.settled_at == settled
    with pytest.raises(Invalid):
        commands.comment(known.session, SYSTEM, known.process, sheet, "")
