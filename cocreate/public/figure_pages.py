"""Figures for everybody: a page of all, each as a frame for other sites, and as a file."""

import csv
import io
from hashlib import sha256
from html import escape
from typing import Any

from flask import Blueprint, Response, g, render_template, request
from flask_babel import gettext as _

from cocreate.core.cells import safe_cell
from cocreate.core.db import db
from cocreate.public.figures import Figure, figures_of, find_figure, png_of, svg_of
from cocreate.public.frame import publisher
from cocreate.web.access import requires
from cocreate.web.language import address, current_language, translate
from cocreate.web.security import allow_framing

pages = Blueprint("figures", __name__, url_prefix="/p/<process_id>")
TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv"}
LASTS = 600  # seconds
FRAME_WIDTH = 420  # of the frame that we suggest
AROUND = 190  # units of height that the words around a picture take


@pages.get("/figures/")
@requires("public:record:view")
def index() -> str:
    """All figures, with what is needed to take them along."""
    figures = figures_of(db.session(), g.process)
    return render_template("public/figures/index.html", figures=[(figure, frame_of(figure)) for figure in figures])


@pages.get("/embed/<figure_id>")
@requires("public:record:view")
def embed(figure_id: str) -> Any:
    """One figure on a page that other sites may show in a frame; it sets no cookie and runs no script."""
    figure = find_figure(db.session(), g.process, figure_id)
    answer = Response(render_template("public/figures/embed.html", figure=figure))
    allow_framing(answer)
    return _kept(answer)


@pages.get("/figures/<figure_id>.<any(svg, png, csv):figure_format>")
@requires("public:record:view")
def file(figure_id: str, figure_format: str) -> Any:
    """One figure as a file."""
    figure = find_figure(db.session(), g.process, figure_id)
    answer = Response(_content(figure, figure_format), mimetype=TYPES[figure_format])
    name = f"{figure.key}-{current_language()}.{figure_format}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _kept(answer)


def _content(figure: Figure, figure_format: str) -> str | bytes:
    if figure_format == "csv":
        out = io.StringIO()
        csv.writer(out).writerows(
            [safe_cell(cell) for cell in row] for row in (figure.chart.headers, *figure.chart.rows)
        )
        return out.getvalue()
    drawn = svg_of(figure.chart, _source())
    return png_of(drawn) if figure_format == "png" else drawn


def _source() -> str:
    """Where a figure comes from, as it says itself wherever it is taken."""
    url = address("public.record", language=current_language(), process_id=g.process.public_id)
    return _(
        "Source: %(publisher)s, %(title)s, %(url)s", publisher=publisher(), title=translate(g.process.title), url=url
    )


def frame_of(figure: Figure) -> str:
    """The line of HTML that shows a figure on another site."""
    url = address("figures.embed", language=current_language(), process_id=g.process.public_id, figure_id=figure.key)
    drawn = float(figure.chart.svg.partition('viewBox="0 0 ')[2].split('"')[0].split()[1])
    height = round(drawn * FRAME_WIDTH / 360 + AROUND)
    return (
        f'<iframe src="{escape(url)}" title="{escape(figure.chart.caption)}" width="{FRAME_WIDTH}" height="{height}" '
        'loading="lazy" style="border:0;max-width:100%"></iframe>'
    )


def _kept(answer: Response) -> Any:
    """For a while, by whoever shows it: a page that many read must not ask each time."""
    if g.process.is_public:
        answer.headers["Cache-Control"] = f"public, max-age={LASTS}"
    answer.set_etag(sha256(answer.get_data()).hexdigest()[:32])
    return answer.make_conditional(request)
