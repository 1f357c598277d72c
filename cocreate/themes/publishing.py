"""What everybody may know of themes: which ones, when, and how many answers they hold. The one place that says so."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, not_, or_
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.analysis.disclosure import HIDDEN, SafeTable, Shown, suppress, suppress_two_way
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.survey.models import Consultation
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.survey.queries import awaits_late
from cocreate.survey.rules import ConsultationState, ResultsRule
from cocreate.themes import queries
from cocreate.themes.counting import Count, Tallies, tallies
from cocreate.themes.models import Theme
from cocreate.themes.rules import ThemeState

REST = ""  # the line of a table for all answers that stand in none of the themes shown
UNTOLD = ""  # the column for sheets that name no helix category


def may_be_public(consultation: Consultation) -> bool:
    """Whether everybody may see accepted themes: after the close, so that nobody is swayed by them, and once nothing
    more is entered by helpers.

    Earlier only where the results are public while people are answering, as respondents were told before.
    """
    return consultation.is_complete or consultation.has_public_results


def is_public() -> ColumnElement[bool]:
    """The same as a condition on consultations."""
    is_live = and_(Consultation.state == ConsultationState.OPEN, Consultation.results_rule == ResultsRule.LIVE)
    return or_(and_(Consultation.state == ConsultationState.CLOSED, not_(awaits_late())), is_live)


def is_told(theme: Theme) -> bool:
    """Whether everybody may see this theme: an accepted one, when its time has come."""
    return theme.state == ThemeState.ACCEPTED and may_be_public(theme.run.consultation)


def public_themes(session: Session, process: Process, *only: ColumnElement[bool]) -> list[Theme]:
    """The accepted themes of a process that everybody may see, largest first; `only` are conditions as there."""
    return queries.accepted_themes(session, process, is_public(), *only)


def find_public_theme(session: Session, process: Process, public_id: str) -> Theme:
    """The theme of an address that everybody may open."""
    found = queries.find_theme(session, process, public_id)
    if not is_told(found):
        raise NotFound()
    return found


def quotes_of(session: Session, themes: Sequence[Theme], most: int = 3) -> dict[int, list[PublicAnswer]]:
    """The best quotes of each theme; none of a theme too small for its number, whose words could point at people."""
    told = told_of(session, themes)
    large = [theme for theme in themes if told[theme.id].size is not HIDDEN]
    return {theme.id: [] for theme in themes} | queries.quotes_of(session, large, most)


@dataclass(frozen=True)
class Told:
    """How many answers a theme holds, in all and by group, as far as everybody may know; no groups without a total."""

    size: Shown
    by_helix: Mapping[str, Shown] = field(default_factory=dict)
    by_language: Mapping[str, Shown] = field(default_factory=dict)


def told_of(session: Session, themes: Iterable[Theme]) -> dict[int, Told]:
    """By number of a theme; all that stand in one report are counted together, and are in the answer too.

    The cells of an accepted theme are those of the report on themes, so that the two cannot be compared.
    """
    found: dict[int, Told] = {}
    for theme in themes:
        if theme.id not in found:
            found |= _with_the_others(session, theme)
    return found


def _with_the_others(session: Session, theme: Theme) -> dict[int, Told]:
    run = theme.run
    minimum = run.consultation.process.minimum_cell
    is_counted = theme.state == ThemeState.ACCEPTED and run.is_current
    if not is_counted or _is_erased(run.consultation):
        return {theme.id: _alone(theme, minimum)}
    counts = tallies(session, run.consultation, run)
    found: dict[int, Told] = {}
    for question_id, siblings in queries.accepted_by_question(session, run.consultation).items():
        safe = safe_table(siblings, question_id, counts, minimum)
        found |= {each.id: _told(each, safe, counts.of(each.id), minimum) for each in siblings}
    return found


def _is_erased(consultation: Consultation) -> bool:
    """Whether answers are gone, or are going since the promised day came: what was counted before stands."""
    day = consultation.erase_on
    return consultation.erased_at is not None or (day is not None and day <= clock.today())


def _told(theme: Theme, safe: SafeTable[str, str], count: Count, minimum: int) -> Told:
    size = safe.row_totals[theme.public_id]
    if size is HIDDEN:
        return Told(HIDDEN)
    named = [key for key, _count in count.by_helix]
    by_helix = {key: safe.cells[theme.public_id][key] for key in named}
    return Told(size, by_helix, _beside(_languages(count), minimum))


def _alone(theme: Theme, minimum: int) -> Told:
    """Of a theme that stands in no report."""
    safe = suppress(_completed(theme.by_helix, theme.size), minimum)
    if safe.total is HIDDEN:
        return Told(HIDDEN)
    by_helix = {key: count for key, count in safe.cells.items() if key != UNTOLD}
    return Told(safe.total, by_helix, _beside(_completed(theme.by_language, theme.size), minimum))


def _completed(counts: Mapping[str, int], size: int) -> dict[str, int]:
    named = {key: count for key, count in counts.items() if key != UNTOLD}
    rest = size - sum(named.values())
    return named | ({UNTOLD: rest} if rest > 0 else {})


def _languages(count: Count) -> Counter[str]:
    found: Counter[str] = Counter()
    for (_helix, language), number in count.cells.items():
        found[language] += number
    return found


def _beside(counts: Mapping[str, int], minimum: int) -> dict[str, Shown]:
    """A further breakdown of a total that is told: wholly hidden where only hiding the total would protect it."""
    safe = suppress(counts, minimum)
    return {key: HIDDEN if safe.total is HIDDEN else count for key, count in safe.cells.items()}


def safe_table(themes: Sequence[Theme], question_id: int, counts: Tallies, minimum: int) -> SafeTable[str, str]:
    """Themes, classes without a theme and the rest against helix categories: protected as one table with totals."""
    everything = counts.answers.get(question_id, Count())
    columns = [*(key for key, _count in everything.by_helix), UNTOLD]
    out = {name: count for name, count in counts.unplaced.get(question_id, {}).items() if count.total >= minimum}
    table = {theme.public_id: _row(counts.of(theme.id), columns) for theme in themes}
    table |= {f"({name})": _row(count, columns) for name, count in out.items()}
    whole = _row(everything, columns)
    table[REST] = {key: whole[key] - sum(row[key] for row in table.values()) for key in columns}
    return suppress_two_way(table, minimum)


def _row(count: Count, columns: Sequence[str]) -> dict[str, int]:
    named = dict(count.by_helix)
    return {key: named.get(key, 0) for key in columns if key != UNTOLD} | {UNTOLD: count.total - sum(named.values())}
