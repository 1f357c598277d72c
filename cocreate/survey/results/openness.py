"""What of a part of the sheets may be shown to everybody: nothing that, taken from the whole, would tell of few people.

Whoever may choose the part can subtract one page from another. So a question is shown for a part only when each of its
counts, split by group and language, is either 0 or large enough: then every sum and every
difference of such pages is made of large counts too.
"""

from collections import Counter
from collections.abc import Sequence

from flask_babel import gettext as _

from cocreate.survey.cuts import Cut
from cocreate.survey.kinds import ResultRow
from cocreate.survey.queries import Participation
from cocreate.survey.tallies import canonical


def may_show(people: Participation, cut: Cut, minimum: int) -> bool:
    """Whether everybody may see the part at all."""
    return not cut.needs_sheets and all(count >= minimum for count in people.cells.values() if count)


def is_open(rows: Sequence[ResultRow], minimum: int) -> bool:
    """Whether a question's answers, of *all* sheets, allow to show parts of them."""
    found: Counter[tuple[str, str, bool, str, str]] = Counter()
    for row in rows:
        value = "" if row.value is None else canonical(row.value)
        found[row.item, value, row.has_text, row.helix, row.language] += round(row.count)
    return all(count >= minimum for count in found.values() if count)


def closed() -> str:
    """Instead of numbers."""
    return _(
        "Some of its numbers are too small to be shown for a part of the answers; the page of all answers has them."
    )
