"""LimeSurvey's questionnaires: nothing is lost, and what cannot be mapped is listed."""

from xml.etree import ElementTree

import pytest

from cocreate.errors import Invalid
from cocreate.survey import files
from cocreate.survey.importing import limesurvey
from cocreate.survey.importing.expressions import NotExpressed, Variable, condition_of
from cocreate.survey.importing.plans import Found
from cocreate.survey.making.options import fields_of, mistakes_in, read_options
from cocreate.survey.rules import QuestionKind
from tests.factories.imports import BOMB, COLLECTED, question, rows, shared
from tests.factories.imports import limesurvey as lss


def codes(found: Found) -> list[tuple[str, str]]:
    """Where, and the end of the code, of every note."""
    return [(each.where, each.code.rsplit(".", 1)[-1]) for each in found.notes]


@pytest.mark.parametrize("path", COLLECTED)
def test_a_collected_file_is_read_without_loss(path: str) -> None:
    content = shared(f"limesurvey/{path}").read_bytes()
    tree = ElementTree.fromstring(content)
    found = limesurvey.read(content)

    def ids(section: str, name: str) -> set[str]:
        return {row.findtext(name) or "" for row in tree.findall(f"{section}/rows/row")}

    answers = {
        (row.findtext("qid"), row.findtext("code"), row.findtext("scale_id"))
        for row in tree.findall("answers/rows/row")
    }
    assert dict(found.counts) == {
        "languages": len(tree.findall("languages/language")),
        "groups": len(ids("groups", "gid")),
        "questions": len(ids("questions", "qid")),
        "subquestions": len(ids("subquestions", "qid")),
        "answers": len(answers),
    }
    asked = found.draft.questions
    assert len(asked) == found.counts["groups"] + found.counts["questions"]
    assert sum(question.kind is QuestionKind.PAGE for question in asked) == found.counts["groups"]
    assert all(files.question_value(files.question_as_value(each), "") for each in asked)


@pytest.mark.parametrize("path", COLLECTED)
def test_every_sub_question_and_answer_of_a_collected_file_finds_a_place(path: str) -> None:
    content = shared(f"limesurvey/{path}").read_bytes()
    tree = ElementTree.fromstring(content)
    asked = {question.key: question for question in limesurvey.read(content).draft.questions}
    types = {row.findtext("qid"): row for row in tree.findall("questions/rows/row")}
    for row in tree.findall("subquestions/rows/row"):
        parent = types[row.findtext("parent_qid")]
        if parent.findtext("type") in ";:":  # every cell of such a table becomes a row of its own
            continue
        options = asked[parent.findtext("title").lower()].options
        if options.get("statement"):  # the only box
            continue
        keys = {each["key"] for each in (*options.get("rows", []), *options.get("choices", []))}
        assert row.findtext("title").lower() in keys
    for row in tree.findall("answers/rows/row"):
        options = asked[types[row.findtext("qid")].findtext("title").lower()].options
        keys = {each["key"] for each in (*options.get("columns", []), *options.get("choices", []))}
        assert row.findtext("code").lower() in keys


def test_every_type_becomes_a_kind_of_ours_and_the_nearest_one_is_said() -> None:
    letters = "LOYG5MPSTUQNKRFABCEH1;:D|X*I!Z"
    asked = [question(number, letter, f"q{number}") for number, letter in enumerate(letters, start=1)]
    parts = [
        {
            "qid": 100 * number + part,
            "parent_qid": number,
            "title": f"SQ{part}",
            "question": f"Part {part}",
            "question_order": part,
            "language": "en",
            "scale_id": scale,
        }
        for number in range(1, len(letters) + 1)
        for part, scale in ((1, 0), (2, 0), (3, 1))
    ]
    given = [
        {"qid": number, "code": code, "answer": f"Answer {code}", "sortorder": 1, "language": "en", "scale_id": scale}
        for number in range(1, len(letters) + 1)
        for code, scale in (("A1", 0), ("A2", 0), ("B1", 1))
    ]
    found = limesurvey.read(lss(rows("questions", *asked), rows("subquestions", *parts), rows("answers", *given)))
    kinds = {each.key: each.kind.value for each in found.draft.questions}
    assert [kinds[f"q{number}"] for number in range(1, len(letters) + 1)] == (
        "single_choice single_choice single_choice single_choice scale multiple_choice multiple_choice short_text"
        " long_text long_text short_texts number short_texts ranking matrix matrix matrix matrix matrix matrix matrix"
        " short_texts short_texts date files information information information single_choice long_text"
    ).split()
    said = dict(codes(found))
    near = {
        "q7": "comments_together", "q13": "numbers_as_texts", "q20": "by_column", "q21": "dual_scale",
        "q22": "grid_of_texts", "q23": "grid_of_texts", "q27": "equation", "q28": "language_switch",
        "q30": "unknown_type",
    }  # fmt: skip
    assert near.items() <= said.items()
    assert kinds["q21_2"] == "matrix"


@pytest.mark.parametrize(("format_", "paging"), [("A", "all"), ("G", "pages"), ("S", "questions"), ("", "pages")])
def test_how_a_survey_is_cut_into_pages_is_kept(format_: str, paging: str) -> None:
    content = lss(rows("questions", question(1, "T", "Why")))
    content = content.replace(b"<format><![CDATA[G]]>", f"<format><![CDATA[{format_}]]>".encode())
    found = limesurvey.read(content)
    assert found.draft.settings["paging"] == paging and not found.notes


def test_patterns_are_kept_where_they_can_be_checked_and_listed_elsewhere() -> None:
    asked = rows(
        "questions",
        question(1, "S", "post", preg="/^[0-9]{4}$/"),
        question(2, "S", "slow", preg="/^(?=x)(a+)+$/"),
        question(3, "N", "age", preg="/^1/"),
        question(4, "Q", "lines", preg="/x/"),
    )
    found = limesurvey.read(lss(asked))
    post, slow = found.draft.questions[1:3]
    assert post.options == {"format": "pattern", "pattern": "[0-9]{4}"} and "pattern" not in slow.options
    assert codes(found) == [("slow", "slow_pattern"), ("age", "pattern"), ("lines", "pattern")]


def test_numbers_keep_their_decimals_unless_only_whole_ones_were_taken() -> None:
    whole = rows("question_attributes", {"qid": 2, "attribute": "num_value_int_only", "value": "1"})
    found = limesurvey.read(lss(rows("questions", question(1, "N", "far"), question(2, "N", "people")), whole))
    assert [asked.options for asked in found.draft.questions[1:]] == [{"decimals": 6}, {"decimals": 0}]


def test_types_of_file_that_are_not_taken_here_are_listed() -> None:
    kinds = (("zip", {}), ("PDF, jpeg, jpg, pptx, zip", {"types": ["pdf", "jpg", "pptx"]}))
    for wanted, options in kinds:
        attributes = rows("question_attributes", {"qid": 1, "attribute": "allowed_filetypes", "value": wanted})
        found = limesurvey.read(lss(rows("questions", question(1, "|", "plan")), attributes))
        assert found.draft.questions[1].options == options and codes(found) == [("plan", "file_type")]


@pytest.mark.parametrize("path", COLLECTED)
def test_the_editor_keeps_every_question_of_a_collected_file(path: str) -> None:
    for asked in limesurvey.read(shared(f"limesurvey/{path}").read_bytes()).draft.questions:
        fields = fields_of(asked.kind, asked.options)
        assert mistakes_in(asked.kind, fields) == []
        assert read_options(asked.kind, fields, asked.options) == asked.options


def test_attributes_rules_and_markup_are_taken_over_or_listed() -> None:
    asked = rows(
        "questions",
        question(1, "M", "Fruit", "<p>Which <b>fruit</b>?</p><p>Choose well.</p><script>go()</script>", mandatory="S"),
        question(2, "M", "Best", "And of {Fruit} the best?", other="Y", mandatory="Y", relevance='Fruit_A.NAOK == "Y"'),
        question(3, "N", "Age", relevance="rand(1,3) == 1"),
    )
    parts = rows(
        "subquestions",
        *(
            {"qid": 10 * parent + n, "parent_qid": parent, "title": code, "question": code, "language": "en"}
            for parent in (1, 2)
            for n, code in enumerate("AB")
        ),
    )
    attributes = rows(
        "question_attributes",
        *(
            {"qid": qid, "attribute": name, "value": value}
            for qid, name, value in (
                (1, "min_answers", "1"),
                (1, "max_answers", "2"),
                (1, "random_order", "1"),
                (1, "exclude_all_others", "B"),
                (2, "array_filter", "Fruit"),
                (3, "max_num_value_n", "99"),
                (3, "suffix", "years"),
                (3, "cssclass", "wide"),
            )
        ),
    )
    found = limesurvey.read(lss(asked, parts, attributes))
    page, fruit, best, age = found.draft.questions
    assert page.title == {"en": "First page"}
    assert (fruit.title, fruit.help) == ({"en": "Which fruit?"}, {"en": "Choose well."})
    assert (fruit.is_required, fruit.is_soft, best.is_soft) == (True, True, False)
    assert fruit.options == {
        "choices": [{"key": "a", "label": {"en": "A"}}, {"key": "b", "label": {"en": "B"}, "is_exclusive": True}],
        "random": True,
        "min": 1,
        "max": 2,
    }
    assert best.title == {"en": "And of {{fruit}} the best?"}
    assert best.condition == {"fact": "fruit", "has": "a"}
    assert best.options["filter"] == {"fact": "fruit", "keep": "chosen"} and best.options["other"] is True
    assert age.options == {"max": 99, "decimals": 6, "unit": {"en": "years"}} and age.condition == {}
    assert {("Fruit", "script"), ("Age", "condition"), ("Age", "attribute")} <= set(codes(found))


NAMES = {
    "Q1": Variable("q1", values={"A1": "a1", "2": "2"}),
    "Q2_A": Variable("q2", "a"),
    "Q2_B": Variable("q2", "b"),
    "N": Variable("n", is_number=True),
    "E": Variable(equation="if(Q1.NAOK == 'A1', 1, 0)"),
}


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("", {}),
        ("1", {}),
        ('Q1.NAOK == "A1"', {"fact": "q1", "has": "a1"}),
        ("'A1' == Q1", {"fact": "q1", "has": "a1"}),
        ('Q1 != "A1"', {"not": {"fact": "q1", "has": "a1"}}),
        ("Q1.NAOK > 2", {"fact": "q1", "above": 2}),
        ("3 <= N", {"fact": "n", "at_least": 3}),
        ("N == 5", {"all": [{"fact": "n", "at_least": 5}, {"fact": "n", "at_most": 5}]}),
        ("!is_empty(Q1)", {"fact": "q1", "is": "answered"}),
        ("not is_empty(Q2_A.NAOK)", {"fact": "q2", "has": "a"}),
        ('Q2_A == ""', {"not": {"fact": "q2", "has": "a"}}),
        (
            '(Q1 == "A1" or N gt 3) && Q2_A == "Y"',
            {"all": [{"any": [{"fact": "q1", "has": "a1"}, {"fact": "n", "above": 3}]}, {"fact": "q2", "has": "a"}]},
        ),
        ("count(Q2_A.NAOK, Q2_B.NAOK) >= 2", {"fact": "q2", "chosen_at_least": 2}),
        ("count(Q2_A, Q2_B) < 2", {"fact": "q2", "chosen_at_most": 1}),
        ("count(Q1, N) > 0", {"any": [{"fact": "q1", "is": "answered"}, {"fact": "n", "is": "answered"}]}),
        ("E == 1", {"fact": "q1", "has": "a1"}),
        ("E == 0", {"not": {"fact": "q1", "has": "a1"}}),
    ],
)
def test_an_expression_says_the_same_as_a_condition(expression: str, condition: dict[str, object]) -> None:
    assert condition_of(expression, NAMES.get) == condition


@pytest.mark.parametrize(
    "expression",
    [
        "rand(1,3) == 1",
        'Q9 == "A"',
        "Q1 == N",
        'Q1 == "B7"',
        "Q1 ==",
        "(Q1",
        "Q1 + 1 > 2",
        "regexMatch('/a/', Q1)",
        "(",
    ],
)
def test_what_a_condition_cannot_say_is_not_half_said(expression: str) -> None:
    with pytest.raises(NotExpressed):
        condition_of(expression, NAMES.get)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<document><LimeSurveyDocType>Survey", "survey.import.no_xml"),
        (BOMB, "survey.import.xml_trap"),
        (b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><document/>', "survey.import.xml_trap"),
        (b"<html></html>", "survey.import.no_limesurvey"),
        (b'<?xml version="1.0" encoding="klingon"?><document/>', "survey.import.no_xml"),
        ("<document>é</document>".encode("latin-1"), "survey.import.no_xml"),
    ],
)
def test_a_file_that_is_no_questionnaire_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        limesurvey.read(content)
    assert refusal.value.code == code


def test_a_broken_file_says_where_it_breaks() -> None:
    with pytest.raises(Invalid) as refusal:
        limesurvey.read(b"<document>\n  <a></b>\n</document>")
    assert refusal.value.params == {"line": 2, "column": 8}


def test_the_text_at_the_end_becomes_the_thanks() -> None:
    words = {"surveyls_language": "fr", "surveyls_title": "Enquête", "surveyls_endtext": "<p>Merci !</p>"}
    found = limesurvey.read(lss(rows("questions", question(1, "T", "Q")), rows("surveys_languagesettings", words)))
    assert found.draft.thanks == {"fr": "Merci !"} and found.draft.closing == {}
