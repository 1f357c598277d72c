"""Figures to take along: a frame for any site without cookies, files that name their source, nothing hidden in them."""

import csv
import io
import re
from xml.etree.ElementTree import fromstring

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from cocreate.core.paths import resource
from cocreate.core.permissions import SYSTEM
from cocreate.process.models import Process
from cocreate.public.figures import LINE, MUTED, PAPER, SERIES, png_of, svg_of
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.models import Consultation
from cocreate.web.charts import Bar, Interval, bar_chart, interval_chart
from tests.factories.process import make_process
from tests.factories.survey import make_consultation, make_sheet


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Thirty citizens and two researchers answered."""
    made = make_consultation(session, make_process(session))
    helixes = ["citizen"] * 30 + ["business"] * 20 + ["research"] * 2
    import_submissions(session, SYSTEM, made, [make_sheet(made, helix=helix, fit="yes") for helix in helixes])
    session.commit()
    return made


def base(process: Process) -> str:
    return f"/en/p/{process.public_id}"


def test_a_frame_may_stand_on_any_site_and_sets_no_cookie(client: FlaskClient, consultation: Consultation) -> None:
    path = f"{base(consultation.process)}/embed/helix-{consultation.public_id}"
    shown = client.get(path)
    assert shown.status_code == 200 and "Set-Cookie" not in shown.headers
    policy = shown.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "script-src" not in policy and "default-src 'none'" in policy
    assert "X-Frame-Options" not in shown.headers and "<script" not in shown.text and "<form" not in shown.text
    page = client.get(f"{base(consultation.process)}/figures/").text
    assert f"/embed/helix-{consultation.public_id}" in page and "&lt;iframe" in page


def test_no_other_page_may_be_framed(client: FlaskClient, consultation: Consultation) -> None:
    for path in ("/", "/figures/", "/data/", "/timeline"):
        shown = client.get(base(consultation.process) + path)
        assert "frame-ancestors 'none'" in shown.headers["Content-Security-Policy"], path
        assert shown.headers["X-Frame-Options"] == "DENY"


def test_a_small_group_is_in_no_form_of_a_figure(client: FlaskClient, consultation: Consultation) -> None:
    figure = f"helix-{consultation.public_id}"
    rows = list(csv.reader(io.StringIO(client.get(f"{base(consultation.process)}/figures/{figure}.csv").text)))
    counts = {row[0]: row[1] for row in rows[1:]}
    assert counts["Researchers and academics"] == "too few to show" and "2" not in counts.values()
    drawn = client.get(f"{base(consultation.process)}/figures/{figure}.svg").text
    texts = [text for text in fromstring(drawn).itertext() if text.strip()]
    assert "too few to show" in texts and "2" not in texts


def test_a_file_names_its_source_and_is_a_picture(client: FlaskClient, consultation: Consultation) -> None:
    path = f"{base(consultation.process)}/figures/helix-{consultation.public_id}"
    drawn = client.get(f"{path}.svg")
    assert drawn.mimetype == "image/svg+xml" and "class=" not in drawn.text and "style=" not in drawn.text
    said = " ".join(fromstring(drawn.data).itertext())
    assert "Testland" in said and "Region 2030" in said
    assert re.search(r"http://localhost/en/p/", said.replace(" ", "")), "its address, wherever the line breaks"
    picture = Image.open(io.BytesIO(client.get(f"{path}.png").data))
    assert picture.format == "PNG" and picture.width > 1000
    colours = {colour for _count, colour in picture.convert("RGB").getcolors(1 << 20) or []}
    assert tuple(int(SERIES[0][place : place + 2], 16) for place in (1, 3, 5)) in colours, "the bars"


def test_every_kind_of_chart_becomes_a_picture_without_black_holes() -> None:
    bars = bar_chart("Bars", [Bar("One", 3), Bar("Two", None)], headers=("a", "b"), maximum=5)
    points = interval_chart("Points", [Interval("One", 0.3, 0.2, 0.4, 0.5)], headers=("a", "b", "c", "d", "e"))
    for chart in (bars, points):
        picture = Image.open(io.BytesIO(png_of(svg_of(chart, "Source"))))
        colours = picture.convert("RGB").getcolors(1 << 20) or []
        black = sum(count for count, colour in colours if colour == (0, 0, 0))
        assert black == 0, "an element without a look is drawn black"


def test_pictures_have_the_colours_of_the_pages() -> None:
    sheet = (resource("static") / "css" / "tokens.css").read_text("utf-8").partition("@media")[0]
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", sheet))
    assert tuple(tokens[f"chart-{place}"] for place in range(1, 9)) == SERIES
    assert (tokens["line"], tokens["ink-muted"], tokens["surface"]) == (LINE, MUTED, PAPER)


def test_a_figure_that_does_not_exist_or_is_hidden_is_nowhere(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    process = consultation.process
    assert client.get(f"{base(process)}/embed/nothing").status_code == 404
    process.is_public = False
    session.commit()
    assert client.get(f"{base(process)}/embed/helix-{consultation.public_id}").status_code == 404
