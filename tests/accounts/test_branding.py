"""What an organisation looks like: a colour that everybody can read, a logo of nothing but pixels, words of its own."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts import invitations
from cocreate.accounts.organisations import branding
from cocreate.accounts.organisations.branding import Look, drawn_anew
from cocreate.accounts.rules import MemberRole
from cocreate.core.mail import OutgoingMail
from cocreate.core.paths import resource
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Conflict, Invalid
from cocreate.settings import Settings
from tests.factories.accounts import make_colleague, sign_in
from tests.factories.process import make_organisation, make_process

BLUE = "#1d5fa7"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Without the second factor, which test_second_step is about."""
    return replace(settings, two_factor_required=False)


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300), **more: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (10, 80, 160)).save(out, kind, **more)
    return out.getvalue()


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_every_colour_is_readable_or_refused_for_one_that_is(colour: branding.Colour) -> None:
    text = branding.hex_of(colour)
    try:
        accent = branding.checked_accent(text)
    except Invalid as refusal:
        accent = refusal.params["better"]
        assert branding.checked_accent(accent) == accent
    light, dark = branding.by_light(branding.colour_of(accent)), branding.in_the_dark(branding.colour_of(accent))
    for palette, grounds in ((light, branding.LIGHT_GROUNDS), (dark, branding.DARK_GROUNDS)):
        action = branding.colour_of(palette.action)
        for ground in (*grounds, branding.colour_of(palette.soft), branding.colour_of(palette.on_action)):
            assert branding.contrast(action, ground) >= 4.5
        assert branding.contrast(branding.colour_of(palette.hover), branding.colour_of(palette.on_action)) >= 4.5


def test_the_grounds_are_those_of_our_stylesheet() -> None:
    text = (resource("static") / "css" / "tokens.css").read_text()
    for grounds, names in ((branding.LIGHT_GROUNDS, ("paper", "surface", "surface-sunken")),):
        for ground, name in zip(grounds, names, strict=True):
            assert f"--{name}: {branding.hex_of(ground)};" in text.split("@media")[0]
    dark = text.split("@media screen and (prefers-color-scheme: dark)")[1]
    for ground, name in zip(branding.DARK_GROUNDS, ("paper", "surface", "surface-sunken"), strict=True):
        assert f"--{name}: {branding.hex_of(ground)};" in dark


@pytest.mark.parametrize("text", ["blue", "#12345", "#1234567", "#12345g", "1d5fa7", "url(x)", "#fff"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"accent\.invalid"):
        branding.checked_accent(text)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_is_drawn_anew_and_fits(kind: str) -> None:
    drawn = drawn_anew(picture(kind))
    assert (drawn.width, drawn.height) == (480, 160)
    with Image.open(BytesIO(drawn.content)) as kept:
        assert (kept.format, kept.mode) == ("PNG", "RGBA")


def test_nothing_but_pixels_is_kept_of_a_logo() -> None:
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    hidden = picture("JPEG", exif=exif) + b"<script>alert(1)</script>"
    drawn = drawn_anew(hidden)
    assert b"secret" not in drawn.content and b"script" not in drawn.content
    assert drawn_anew(picture("PNG", (10, 10))).content != picture("PNG", (10, 10))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "markup"),
        (b"  <?xml version='1.0'?><svg/>", "markup"),
        (b"%PDF-1.7", "unreadable"),
        (b"\x89PNG\r\n\x1a\n broken", "unreadable"),
        (b"", "unreadable"),
        (picture()[:60], "unreadable"),
        (b"x" * (2 * 1024 * 1024 + 1), "too_large"),
        (picture("PNG", (5000, 5000)), "too_many_pixels"),
    ],
    ids=["svg", "xml", "pdf", "broken", "empty", "cut", "large", "bomb"],
)
def test_what_is_no_logo_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Invalid, match=f"organisations.logo.{code}"):
        drawn_anew(content)


def submit(client: FlaskClient, **told: Any) -> Any:
    """The form of the page as a browser sends it."""
    page = "/en/o/testland/look"
    version = re.search(r'name="version"[^>]*value="(\d+)"', client.get(page).text)
    assert version
    form = {"version": version[1], "title-en": "Agency of Testland", **told}
    return client.submit(page, form, content_type="multipart/form-data")  # type: ignore[attr-defined]


def test_a_look_is_on_all_pages_of_its_processes_and_on_no_others(session: Session, client: FlaskClient) -> None:
    process, elsewhere = make_process(session), make_process(session, organisation=make_organisation(session, "other"))
    sign_in(client, make_colleague(session, process.organisation, MemberRole.ADMINISTRATOR))
    told = {
        "title-fr": "Agence d’essai",
        "accent": BLUE,
        "footer-en": "Paid by the region.\nAll rights to you.",
        "contact": "hello@example.org",
        "languages": ["en", "fr"],
        "picture": (BytesIO(picture()), "logo.png"),
    }
    assert submit(client, **told).status_code == 302
    visitor: FlaskClient = client.application.test_client()
    shown = visitor.get(f"/en/p/{process.public_id}/challenges").text
    for said in ("Agency of Testland", "Paid by the region.", "mailto:hello@example.org", "/brand/1d5fa7.css"):
        assert said in shown
    assert 'hreflang="fr"' in shown and 'hreflang="nl"' not in shown
    logo = re.search(r'src="/en(/brand/[0-9a-f]{64}\.png)"', shown)
    assert logo
    sent = visitor.get(logo[1])
    assert sent.mimetype == "image/png" and "immutable" in sent.headers["Cache-Control"]
    assert "Agence d’essai" in visitor.get(f"/fr/p/{process.public_id}/challenges").text
    for page in (f"/en/p/{elsewhere.public_id}/challenges", "/en/"):
        other = visitor.get(page).text
        assert "Paid by" not in other and "/brand/" not in other
    assert "--action: #1d5fa7" in visitor.get("/brand/1d5fa7.css").text
    assert submit(client, without_logo="y").status_code == 302
    assert visitor.get(logo[1]).status_code == 404


def test_a_pale_colour_and_a_drawing_program_are_refused_beside_their_fields(
    session: Session, client: FlaskClient
) -> None:
    organisation = make_organisation(session)
    sign_in(client, make_colleague(session, organisation, MemberRole.ADMINISTRATOR))
    pale = submit(client, accent="#ffee55", contact="Call us")
    assert pale.status_code == 422
    assert "cannot be read well" in pale.text and "Call us" in pale.text
    drawn = submit(client, picture=(BytesIO(b"<svg/>"), "logo.svg"), contact="Call us")
    assert drawn.status_code == 422 and "SVG pictures can carry programs" in drawn.text
    session.refresh(organisation)
    assert (organisation.accent, organisation.contact, organisation.logo_hash) == ("", "", "")
    assert client.get("/brand/ffee55.css").status_code == 404
    assert client.get(f"/brand/{'0' * 64}.png").status_code == 404


def test_two_who_change_a_look_at_once_are_told(session: Session) -> None:
    organisation = make_organisation(session)
    seen = organisation.version
    branding.describe_organisation(session, SYSTEM, organisation, Look({"en": "One"}), version=seen)
    with pytest.raises(Conflict):
        branding.describe_organisation(session, SYSTEM, organisation, Look({"en": "Two"}), version=seen)


def test_letters_about_a_process_speak_in_the_name_of_its_organisation(session: Session) -> None:
    process = make_process(session)
    look = Look({"en": "Agency of Testland"}, {"en": "Paid by the region."}, "hello@example.org")
    version = process.organisation.version
    branding.describe_organisation(session, SYSTEM, process.organisation, look, version=version)
    invitations.invite(session, SYSTEM, process, email="ada@example.org", role=Role.OBSERVER, language="en")
    (letter,) = session.scalars(select(OutgoingMail)).all()
    assert letter.sender == "Agency of Testland"
    for body in (letter.text, letter.html):
        assert all(said in body for said in ("Agency of Testland", "Paid by the region.", "hello@example.org"))
