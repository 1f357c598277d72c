"""The public record: the process on one page, each domain with its trail, each answer with what became of it."""

from flask import Blueprint, g, render_template
from flask_babel import gettext as _

from cocreate.core.db import db
from cocreate.process.queries import challenges_of
from cocreate.public import queries
from cocreate.public.editions.commands import latest_edition
from cocreate.public.fates import messages
from cocreate.public.fates.own import tell
from cocreate.public.figures.catalogue import charts_of
from cocreate.public.frame import for_templates
from cocreate.public.news.now import calls_of
from cocreate.public.population.commands import populations_of
from cocreate.public.population.views import compared_of
from cocreate.public.sid_sheets.material import Material, material_of
from cocreate.selection import views
from cocreate.selection.portfolio.forms import strength_name
from cocreate.themes import publishing
from cocreate.themes import queries as theme_queries
from cocreate.web.access import requires
from cocreate.web.charts import Bar, Chart, bar_chart
from cocreate.web.language import spoken

pages = Blueprint("public", __name__, url_prefix="/p/<process_id>")
pages.app_context_processor(for_templates)
MOST_THEMES = 12


@pages.get("/")
@requires("public:record:view")
def record() -> str:
    """Who took part, what was said, what was decided."""
    session = db.session()
    themes = publishing.public_themes(session, g.process)
    shortlist = queries.published_shortlist(session, g.process)
    parts, told = queries.who_took_part(session, g.process), populations_of(session, g.process)
    return render_template(
        "public/record.html",
        calls=calls_of(session, g.process),
        challenges=challenges_of(session, g.process),
        parts=[(part, charts_of(part), compared_of(part, told, g.process.minimum_cell)) for part in parts],
        themes=themes[:MOST_THEMES],
        themes_total=len(themes),
        quotes=publishing.quotes_of(session, themes[:MOST_THEMES], most=1),
        places=theme_queries.places_of(challenges_of(session, g.process)),
        camps=queries.camp_figures(session, g.process),
        candidates=queries.standing_sids(session, g.process),
        shortlist=shortlist,
        edition=latest_edition(session, g.process),
        decisions=queries.decisions_of(session, shortlist) if shortlist else [],
    )


@pages.get("/sids/<sid_id>")
@requires("public:sid:view")
def sid(sid_id: str) -> str:
    """One domain: what was decided and why, and the way back to cards, themes and answers."""
    session = db.session()
    material = material_of(session, g.process, queries.find_sid(session, g.process, sid_id))
    return render_template(
        "public/sid.html",
        sid=material.sid,
        decision=material.decision,
        trail=material.trail,
        quotes=material.quotes,
        actions=material.actions,
        material=material,
        profile=profile_chart(material) if material.line else None,
        strength_name=strength_name,
        number=views.number,
    )


def profile_chart(material: Material) -> Chart:
    """Mean marks on the criteria."""
    means = material.line.means if material.line else {}
    bars = [Bar(spoken(criterion.title), means.get(criterion.key)) for criterion in material.criteria]
    headers = (_("Criterion"), _("Mean mark, 0 to 4"))
    return bar_chart(
        _("Mean marks of the committee, 0 to 4"), bars, headers=headers, maximum=4, show=views.number, ident="profile"
    )


@pages.get("/answers/<answer_id>")
@requires("public:answer:view")
def answer(answer_id: str) -> str:
    """One answer and what became of it."""
    session = db.session()
    row = queries.public_answer(session, g.process, answer_id)
    fate = tell(session, g.process, [row], by_sentence=False)[row.id]
    return render_template("public/answer.html", answer=row, fate=fate, words=messages)
