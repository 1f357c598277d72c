"""Tables of indicators: one value a line, one year a column, and SDMX-CSV, each read as it is meant."""

import io

import pytest
import xlsxwriter

from cocreate.core.grids import read_grid
from cocreate.errors import Invalid
from cocreate.process.evidence.reading import TableRead, read_indicators, read_typed

LONG = """Indicator;Unit;Territory;Year;Value;Source
R&D intensity;%;Brussels;2016;1,9;Belspo
R&D intensity;%;Brussels;2017;2,04;Belspo
R&D intensity;%;EU-27;2017;2,14;Belspo
"""
# As Eurostat gives out rd_p_persreg; the last line has a missing value.
SDMX = """DATAFLOW,LAST UPDATE,freq,sectperf,sex,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG
ESTAT:RD_P_PERSREG(1.0),14/11/23 23:00:00,A,TOTAL,T,PC_ACT_FTE,BE10,2016,2.2841,
ESTAT:RD_P_PERSREG(1.0),14/11/23 23:00:00,A,TOTAL,T,PC_ACT_FTE,BE10,2017,2.4012,p
ESTAT:RD_P_PERSREG(1.0),14/11/23 23:00:00,A,TOTAL,T,PC_ACT_FTE,BE21,2017,2.0001,
ESTAT:RD_P_PERSREG(1.0),14/11/23 23:00:00,A,BES,T,PC_ACT_FTE,BE10,2017,:,u
"""
LABELLED = """STRUCTURE,STRUCTURE_ID,freq: Time frequency,unit: Unit,geo: Entity,TIME_PERIOD: Time,OBS_VALUE: Value
dataflow,ESTAT:ILC_PEPS11N(1.0),A: Annual,PC: Percentage,BE10: Brussels,2021-S1,35.3
"""


def read(text: str, *, comma: bool = False) -> TableRead:
    return read_indicators(read_grid(text.encode()), comma=comma)


def test_one_value_a_line_is_read_with_unit_source_and_territories() -> None:
    found = read(LONG, comma=True)
    (one,) = found.indicators
    assert (found.how, one.title, one.unit, one.source) == ("long", "R&D intensity", "%", "Belspo")
    assert one.series == {"Brussels": {"2016": 1.9, "2017": 2.04}, "EU-27": {"2017": 2.14}}
    assert (one.count, one.periods, found.problems) == (3, ["2016", "2017"], ())


def test_a_decimal_comma_is_no_number_where_decimals_have_a_point() -> None:
    found = read(LONG)
    assert found.indicators == ()
    assert (found.problems[0].line, found.problems[0].code, found.problems[0].said) == (2, "evidence.line.value", "1,9")


def test_one_year_a_column_is_read_and_empty_cells_are_passed_over() -> None:
    found = read("Naam,Gebied,2015,2016,2017\nStaff,Brussels,12117,,13245\nStaff,Wallonia,19334,17945,x\n")
    (one,) = found.indicators
    assert found.how == "wide"
    assert one.series["Brussels"] == {"2015": 12117, "2017": 13245}
    assert [(p.line, p.said) for p in found.problems] == [(3, "x")]


def test_sdmx_csv_gives_an_indicator_for_each_combination_of_its_dimensions() -> None:
    found = read(SDMX)
    (one,) = found.indicators  # the second has no value at all
    assert found.how == "sdmx"
    assert (one.title, one.unit, one.source) == ("RD_P_PERSREG, TOTAL, T", "PC_ACT_FTE", "SDMX RD_P_PERSREG")
    assert one.series == {"BE10": {"2016": 2.2841, "2017": 2.4012}, "BE21": {"2017": 2.0001}}


def test_sdmx_csv_with_labels_shows_the_labels() -> None:
    (one,) = read(LABELLED).indicators
    assert (one.title, one.unit, one.series) == ("ILC_PEPS11N", "Percentage", {"Brussels": {"2021-S1": 35.3}})


def test_a_workbook_is_read_like_text() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([["Indicator", "Region", 2018, 2019], ["Jobs", "Brussels", 10.5, 11]]):
            sheet.write_row(number, 0, line)
    (one,) = read_indicators(read_grid(made.getvalue())).indicators
    assert one.series == {"Brussels": {"2018": 10.5, "2019": 11.0}}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("year;value\n2017;1\n", "evidence.table.no_indicator"),
        ("indicator;note\nJobs;many\n", "evidence.table.no_values"),
        ("indicator;2017\nJobs;:\n", "evidence.table.no_values"),
        ("STRUCTURE,geo\ndataflow,BE\n", "evidence.table.no_values"),
    ],
)
def test_a_table_without_indicators_is_refused_with_what_is_missing(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(text)
    assert refused.value.code == code


def test_too_many_values_are_refused() -> None:
    lines = "\n".join(f"Jobs;T{number};2017;1" for number in range(20_001))
    with pytest.raises(Invalid, match="too_many"):
        read(f"indicator;territory;year;value\n{lines}\n")


def test_a_typed_line_that_says_nothing_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        read_typed("Brussels; 2017; 2.04\nBrussels 2018 2.5")
    assert refused.value.params == {"line": 2, "said": "Brussels 2018 2.5"}
