"""What the report on themes is made of, read once and already safe for whoever will read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cocreate.analysis.disclosure import HIDDEN, Hidden, SafeTable, Shown
from cocreate.analysis.representativity import wilson
from cocreate.survey.models import AnswerFlag, Consultation, Question
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.survey.personal.rules import FlagState
from cocreate.themes import queries
from cocreate.themes.asking import Asked, AskedCount, count_asking, is_known, quotable
from cocreate.themes.campaigns import copies_left_out
from cocreate.themes.counting import Count, Tallies, tallies
from cocreate.themes.double_coding import Outcome, outcome_of
from cocreate.themes.models import AnalysisRun, CodingRound, Theme, ThemeStep
from cocreate.themes.publishing import safe_table
from cocreate.themes.rules import ThemeState

MOST = 5  # phrases of a group


@dataclass(frozen=True)
class Voice:
    """A phrase that a group uses more than the others, in answers of one language.

    `share` of the group's `base` answers hold it and `other_share` of the others'; the odds are theirs between `low`
    and `high` times (95 %). Where `is_coarse` the shares are rounded to tenths, the bases down ("at least"), the bounds
    outwards.
    """

    helix: str
    term: str
    language: str
    share: float
    base: int
    other_share: float
    other_base: int
    low: float
    high: float
    is_coarse: bool


def voices_of(theme: Theme, cells: Mapping[str, Shown], minimum: int, *, is_public: bool) -> list[Voice]:
    """The phrases of a theme's groups, the clearest first; `cells` are the protected counts of the groups in it.

    Everybody gets no exact numbers of a group in one language: beside the other tables they could be subtracted from
    each other. A phrase of fewer people than may be shown, or of a group whose number is hidden, is left out.

    >>> told = {"term": "trams", "language": "nl", "count": 9, "base": 23, "other_count": 5, "other_base": 61}
    >>> theme = Theme(voices={"research": [told | {"low": 1.7, "high": 12.2}]})
    >>> (voice,) = voices_of(theme, {"research": 30}, 5, is_public=True)
    >>> voice.share, voice.base, voice.other_share, voice.other_base, voice.low, voice.high
    (0.4, 20, 0.1, 60, 1, 13)
    >>> voices_of(theme, {"research": HIDDEN}, 5, is_public=True)
    []
    """
    step = 2 * minimum
    found = []
    for helix, terms in sorted(theme.voices.items()):
        for term in terms[:MOST]:
            share, other = term["count"] / term["base"], term["other_count"] / term["other_base"]
            base, other_base, low, high = term["base"], term["other_base"], term["low"], term["high"]
            if is_public:
                if cells.get(helix, HIDDEN) is HIDDEN or term["count"] < minimum or min(base, other_base) < step:
                    continue
                share, other, low, high = round(share, 1), round(other, 1), floor(low), floor(high) + 1
                base, other_base = base - base % step, other_base - other_base % step
            found.append(
                Voice(helix, term["term"], term["language"], share, base, other, other_base, low, high, is_public)
            )
    return found


MOST_ASKED = 3  # proposals of a theme that a page quotes
WhatIsAsked = tuple[AskedCount | None, Sequence[Asked]]


@dataclass(frozen=True)
class Share:
    """How many of a helix category's answers are in a theme, with the bounds of the share (95 %, Wilson)."""

    count: Shown
    base: Shown
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class ThemeMaterial:
    """One theme."""

    theme: Theme
    size: Shown
    share_of_all: Share
    by_helix: Mapping[str, Share]
    quotes: Sequence[PublicAnswer]
    dissent: Sequence[PublicAnswer]
    asking: AskedCount | None  # for the team, where a reading looked for it
    asked: Sequence[Asked]  # what may be quoted of it
    voices: Sequence[Voice] = ()


@dataclass(frozen=True)
class QuestionMaterial:
    """The themes of one question, and what stands in none of them; all of it adds up to `answers`."""

    question: Question
    answers: int
    placed: Shown
    unplaced: Sequence[tuple[str, Shown]]  # class, answers
    themes: Sequence[ThemeMaterial]
    helix: Sequence[str]
    language_nmi: float | None
    outcomes: Sequence[Outcome]


@dataclass(frozen=True)
class Material:
    """All of it."""

    consultation: Consultation
    run: AnalysisRun
    is_public: bool
    questions: Sequence[QuestionMaterial]
    steps: Sequence[tuple[str, int]]  # what people did to themes, and how often it stands
    copies: int  # answers that the numbers leave out, as their campaign counts once
    waiting: int  # answers with personal data that nobody looked at


def material_of(
    session: Session, consultation: Consultation, *, is_public: bool, most_asked: int | None = MOST_ASKED
) -> Material | None:
    """The report's material; None where nothing was read yet. The public one has accepted themes and safe counts.

    `most_asked` is how many of a theme's proposals are quoted for the team; None for all.
    """
    run = queries.current_run(session, consultation)
    if run is None:
        return None
    counts = tallies(session, consultation, run)
    minimum = consultation.process.minimum_cell if is_public else 1
    is_asked = not is_public and is_known(session, run)
    found = []
    for question, themes in queries.themes_by_question(session, run):
        shown = [theme for theme in themes if theme.state == ThemeState.ACCEPTED or not is_public]
        if shown or not is_public:
            asked = {
                theme.id: (count_asking(session, theme), quotable(session, theme, most_asked))
                for theme in shown
                if is_asked
            }
            found.append(_question(session, run, question, shown, counts, minimum, is_public, asked))
    mine = (AnswerFlag.consultation_id == consultation.id, AnswerFlag.state == FlagState.OPEN.value)
    waiting = session.scalar(select(func.count()).select_from(AnswerFlag).where(*mine)) or 0
    return Material(consultation, run, is_public, found, _steps(session, run), copies_left_out(session, run), waiting)


def _question(
    session: Session,
    run: AnalysisRun,
    question: Question,
    themes: Sequence[Theme],
    counts: Tallies,
    minimum: int,
    is_public: bool,
    asked: Mapping[int, WhatIsAsked],
) -> QuestionMaterial:
    everything = counts.answers.get(question.id, Count())
    helix = [key for key, _count in everything.by_helix]
    out = counts.unplaced.get(question.id, {})
    safe = safe_table(themes, question.id, counts, minimum)
    quotes = queries.quotes_of(session, list(themes), most=3)
    dissent = queries.dissent_of(session, list(themes), most=2)
    unplaced = [(name, safe.row_totals.get(f"({name})", HIDDEN)) for name in sorted(out)]
    is_known = all(count is not HIDDEN for _name, count in unplaced)
    drawn = select(CodingRound).where(CodingRound.question_id == question.id).order_by(CodingRound.id)
    rounds = session.scalars(drawn.options(joinedload(CodingRound.run)))  # of earlier readings too
    rows = [_theme(theme, safe, helix, quotes, dissent, asked.get(theme.id, (None, ()))) for theme in themes]
    return QuestionMaterial(
        question=question,
        answers=everything.total,
        placed=everything.total - sum(count.total for count in out.values()) if is_known else HIDDEN,
        unplaced=unplaced,
        themes=[replace(row, voices=_voices(row, safe, minimum, is_public)) for row in rows],
        helix=helix,
        language_nmi=run.coverage.get(question.key, {}).get("language_nmi"),
        outcomes=[outcome_of(session, row) for row in rounds],
    )


def _theme(
    theme: Theme,
    safe: SafeTable[str, str],
    helix: Sequence[str],
    quotes: Mapping[int, Sequence[PublicAnswer]],
    dissent: Mapping[int, Sequence[PublicAnswer]],
    asked: WhatIsAsked,
) -> ThemeMaterial:
    size = safe.row_totals[theme.public_id]
    cells = safe.cells[theme.public_id]
    is_small = isinstance(size, Hidden)  # whose words could point at people as well
    return ThemeMaterial(
        theme=theme,
        size=size,
        share_of_all=_share(size, safe.total),
        by_helix={key: _share(cells[key], safe.column_totals[key]) for key in helix},
        quotes=() if is_small else quotes[theme.id],
        dissent=() if is_small else dissent[theme.id],
        asking=asked[0],
        asked=asked[1],
    )


def _voices(row: ThemeMaterial, safe: SafeTable[str, str], minimum: int, is_public: bool) -> Sequence[Voice]:
    if isinstance(row.size, Hidden):
        return ()
    return voices_of(row.theme, safe.cells[row.theme.public_id], minimum, is_public=is_public)


def _share(count: Shown, base: Shown) -> Share:
    if count is HIDDEN or base is HIDDEN or base == 0:
        return Share(count, base, None, None, None)
    low, high = wilson(count, base)
    return Share(count, base, count / base, low, high)


def _steps(session: Session, run: AnalysisRun) -> list[tuple[str, int]]:
    standing = (ThemeStep.run_id == run.id, ThemeStep.undone_at.is_(None))
    rows = session.execute(select(ThemeStep.kind, func.count()).where(*standing).group_by(ThemeStep.kind))
    return sorted((kind, count) for kind, count in rows)
