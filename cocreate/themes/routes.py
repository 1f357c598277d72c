"""What everybody sees of the analysis: the accepted themes, with quotes and with all their answers."""

from flask import Blueprint, g, render_template

from cocreate.core.db import db
from cocreate.errors import NotFound
from cocreate.process.queries import challenges_of
from cocreate.themes import queries, views
from cocreate.themes.rules import ThemeState
from cocreate.web.access import requires
from cocreate.web.paging import page_number

pages = Blueprint("themes", __name__, url_prefix="/p/<process_id>/themes")


@pages.get("/")
@requires("themes:public:view")
def index() -> str:
    """The accepted themes, by where they belong."""
    session = db.session()
    themes = queries.accepted_themes(session, g.process)
    return render_template(
        "themes/public_index.html",
        themes=themes,
        quotes=queries.quotes_of(session, themes, most=1),
        places=queries.places_of(challenges_of(session, g.process)),
    )


@pages.get("/<theme_id>")
@requires("themes:public:view")
def show(theme_id: str) -> str:
    """One theme with its quotes, counts and answers."""
    session = db.session()
    theme = queries.find_theme(session, g.process, theme_id)
    if theme.state != ThemeState.ACCEPTED:
        raise NotFound()
    page = page_number()
    answers, pages_count = queries.public_answers_page(session, theme, page)
    return render_template(
        "themes/public_theme.html",
        theme=theme,
        quotes=queries.quotes_of(session, [theme], most=5)[theme.id],
        answers=answers,
        page=page,
        pages=pages_count,
        places=queries.places_of(challenges_of(session, g.process)),
        charts=views.breakdown(theme, g.process.minimum_cell),
    )
