"""What everybody sees of the analysis: the accepted themes, with quotes and with all their answers."""

from flask import Blueprint, g, render_template

from cocreate.analysis.disclosure import HIDDEN
from cocreate.core.db import db
from cocreate.errors import NotFound
from cocreate.process.queries import challenges_of
from cocreate.themes import publishing, queries, views
from cocreate.themes.models import Theme
from cocreate.themes.rules import ThemeState
from cocreate.web.access import requires
from cocreate.web.paging import page_number

pages = Blueprint("themes", __name__, url_prefix="/p/<process_id>/themes")


@pages.get("/")
@requires("themes:public:view")
def index() -> str:
    """The accepted themes, by where they belong."""
    session = db.session()
    accepted = queries.accepted_themes(session, g.process)
    themes = [theme for theme in accepted if views.may_be_seen(theme.run.consultation)]
    return render_template(
        "themes/public_index.html",
        themes=themes,
        quotes=publishing.quotes_of(session, themes, most=1),
        places=queries.places_of(challenges_of(session, g.process)),
    )


@pages.get("/<theme_id>")
@requires("themes:public:view")
def show(theme_id: str) -> str:
    """One theme with its quotes, counts and answers."""
    session = db.session()
    theme = queries.find_theme(session, g.process, theme_id)
    if theme.state != ThemeState.ACCEPTED or not views.may_be_seen(theme.run.consultation):
        raise NotFound()
    told, page = views.told(theme), page_number()
    is_small = told.size is HIDDEN
    answers, pages_count = ([], 1) if is_small else queries.public_answers_page(session, theme, page)
    return render_template(
        "themes/public_theme.html",
        theme=theme,
        is_small=is_small,
        quotes=publishing.quotes_of(session, [theme], most=5)[theme.id],
        answers=answers,
        page=page,
        pages=pages_count,
        places=queries.places_of(challenges_of(session, g.process)),
        charts=views.breakdown(theme, told.by_helix, told.by_language),
    )


@pages.app_template_global()
def size_told(theme: Theme) -> str:
    """For any public page: how many answers a theme holds, as far as everybody may know."""
    return views.size_in_words(views.told(theme).size)


@pages.app_template_global()
def is_told(theme: Theme) -> bool:
    """For any public page: whether everybody may open a theme."""
    return publishing.is_told(theme)
