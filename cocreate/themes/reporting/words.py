"""Sentences of the report on themes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_babel import format_date, format_decimal, format_percent, ngettext
from flask_babel import gettext as _

from cocreate.themes.asking import AskedCount
from cocreate.themes.double_coding import Outcome
from cocreate.themes.models import StepKind, Theme
from cocreate.themes.reporting.material import Voice
from cocreate.themes.rules import NOT_READ, Belonging, ThemeState
from cocreate.web.messages import say

if TYPE_CHECKING:  # numpy: only where it is computed
    from cocreate.analysis.text.coding import Estimate


def who_reads(is_public: bool) -> str:
    """What this version is."""
    if is_public:
        return _(
            "This version is for everybody: it has the accepted themes. Small numbers, and those that would give them "
            "away, are not shown; words are quoted only of people who agreed, without what tells who somebody is."
        )
    return _(
        "This version is for the team: it has all themes and all numbers. Words are quoted only of people who agreed, "
        "without what tells who somebody is."
    )


def about_shares() -> str:
    """How to read the shares."""
    return _(
        "Of each group’s answers, how many are in the theme; in brackets the numbers, and where the share would lie if "
        "other people of the same kind had answered (95 of 100 times). “–” stands for a number that is not shown."
    )


def method() -> list[str]:
    """How themes are found."""
    return [
        _(
            "A program read the answers of all languages together, put those that say the same into a theme, and named "
            "each theme in words that its answers use more than others. Each answer has one main theme, or a reason "
            "why it has none, so that the numbers always add up. How sure a theme is was found by reading the answers "
            "again and again with a part of them left out."
        ),
        _(
            "People then checked the themes: they named, merged, split, accepted or rejected them, and moved answers. "
            "What the program had proposed is kept beside what people decided."
        ),
    ]


def sureness(theme: Theme) -> str:
    """How sure a theme is."""
    told = {
        "solid": _("solid: other answers would give it too"),
        "fair": _("fair: mostly stays together"),
        "fragile": _("fragile: might fall apart with other answers"),
    }
    return told.get(theme.stability_level, _("put together by people"))


def belonging(code: str) -> str:
    """Where a theme belongs that belongs to no single challenge."""
    if code == Belonging.NEW:
        return _("New: no challenge speaks of it yet")
    return _("Cuts across all challenges") if code == Belonging.TRANSVERSAL else ""


def state(theme: Theme) -> str:
    """What people decided."""
    told = {
        ThemeState.ACCEPTED.value: _("Accepted"),
        ThemeState.REJECTED.value: _("Rejected"),
        ThemeState.PROPOSED.value: _("Waiting for a decision"),
    }
    said = told.get(theme.state, "")
    return f"{said}: {theme.reason}" if theme.reason else said


def class_name(code: str) -> str:
    """Why answers stand in no theme."""
    told = {
        "empty": _("no words"),
        "no_opinion": _("no opinion"),
        "not_processed": _("not processed"),
        NOT_READ: _("came after the reading"),
    }
    return told.get(code, _("other"))


def estimate(value: "Estimate | None") -> str:
    """A number with its bounds."""
    if value is None:
        return "–"
    bounds = _("%(low)s to %(high)s", low=format_decimal(value.low), high=format_decimal(value.high))
    return f"{format_decimal(value.value)} ({bounds})"


def of_coding(outcome: Outcome) -> list[str]:
    """How double coding came out."""
    people, machine, found = outcome.people, outcome.machine, []
    run = outcome.progress.coding.run
    if not run.is_current:
        day = format_date(run.finished_at, "long")
        found.append(_("The sample was drawn from the themes of an earlier reading, of %(day)s.", day=day))
    if people.alpha is not None:
        found.append(
            _(
                "Of %(base)s answers that at least two people coded, each alone, all said the same about %(alike)s; "
                "Krippendorff’s alpha is %(alpha)s (1 is full agreement, 0 no more than chance).",
                base=format_decimal(people.units),
                alike=format_decimal(people.alike),
                alpha=estimate(people.alpha),
            )
        )
    if machine.micro is not None:
        found.append(
            _(
                "Of %(base)s answers about which people agreed or which they settled, the machine put %(share)s where "
                "people did; F1 is %(macro)s over the themes and %(micro)s over the answers.",
                base=format_decimal(machine.units),
                share=format_percent(machine.micro.value, "#,##0 %"),
                macro=estimate(machine.macro),
                micro=estimate(machine.micro),
            )
        )
    return found


def steps(counted: Sequence[tuple[str, int]]) -> list[str]:
    """What people did to themes."""
    told = {
        StepKind.RENAME: _("Renamed"),
        StepKind.ACCEPT: _("Accepted"),
        StepKind.REJECT: _("Rejected"),
        StepKind.REOPEN: _("Decision taken back"),
        StepKind.MERGE: _("Merged"),
        StepKind.SPLIT: _("Split off"),
        StepKind.MOVE: _("Answers moved"),
    }
    return [f"{told[StepKind(kind)]}: {format_decimal(count)}" for kind, count in counted]


def waiting(count: int) -> str:
    """What is not quoted for the time being."""
    return ngettext(
        "%(num)s answer is not quoted, as something in it seems to tell who somebody is and nobody looked at it yet.",
        "%(num)s answers are not quoted, as something in them seems to tell who somebody is and nobody looked yet.",
        count,
    )


def copies(count: int) -> str:
    """How texts that many handed in are counted."""
    if not count:
        return _("Texts that many people handed in alike are counted for every person.")
    return ngettext(
        "Copies of a shared text are counted once: %(num)s answer is left out of the numbers.",
        "Copies of a shared text are counted once: %(num)s answers are left out of the numbers.",
        count,
    )


def asking(count: AskedCount) -> str:
    """How many answers ask for something."""
    return ngettext(
        "%(asking)s of %(num)s answer asks for something; after the arrow, the reason given with it.",
        "%(asking)s of %(num)s answers ask for something; after the arrow, the reason given with it.",
        count.answers,
        asking=format_decimal(count.asking),
    )


def voice(said: Voice) -> str:
    """What a group says more than the others, with its base and its doubt."""
    numbers = {
        "group": say(f"helix.{said.helix}"),
        "term": said.term,
        "share": format_percent(said.share, "#,##0 %"),
        "base": format_decimal(said.base),
        "other": format_percent(said.other_share, "#,##0 %"),
        "all": format_decimal(said.other_base),
        "low": format_decimal(said.low, "#,##0.#"),
        "high": format_decimal(said.high, "#,##0.#"),
    }
    if said.is_coarse:
        return _(
            "%(group)s: “%(term)s” in about %(share)s of at least %(base)s answers, with the others in about %(other)s "
            "of at least %(all)s; the odds are %(low)s to %(high)s times as high (95 of 100 times).",
            **numbers,
        )
    return _(
        "%(group)s: “%(term)s” in %(share)s of %(base)s answers, with the others in %(other)s of %(all)s; the odds are "
        "%(low)s to %(high)s times as high (95 of 100 times).",
        **numbers,
    )
