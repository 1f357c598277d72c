"""The formats that can be read, how a file shows which one it is, and who reads it."""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from cocreate.core.grids import Grid, decode, read_grid
from cocreate.errors import Invalid
from cocreate.survey import files
from cocreate.survey.importing import archive, limesurvey, platforms
from cocreate.survey.importing.guess import SENT, guess, match
from cocreate.survey.importing.plans import Found, TablePlan
from cocreate.survey.importing.texts import folded
from cocreate.survey.kinds import QuestionLike


class Format(StrEnum):
    """What a file is."""

    COCREATE = "cocreate"
    LIMESURVEY = "limesurvey"
    LIMESURVEY_ARCHIVE = "limesurvey_archive"
    LIMESURVEY_ANSWERS = "limesurvey_answers"
    EUSURVEY = "eusurvey"
    DECIDIM_PROPOSALS = "decidim_proposals"
    DECIDIM_COMMENTS = "decidim_comments"
    DECIDIM_DEBATES = "decidim_debates"
    DECIDIM_MEETINGS = "decidim_meetings"
    DECIDIM_ANSWERS = "decidim_answers"
    CONSUL_PROPOSALS = "consul_proposals"
    CONSUL_COMMENTS = "consul_comments"
    TABLE = "table"

    @property
    def is_structure(self) -> bool:
        """Whether the file holds questions rather than answers."""
        return self in (Format.COCREATE, Format.LIMESURVEY, Format.LIMESURVEY_ARCHIVE, Format.DECIDIM_DEBATES)


# Formats with columns of fixed names, the more particular ones first.
KNOWN: tuple[tuple[Callable[[set[str]], bool], Format], ...] = (
    (platforms.is_comments, Format.DECIDIM_COMMENTS),
    (platforms.is_proposals, Format.DECIDIM_PROPOSALS),
    (platforms.is_meetings, Format.DECIDIM_MEETINGS),
    (platforms.is_debates, Format.DECIDIM_DEBATES),
    (platforms.is_consul_comments, Format.CONSUL_COMMENTS),
    (platforms.is_consul_proposals, Format.CONSUL_PROPOSALS),
)
PLANS: Mapping[Format, Callable[[Grid, str, str], TablePlan]] = {
    Format.DECIDIM_PROPOSALS: platforms.proposals,
    Format.DECIDIM_COMMENTS: platforms.comments,
    Format.DECIDIM_MEETINGS: platforms.meetings,
    Format.CONSUL_PROPOSALS: platforms.consul_proposals,
    Format.CONSUL_COMMENTS: platforms.consul_comments,
}


def recognise(content: bytes) -> Format:
    """The format by what stands in the file, whatever its name; Invalid for what nobody can read."""
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise Invalid("file.table.empty_file")
    if start.startswith(b"<"):
        return Format.LIMESURVEY
    if start.startswith((b"{", b"[")):
        return Format.COCREATE
    if start.startswith(b"PK") and archive.is_archive(content):
        return Format.LIMESURVEY_ARCHIVE
    return format_of(read_grid(content))


def format_of(grid: Grid) -> Format:
    """The format of a table, by its headings."""
    exact, words = set(grid.headings), {folded(heading) for heading in grid.headings}
    for is_it, format_ in KNOWN:
        if is_it(exact):
            return format_
    if {"id", "created_at"} <= words and any(re.match(r"\d{1,3}\. ", heading) for heading in exact):
        return Format.DECIDIM_ANSWERS
    if words & SENT:
        return Format.LIMESURVEY_ANSWERS
    if {"contribution id", "user type"} & words and {"reference", "feedback date", "creation date", "language"} & words:
        return Format.EUSURVEY
    return Format.TABLE


def grid_of(format_: Format, content: bytes, language: str) -> Grid:
    """The table of a file; of texts in several languages, one."""
    grid = read_grid(content)
    is_translated = format_ in (Format.DECIDIM_PROPOSALS, Format.DECIDIM_MEETINGS)
    return platforms.in_one_language(grid, language) if is_translated else grid


def structure_of(format_: Format, content: bytes, title: str, language: str) -> Found:
    """The questionnaire of a file that holds one."""
    if format_ is Format.LIMESURVEY:
        return limesurvey.read(content)
    if format_ is Format.LIMESURVEY_ARCHIVE:
        return archive.read(content)
    if format_ is Format.DECIDIM_DEBATES:
        return platforms.debates(read_grid(content), title, language)
    text, encoding = decode(content)
    if encoding == "cp1252":
        raise Invalid("survey.import.no_utf8")
    draft = files.draft_of(text)
    return Found(draft, {"questions": len(draft.questions), "documents": len(draft.documents)}, ())


def plan_of(
    format_: Format,
    grid: Grid,
    title: str,
    language: str,
    wishes: Mapping[int, str] | None = None,
    questions: Sequence[QuestionLike] | None = None,
) -> TablePlan:
    """What to do with a table: its answers go to the questions that are given, or make questions of their own."""
    if questions is not None:
        return match(grid, questions, wishes)
    if format_ in PLANS and not wishes:
        return PLANS[format_](grid, title, language)
    return guess(grid, title, language, wishes)
