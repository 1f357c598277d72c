"""Words that are missing in a language, that no citizen uses, or that go on and on."""

import re
from collections.abc import Iterator, Sequence

from cocreate.survey.checking.findings import Finding, Severity
from cocreate.survey.checking.jargon import jargon_in
from cocreate.survey.kinds.base import QuestionLike
from cocreate.survey.wording import QuestionnaireLike, Wording, missing_in, wordings_of

LONG_TITLE = 30  # words; longer ones are read twice
# Wider than what is filled in: {{table.row}} would stay on the page as it is, so it is told.
PIPED = re.compile(r"\{\{\s*([a-z0-9_.]+)\s*\}\}")


def badly_worded(
    questionnaire: QuestionnaireLike,
    questions: Sequence[QuestionLike],
    languages: Sequence[str],
    published: Sequence[str],
) -> list[Finding]:
    """What is missing in which language, unknown piping, jargon and long titles."""
    wordings = wordings_of(questionnaire, questions)
    return [*_missing(wordings, languages, published), *_piping(wordings, questions), *_heavy(wordings)]


def _missing(wordings: Sequence[Wording], languages: Sequence[str], published: Sequence[str]) -> Iterator[Finding]:
    """One finding a language, not one a text: nobody reads a list of two hundred."""
    for language in languages:
        if missing := missing_in(wordings, language):
            severity = Severity.ERROR if language in published else Severity.WARNING
            yield Finding(
                severity,
                "survey.check.untranslated",
                {"language": language, "count": len(missing)},
                missing[0].question if len(missing) == 1 else "",
            )


def _piping(wordings: Sequence[Wording], questions: Sequence[QuestionLike]) -> Iterator[Finding]:
    order = [question.key for question in questions]
    for wording in wordings:
        wanted = {match for text in wording.text.values() for match in PIPED.findall(text)}
        before = order[: order.index(wording.question)] if wording.question in order else []
        for key in sorted(wanted - set(before)):
            yield Finding(Severity.ERROR, "survey.check.piping", {"key": key}, wording.question)


def _heavy(wordings: Sequence[Wording]) -> Iterator[Finding]:
    for wording in wordings:
        if wording.part == "title" and any(len(text.split()) > LONG_TITLE for text in wording.text.values()):
            yield Finding(Severity.HINT, "survey.check.long_title", {"count": LONG_TITLE}, wording.question)
        for language, text in wording.text.items():
            for word, plainer in jargon_in(text, language):
                params = {"word": word, "plainer": plainer, "language": language}
                yield Finding(Severity.HINT, "survey.check.jargon", params, wording.question)
