"""The page of everything that a theme's answers ask for."""

from typing import Any

from flask import g, render_template

from cocreate.core.db import db
from cocreate.themes import queries as themes
from cocreate.themes.asking import queries
from cocreate.themes.manage import manage
from cocreate.themes.models import Theme
from cocreate.web.access import requires
from cocreate.web.paging import page_number

FEW = 5  # on the page of the theme itself


@manage.get("/<theme_id>/asked")
@requires("themes:theme:view")
def asked(theme_id: str) -> Any:
    """All that a theme's answers ask for, and why."""
    session, theme = db.session(), themes.find_theme(db.session(), g.process, theme_id)
    found, pages = queries.asked_page(session, theme, page := page_number())
    return render_template(
        "themes/asking/all.html",
        theme=theme,
        asked=found,
        count=queries.count_asking(session, theme),
        page=page,
        pages=pages,
    )


@manage.app_template_global()
def asked_of(theme: Theme) -> dict[str, Any] | None:
    """For the page of a theme: the first things that its answers ask for; None where no reading looked for them."""
    session = db.session()
    if not queries.is_known(session, theme.run):
        return None
    found, pages = queries.asked_page(session, theme, 1, FEW)
    return {"asked": found, "count": queries.count_asking(session, theme), "has_more": pages > 1}
