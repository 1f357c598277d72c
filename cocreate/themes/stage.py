"""The themes stage, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.analysis.disclosure import HIDDEN
from cocreate.core.stages import NavGroup, NavItem, Stage
from cocreate.survey.models import Consultation
from cocreate.themes import assistant as assistant
from cocreate.themes import jobs as jobs
from cocreate.themes import messages as messages
from cocreate.themes import opinions, queries, views
from cocreate.themes import policy as policy
from cocreate.themes import room as room
from cocreate.themes.assistant_pages import pages as assistant_pages
from cocreate.themes.campaign_pages import pages as campaign_pages
from cocreate.themes.changed import let_go
from cocreate.themes.double_coding_pages import pages as coding_pages
from cocreate.themes.manage import manage
from cocreate.themes.matching.pages import matching
from cocreate.themes.opinion_pages import pages as opinion_pages
from cocreate.themes.opinion_pages import shown
from cocreate.themes.publishing import public_themes
from cocreate.themes.reporting.routes import manage as report_manage
from cocreate.themes.reporting.routes import pages as report_pages
from cocreate.themes.routes import pages
from cocreate.themes.steps.manage import pages as step_pages
from cocreate.themes.steps.recording import lock, recount

MOST = 5  # themes of one question on the page of results


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody."""
    return [NavItem(_l("Themes"), "themes.index", "themes:public:view", group=NavGroup.RESULTS)]


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [
        NavItem(
            _l("Themes"),
            "themes_manage.index",
            "themes:theme:view",
            covers=("themes_steps", "themes_coding", "themes_report", "themes_campaigns", "themes_assistant"),
        )
    ]


def beside_results(session: Any, consultation: Any) -> dict[int, tuple[str, dict[str, Any]]]:
    """Under each question what was found in its answers: accepted themes of free texts, opinion groups of votes."""
    return {**_themes_beside(session, consultation), **_opinions_beside(session, consultation)}


def _opinions_beside(session: Any, consultation: Any) -> dict[int, tuple[str, dict[str, Any]]]:
    """Under each table of statements: the opinion groups, if people decided to show them."""
    minimum = consultation.process.minimum_cell
    return {
        number: ("themes/opinions/beside.html", {"shown": shown(reading, minimum, is_public=True)})
        for number, reading in opinions.finished_readings(session, consultation).items()
        if reading.is_public
    }


def _themes_beside(session: Any, consultation: Any) -> dict[int, tuple[str, dict[str, Any]]]:
    """Under each question with free answers: the largest accepted themes, with a quote of each.

    A theme of fewer answers than may be shown has neither number nor quote here; its page says what it may.
    """
    if not views.may_be_seen(consultation):
        return {}
    found = queries.accepted_by_question(session, consultation)
    large = {
        number: [theme for theme in themes if views.told(theme).size is not HIDDEN] for number, themes in found.items()
    }
    shown = [theme for themes in large.values() for theme in themes[:MOST]]
    quotes = queries.quotes_of(session, shown, most=1)
    return {
        number: (
            "themes/beside_results.html",
            {"themes": large[number][:MOST], "quotes": quotes, "more": len(themes) - len(large[number][:MOST])},
        )
        for number, themes in found.items()
    }


def count_sheets(session: Any, consultation: Any) -> None:
    """The themes of the current reading have the answers that count now."""
    run = queries.current_run(session, consultation)
    if run is not None:
        lock(session, run)
        recount(session, queries.standing_themes(session, run))


def rests_on_answers(session: Any, consultation: Any) -> bool:
    """Everybody may see themes that were made of them."""
    return bool(public_themes(session, consultation.process, Consultation.id == consultation.id))


STAGE = Stage(
    name="themes",
    rests_on_answers=rests_on_answers,
    blueprints=(
        pages,
        manage,
        step_pages,
        coding_pages,
        report_manage,
        report_pages,
        campaign_pages,
        assistant_pages,
        opinion_pages,
        matching,
    ),
    navigation=navigation,
    manage_navigation=manage_navigation,
    beside_results=beside_results,
    answers_changed=let_go,
    count_sheets=count_sheets,
)
