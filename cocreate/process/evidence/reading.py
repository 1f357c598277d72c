"""Indicators in a table: one value a line, one year a column, or SDMX-CSV as Eurostat gives it out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cocreate.core.grids import Grid, Row
from cocreate.errors import Invalid
from cocreate.process.evidence.periods import period_of, place_of

MOST_VALUES, MOST_PROBLEMS = 20_000, 50
LONGEST_NAME = 200

# How the head of a column is written, in small letters.
HEADS: Mapping[str, tuple[str, ...]] = {
    "indicator": ("indicator", "indicateur", "indikator", "title", "titel", "titre", "name", "naam", "nom"),
    "territory": ("territory", "territoire", "gebied", "gebiet", "region", "région", "regio", "geo", "country"),
    "period": ("year", "jaar", "année", "annee", "jahr", "period", "période", "periode", "time", "time_period"),
    "value": ("value", "waarde", "valeur", "wert", "obs_value"),
    "unit": ("unit", "eenheid", "unité", "unite", "einheit"),
    "source": ("source", "bron", "quelle"),
}
_SDMX_STARTS = ("dataflow", "structure")
_NOT_OF_THE_SERIES = {
    *("dataflow", "last update", "structure", "structure_id", "structure_name", "action", "freq", "time_period"),
    *("obs_value", "obs_flag", "obs_status", "conf_status", "unit", "unit_measure", "geo", "ref_area"),
}
_MISSING = {"", ":", "-", "–", "na", "n/a", "nan", "..", "c"}


@dataclass(frozen=True)
class Problem:
    """A line that was left out, with the code of why."""

    line: int
    code: str
    said: str = ""


@dataclass
class IndicatorFound:
    """An indicator of the table: territory -> period -> value."""

    title: str
    unit: str = ""
    source: str = ""
    series: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def periods(self) -> list[str]:
        """All its periods, the earliest first."""
        return sorted({period for values in self.series.values() for period in values}, key=place_of)

    @property
    def count(self) -> int:
        """How many values it has."""
        return sum(len(values) for values in self.series.values())


@dataclass(frozen=True)
class TableRead:
    """What a table holds, and what in it could not be read."""

    how: str  # "long", "wide" or "sdmx"
    indicators: tuple[IndicatorFound, ...]
    problems: tuple[Problem, ...]


def read_indicators(grid: Grid, *, comma: bool = False) -> TableRead:
    """The indicators of a table; `comma`: 1,5 is one and a half. Raises Invalid where there is none."""
    heads = [head.strip().lower() for head in grid.headings]
    if heads and heads[0].partition(":")[0] in _SDMX_STARTS:
        return _gather("sdmx", _sdmx_lines(grid, heads), comma=False)
    columns = _columns(heads)
    years = {index: period_of(head) for index, head in enumerate(heads) if period_of(head)}
    if "indicator" not in columns:
        raise Invalid("evidence.table.no_indicator")
    if "period" in columns and "value" in columns:
        return _gather("long", _long_lines(grid, columns), comma)
    if years:
        return _gather("wide", _wide_lines(grid, columns, years), comma)
    raise Invalid("evidence.table.no_values")


@dataclass(frozen=True)
class _Line:
    line: int
    indicator: str
    unit: str
    source: str
    territory: str
    period: str
    value: str


def _gather(how: str, lines: Iterable[_Line], comma: bool) -> TableRead:
    found: dict[tuple[str, str], IndicatorFound] = {}
    problems: list[Problem] = []
    count = 0
    for line in lines:
        if line.value.strip().lower() in _MISSING:
            continue
        period, value = period_of(line.period), number_in(line.value, comma=comma)
        if not line.indicator:
            problems.append(Problem(line.line, "evidence.line.no_name"))
        elif not period:
            problems.append(Problem(line.line, "evidence.line.period", line.period[:40]))
        elif value is None:
            problems.append(Problem(line.line, "evidence.line.value", line.value[:40]))
        else:
            key = (line.indicator[:LONGEST_NAME], line.unit[:80])
            one = found.setdefault(key, IndicatorFound(*key, line.source[:300]))
            one.series.setdefault(line.territory[:LONGEST_NAME], {})[period] = value
            count += 1
        if count > MOST_VALUES:
            raise Invalid("evidence.table.too_many", limit=MOST_VALUES)
    if not found and not problems:
        raise Invalid("evidence.table.no_values")
    return TableRead(how, tuple(found.values()), tuple(problems[:MOST_PROBLEMS]))


def number_in(text: str, *, comma: bool = False) -> float | None:
    """The number of a cell, or None. Blanks between thousands and a percent sign are passed over.

    >>> number_in("1 234.5"), number_in("2,04", comma=True), number_in("2,04"), number_in("1.234,5", comma=True)
    (1234.5, 2.04, None, 1234.5)
    >>> number_in("4.9 %"), number_in("inf"), number_in("12,345")
    (4.9, None, 12345.0)
    """
    plain = re.sub(r"[\s\u00a0\u202f']", "", text).removesuffix("%")
    thousands, point = (".", ",") if comma else (",", ".")
    if not re.fullmatch(rf"[+-]?(\d+|\d{{1,3}}(\{thousands}\d{{3}})+)(\{point}\d+)?([eE][+-]?\d+)?", plain):
        return None
    value = float(plain.replace(thousands, "").replace(point, "."))
    return value if abs(value) < 1e300 else None


def _columns(heads: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for meaning, words in HEADS.items():
        for index, head in enumerate(heads):
            if head in words and meaning not in found:
                found[meaning] = index
    return found


def _cell(row: Row, columns: Mapping[str, int], name: str) -> str:
    return row.cells[columns[name]] if name in columns else ""


def _long_lines(grid: Grid, columns: Mapping[str, int]) -> Iterable[_Line]:
    for row in grid.rows:
        told = {name: _cell(row, columns, name) for name in HEADS}
        yield _Line(line=row.line, **told)


def _wide_lines(grid: Grid, columns: Mapping[str, int], years: Mapping[int, str]) -> Iterable[_Line]:
    for row in grid.rows:
        told = {name: _cell(row, columns, name) for name in ("indicator", "unit", "source", "territory")}
        for index, period in years.items():
            yield _Line(line=row.line, period=period, value=row.cells[index], **told)


def _sdmx_lines(grid: Grid, heads: list[str]) -> Iterable[_Line]:
    """A line an observation. Where labels are given ("BE10: Brussels"), they are what people read."""
    names = [head.partition(":")[0].strip() for head in heads]
    at: dict[str, int] = {name: index for index, name in reversed(list(enumerate(names)))}
    if "time_period" not in at or "obs_value" not in at:
        raise Invalid("evidence.table.no_values")
    territory = at.get("geo", at.get("ref_area"))
    unit = at.get("unit", at.get("unit_measure"))
    flow = at.get("structure_id", at.get("dataflow"))
    of_the_series = [index for index, name in enumerate(names) if name not in _NOT_OF_THE_SERIES]
    for row in grid.rows:
        cells: Any = row.cells
        code = re.sub(r"^[\w.]*?:|\(.*$", "", cells[flow]).strip() if flow is not None else ""
        dimensions = [_label(cells[index]) for index in of_the_series if cells[index]]
        yield _Line(
            line=row.line,
            indicator=", ".join([code, *dimensions]).strip(", "),
            unit=_label(cells[unit]) if unit is not None else "",
            source=f"SDMX {code}".strip(),
            territory=_label(cells[territory]) if territory is not None else "",
            period=cells[at["time_period"]],
            value=cells[at["obs_value"]],
        )


def _label(cell: str) -> str:
    code, colon, label = cell.partition(":")
    return label.strip() if colon and label.strip() else code.strip()


def read_typed(text: str, *, comma: bool = False) -> dict[str, dict[str, float]]:
    """Values as they are typed, one a line: territory; period; value. Raises Invalid with the line that is wrong.

    >>> read_typed("Brussels; 2017; 2.04\\nEU; 2017; 2.14")
    {'Brussels': {'2017': 2.04}, 'EU': {'2017': 2.14}}
    """
    found: dict[str, dict[str, float]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split(";")]
        period = period_of(cells[1]) if len(cells) == 3 else ""
        value = number_in(cells[2], comma=comma) if len(cells) == 3 else None
        if not period or value is None:
            raise Invalid("evidence.typed.line", line=number, said=line.strip()[:60])
        found.setdefault(cells[0][:LONGEST_NAME], {})[period] = value
    if sum(map(len, found.values())) > MOST_VALUES:
        raise Invalid("evidence.table.too_many", limit=MOST_VALUES)
    return found


def as_typed(series: Iterable[tuple[str, Mapping[str, float]]]) -> str:
    """The same values as lines, to be changed by hand.

    >>> as_typed([("Brussels", {"2018": 2.5, "2017": 2.0})])
    'Brussels; 2017; 2\\nBrussels; 2018; 2.5'
    """
    return "\n".join(
        f"{territory}; {period}; {values[period]:.12g}"
        for territory, values in series
        for period in sorted(values, key=place_of)
    )
