"""What travels is small: pages and style sheets compressed, pictures and fonts as they are."""

import gzip

from flask.testing import FlaskClient

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_travels_compressed_to_a_browser_that_can_read_it(client: FlaskClient) -> None:
    packed, plain = client.get("/en/about", headers=GZIP), client.get("/en/about")
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert "</html>" in gzip.decompress(packed.data).decode()
    assert len(packed.data) < len(plain.data) / 2
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert "Accept-Encoding" in packed.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]


def test_a_style_sheet_is_compressed_and_asked_for_once(client: FlaskClient) -> None:
    sheet = client.get("/static/any/css/components.css", headers=GZIP)
    assert b"{" in gzip.decompress(sheet.data) and "immutable" in sheet.headers["Cache-Control"]
    again = client.get("/static/any/css/components.css", headers={**GZIP, "If-None-Match": sheet.headers["ETag"]})
    assert again.status_code == 304 and not again.data


def test_a_font_is_packed_already_and_travels_as_it_is(client: FlaskClient) -> None:
    font = client.get("/static/any/vendor/fonts/newsreader-display-latin.woff2", headers=GZIP)
    assert "Content-Encoding" not in font.headers and font.data[:4] == b"wOF2"


def test_a_page_about_an_error_is_compressed_too(client: FlaskClient) -> None:
    page = client.get("/en/nowhere-at-all", headers=GZIP)
    assert page.status_code == 404 and "</html>" in gzip.decompress(page.data).decode()


def test_a_browser_that_refuses_compression_is_believed(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/en/about", headers={"Accept-Encoding": "gzip;q=0"}).headers
