"""Pages for everybody: the sums with their picture, the chains, one's own contributions, and asking to be told."""

from typing import Any

from flask import Blueprint, Response, flash, g, render_template, request
from flask_babel import format_decimal
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import Invalid
from cocreate.public.fates import chain, counting, messages, news
from cocreate.public.fates import own as fates_own
from cocreate.public.fates.flows import Flows, flows_of
from cocreate.public.fates.picture import flow_chart
from cocreate.public.fates.remembering import remembered_groups
from cocreate.public.fates.rules import CHOSEN, FOUND, FateKind, Source
from cocreate.survey import labels
from cocreate.survey.models import Submission
from cocreate.survey.own_sheet import sheet_of_code
from cocreate.survey.queries import published_consultations
from cocreate.survey.routes import consultation_of_address, show_own_answers
from cocreate.web.access import current_actor, requires
from cocreate.web.charts import Bar, Chart, bar_chart
from cocreate.web.language import current_language
from cocreate.web.messages import say

pages = Blueprint("fates", __name__, url_prefix="/p/<process_id>/fates")
pages.context_processor(labels.for_templates)  # for the page of one's own answers, which comes back from `ask`
TYPES = {"csv": "text/csv", "json": "application/json"}


@pages.get("/")
@requires("public:fate:view")
def overview() -> str:
    """What became of all contributions, in sums, as a picture and as a table."""
    session = db.session()
    whole = counting.whole_of(session, g.process, read=remembered_groups)
    return render_template(
        "public/fates/overview.html",
        whole=whole,
        bars=_bars(whole),
        kinds=list(FateKind),
        steps=counting.steps_of(whole),
        tables=[(source, counting.by_helix(whole, source)) for source in (Source.ANSWER, Source.CARD)],
        flows=flow_chart(flows_of(whole), _number) if whole.total else None,
        replies=fates_own.public_replies(session, g.process),
        consultations=published_consultations(session, g.process),
        list_of_reasons=(*CHOSEN, *FOUND),
        words=messages,
    )


def _bars(whole: counting.Whole) -> Chart:
    bars = [Bar(str(messages.FATES[kind]), whole.of(kind)) for kind in FateKind]
    heads = (_("What became of it"), _("Contributions"))
    return bar_chart(_("What became of all contributions"), bars, headers=heads, show=format_decimal, ident="fates")


def _number(value: float) -> str:
    return str(format_decimal(round(value, 1)))


@pages.get("/data.<any(csv, json):fate_format>")
@requires("public:fate:view")
def data(fate_format: str) -> Response:
    """The sums as data; as JSON with all else that the page tells."""
    whole = counting.whole_of(db.session(), g.process, read=remembered_groups)
    flows: Flows = flows_of(whole)
    return _file(chain.sums_csv(whole) if fate_format == "csv" else chain.sums_json(whole, flows), "fates", fate_format)


@pages.get("/chain")
@requires("public:fate:view")
def chains() -> str:
    """The chains: all of them, or those through one thing."""
    view = chain.view_of(db.session(), g.process, chain.parse(request.args.get("at", "")))
    return render_template("public/fates/chain.html", view=view, words=messages)


@pages.get("/chain.<any(csv, json):fate_format>")
@requires("public:fate:view")
def chain_data(fate_format: str) -> Response:
    """The same as data."""
    view = chain.view_of(db.session(), g.process, chain.parse(request.args.get("at", "")))
    return _file(chain.chain_csv(view) if fate_format == "csv" else chain.chain_json(view), "chain", fate_format)


def _file(content: str, name: str, ending: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{g.process.public_id}-{name}.{ending}"'}
    return Response(content, mimetype=TYPES[ending], headers=headers)


@pages.get("/mine")
@requires("public:fate:view")
def own() -> str:
    """One's own contributions, as far as an account or a seat tells whose they are; for the others, a code."""
    session, actor = db.session(), current_actor()
    return render_template(
        "public/fates/mine.html",
        sheets=fates_own.own_sheets(session, g.process, actor),
        cards=fates_own.own_cards(session, g.process, actor),
        consultations=published_consultations(session, g.process),
        words=messages,
    )


@pages.post("/news/<consultation_id>")
@requires("public:fate:watch")
def ask(consultation_id: str) -> Any:
    """Leave an address, with a receipt code; the page of one's own answers comes back."""
    consultation = consultation_of_address(consultation_id)
    code = request.form.get("code", "")[:100].replace("\x00", "")
    found = sheet_of_code(consultation, code)
    if not isinstance(found, Submission):
        return found
    db.session.rollback()
    email = request.form.get("email", "").replace("\x00", "")
    try:
        with transaction() as session:
            news.ask(session, current_actor(), g.process, email=email, language=current_language())
    except Invalid as problem:
        g.news_problem, g.news_typed = say(problem), email[:254]
        return show_own_answers(consultation, code), problem.status
    flash(_("We write to this address once, when there is news, and then erase it."), "success")
    return show_own_answers(consultation, code)
