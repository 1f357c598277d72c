"""Periods of a series: years, half-years, quarters and months, each with its place in time."""

import re

_PERIOD = re.compile(r"(?P<year>(?:1[89]|20)\d\d)(?:-?(?P<part>S[12]|Q[1-4])|-(?P<month>0[1-9]|1[0-2]))?")


def period_of(text: str) -> str:
    """A period as we write it; "" for what is none.

    >>> [period_of(text) for text in ("2017", "2017.0", "2017-q2", "2017S1", "2017-05", "last year", "2017-13")]
    ['2017', '2017', '2017-Q2', '2017-S1', '2017-05', '', '']
    """
    found = _PERIOD.fullmatch(text.strip().upper().removesuffix(".0"))
    if found is None:
        return ""
    rest = found["part"] or found["month"]
    return f"{found['year']}-{rest}" if rest else found["year"]


def place_of(period: str) -> float:
    """Where a period begins, in years.

    >>> place_of("2017"), place_of("2017-Q2"), place_of("2017-S2"), place_of("2017-07")
    (2017.0, 2017.25, 2017.5, 2017.5)
    """
    year, _, rest = period.partition("-")
    if not rest:
        return float(year)
    pieces = {"Q": 4, "S": 2}.get(rest[0], 12)
    return int(year) + (int(rest.lstrip("QS")) - 1) / pieces
