"""What was erased or changed while the machine read is left out of what it stores, and counted nowhere."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from cocreate.core.ids import digest
from cocreate.survey.personal.commands import still_said
from cocreate.themes.queries import FreeText

if TYPE_CHECKING:  # scikit-learn takes a second and 100 MB: only the worker loads it, when it computes
    from cocreate.analysis.report import ThemeReport, ThemeResult


def still_there(session: Session, texts: Sequence[FreeText]) -> list[FreeText]:
    """Of the answers that were read, those that stand as they were read; they do so until the transaction ends."""
    here = still_said(session, {text.id: digest(text.text) for text in texts})
    return [text for text in texts if text.id in here]


def only_of(report: "ThemeReport", here: Mapping[str, str]) -> "ThemeReport":
    """A report as it is stored, of some answers only, given with their helix categories.

    Names, places on the map and shares stay as they were computed; a theme of which no answer is left is gone.
    """
    gone = (report.languages.keys() | report.unplaced.keys()) - here.keys()
    if not gone:
        return report
    themes = (_theme_of(theme, report.languages, here) for theme in report.themes)
    return replace(
        report,
        answers=report.answers - len(gone),
        themes=tuple(theme for theme in themes if theme.size),
        languages={key: language for key, language in report.languages.items() if key in here},
        unplaced={key: reason for key, reason in report.unplaced.items() if key in here},
        campaigns=tuple(
            replace(each, members=_of(each.members, here.keys()))
            for each in report.campaigns
            if each.template_id in here
        ),
        oppositions=tuple(pair for pair in report.oppositions if {pair.in_favour, pair.against} <= here.keys()),
    )


def _theme_of(theme: "ThemeResult", languages: Mapping[str, str], here: Mapping[str, str]) -> "ThemeResult":
    members = tuple(member for member in theme.members if member.answer_id in here)
    main = [member.answer_id for member in members if member.is_main]
    return replace(
        theme,
        size=len(main),
        also=len(members) - len(main),
        members=members,
        quotes=_of(theme.quotes, here.keys()),
        dissent=_of(theme.dissent, here.keys()),
        by_helix=_counted(here[key] for key in main),
        by_language=_counted(languages[key] for key in main),
    )


def _of(answers: Sequence[str], here: AbstractSet[str]) -> tuple[str, ...]:
    return tuple(key for key in answers if key in here)


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(value for value in values if value).items()))
