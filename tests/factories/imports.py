"""Small files such as other systems write, made up for the tests, and where the collected ones lie."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"

BOMB = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><document>&b;</document>'
COLLECTED = (
    "citric/answers.lss",
    "citric/free_text.lsq",
    "citric/limesurvey_survey_432535.lss",
    "citric/survey.lss",
    "partypanel-17.1-nl/limesurvey_survey_381842.lss",
    "partypanel-17.1-nl/limesurvey_survey_559363.lss",
    "partypanel-17.1-nl/limesurvey_survey_987793.lss",
)


def shared(path: str) -> Path:
    """A collected file; where the collection is absent, the test says that it was skipped."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"{path} is not here")
    return found


def rows(section: str, *found: dict[str, Any]) -> str:
    """A section of a LimeSurvey file."""
    cells = ("".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in row.items()) for row in found)
    return f"<{section}><rows>{''.join(f'<row>{each}</row>' for each in cells)}</rows></{section}>"


def question(qid: int, letter: str, code: str, text: str = "", **more: Any) -> dict[str, Any]:
    """A row of LimeSurvey's table of questions."""
    basic = {"qid": qid, "gid": 1, "type": letter, "title": code, "question": text or code, "language": "en"}
    return {**basic, "mandatory": "N", "other": "N", "relevance": "1", "question_order": qid, **more}


def limesurvey(*sections: str, languages: tuple[str, ...] = ("en",)) -> bytes:
    """A whole .lss file with one group."""
    group = rows("groups", {"gid": 1, "group_name": "First page", "group_order": 1, "language": "en"})
    codes = "".join(f"<language>{code}</language>" for code in languages)
    settings = rows("surveys", {"sid": 1, "format": "G", "anonymized": "Y", "publicstatistics": "N"})
    words = rows("surveys_languagesettings", {"surveyls_language": "en", "surveyls_title": "A survey"})
    return (
        '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
        f"<languages>{codes}</languages>{group}{settings}{words}{''.join(sections)}</document>"
    ).encode()


def archive(structure: bytes, answers: list[dict[str, Any]], **beside: bytes) -> bytes:
    """A .lsa file: the structure, the answers by field, and other files by the ending of their name."""
    fields = "".join(f"<fieldname>{name}</fieldname>" for name in answers[0]) if answers else ""
    lines = "".join(f"<row>{''.join(_cell(name, value) for name, value in row.items())}</row>" for row in answers)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("survey_1.lss", structure)
        packed.writestr(
            "survey_1_responses.lsr",
            "<?xml version='1.0'?><document><LimeSurveyDocType>Responses</LimeSurveyDocType>"
            f"<responses><fields>{fields}</fields><rows>{lines}</rows></responses></document>",
        )
        for ending, told in beside.items():
            packed.writestr(f"survey_1.{ending}", told)
    return content.getvalue()


def _cell(name: str, value: Any) -> str:
    """No name of XML begins with a digit."""
    tag = f"_{name}" if name[0].isdigit() else name
    return f"<{tag}><![CDATA[{value}]]></{tag}>"


def workbook(*lines: list[Any]) -> bytes:
    """An .xlsx file with one sheet."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Answers")
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    return content.getvalue()
