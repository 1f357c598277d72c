"""Pages of the sheets: write, see what changed, keep, approve, publish, read; and who may not."""

import io

import docx
import pytest
from flask.testing import FlaskClient

from cocreate.accounts.organisations import branding
from cocreate.accounts.organisations.branding import Look
from cocreate.core.permissions import SYSTEM, Role
from cocreate.information import commands, queries
from cocreate.information.document import pages_in
from cocreate.information.models import SheetVersion
from cocreate.information.rules import Slot
from cocreate.process import commands as processes
from cocreate.process.models import SubChallenge
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import make_camp
from tests.information.conftest import Known, accept


@pytest.fixture
def organiser(known: Known, client: FlaskClient) -> FlaskClient:
    return sign_in(client, make_member(known.session, known.process, Role.ORGANISER))


def draft_page(known: Known) -> str:
    return f"/en/p/{known.process.public_id}/manage/sheets/{known.challenge.public_id}"


def publish(known: Known) -> SheetVersion:
    version = commands.keep_version(known.session, SYSTEM, known.process, known.sheet)
    commands.approve(known.session, SYSTEM, known.process, version)
    commands.publish(known.session, SYSTEM, known.process, version)
    known.session.commit()
    return version


def test_a_sheet_is_written_on_kept_approved_published_and_read(known: Known, organiser: FlaskClient) -> None:
    page = draft_page(known)
    block = page + "/blocks/themes"
    assert "[[themes.answers]]" in organiser.get(block + "?start=program").text
    saved = organiser.submit(block, {"instead": "We <b>see</b> [[themes]] themes.", "after": "Ours."})
    assert saved.status_code == 302 and saved.location.endswith("#block-themes")
    assert "We &lt;b&gt;see&lt;/b&gt; 1 themes." in organiser.get(page).text
    for address in ("/versions", "/versions/1/approve", "/versions/1/publish"):
        assert organiser.submit(page, {}, to=page + address).status_code == 302
    sheet = queries.sheet_for(known.session, known.challenge)
    assert sheet is not None
    visitor = organiser.application.test_client()
    listed = visitor.get(f"/en/p/{known.process.public_id}/sheets").text
    assert f"/sheets/{sheet.public_id}" in listed
    read = visitor.get(f"/en/p/{known.process.public_id}/sheets/{sheet.public_id}")
    assert read.status_code == 200 and "1 themes." in read.text and "version 1" in read.text
    permanent = f"/p/{known.process.public_id}/sheets/{sheet.public_id}/versions/1"
    assert permanent in read.text and visitor.get("/nl" + permanent).status_code == 200


def test_changed_figures_are_told_and_taken_one_by_one_or_all(known: Known, organiser: FlaskClient) -> None:
    page = draft_page(known)
    organiser.submit(page + "/blocks/themes", {"after": "[[themes]] themes, [[themes.answers]] answers."})
    organiser.submit(page + "/blocks/short", {"before": "Of [[themes]] themes."})
    assert "changed since you wrote this" not in organiser.get(page).text
    accept(known.session, known.process, known.themes[1])
    shown = organiser.get(page).text
    assert "3 figures changed since you wrote this" in shown and "Take all new figures" in shown
    assert "3 figures changed" in organiser.get(f"/en/p/{known.process.public_id}/manage/sheets").text
    text = next(row for row in known.draft().rows if row.block == "short")
    sent = {"text": text.public_id, "figure": "themes"}
    assert organiser.submit(page, sent, to=page + "/figures").status_code == 302
    assert "2 figures changed since you wrote this" in organiser.get(page).text
    organiser.submit(page, {}, to=page + "/figures")
    shown = organiser.get(page).text
    assert "changed since you wrote this" not in shown and "Of 2 themes." in shown


def test_a_mistake_gives_back_what_was_typed(known: Known, organiser: FlaskClient) -> None:
    block = draft_page(known) + "/blocks/themes"
    refused = organiser.submit(block, {"instead": "[[no.such]] thing", "before": "Kept"})
    assert refused.status_code == 422
    assert "[[no.such]] thing" in refused.text and "Kept" in refused.text and "Nobody knows the figure" in refused.text
    shown = organiser.get(block).text
    seen = shown.split('name="seen"')[1].split('value="')[1].split('"')[0]
    known.session.expire_all()
    commands.write_block(
        known.session, SYSTEM, known.process, known.sheet, known.draft(), "themes", {Slot.BEFORE: "By Ben"}
    )
    late = organiser.submit(block, {"before": "By Ada", "seen": seen})
    assert late.status_code == 409 and "By Ada" in late.text and "Somebody else changed" in late.text


def test_comments_are_sent_once_and_settled(known: Known, organiser: FlaskClient) -> None:
    page = draft_page(known)
    sent = {"text": "Shorter, please", "block": "themes", "form_id": "abcdefghijkl"}
    for _again in range(2):
        assert organiser.submit(page, sent, to=page + "/comments").status_code == 302
    assert organiser.get(page).text.count("Shorter, please") == 1
    assert organiser.submit(page, {"text": ""}, to=page + "/comments").status_code == 422
    organiser.submit(page, {}, to=page + "/comments/abcdefghijkl/settle")
    assert "settled" in organiser.get(page).text


def test_what_is_not_published_is_there_for_insiders_only(known: Known, client: FlaskClient) -> None:
    version = commands.keep_version(known.session, SYSTEM, known.process, known.sheet)
    base = f"/en/p/{known.process.public_id}/sheets/{version.sheet.public_id}"
    addresses = (base, base + "/versions/1", base + "/versions/1/reader", base + "/versions/1/sheet.pdf")
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    assert "Information sheets" not in client.get(f"/en/p/{known.process.public_id}/challenges").text
    member = sign_in(client, make_member(known.session, known.process, Role.COMMITTEE_MEMBER))
    assert [member.get(address).status_code for address in addresses] == [404, 200, 200, 200]
    page = draft_page(known)
    shown = member.get(page).text
    assert "Write on top" not in shown and "Keep a version" not in shown and "Approve" in shown
    assert member.get(page + "/blocks/themes").status_code == 403
    member.submit(page, {}, to=page + "/versions/1/approve")
    assert member.submit(page, {}, to=page + "/versions/1/publish").status_code == 403


def test_versions_stand_side_by_side(known: Known, organiser: FlaskClient) -> None:
    page = draft_page(known)
    assert "nothing to compare" in organiser.get(page + "/versions").text
    for words in ("First words.", "Other words."):
        organiser.submit(page + "/blocks/about", {"after": words})
        organiser.submit(page, {}, to=page + "/versions")
    shown = organiser.get(page + "/versions?older=1&newer=2").text
    assert "<del>First</del>" in shown and "<ins>Other</ins>" in shown


def test_the_sheet_on_paper_is_in_the_language_of_the_address(known: Known, client: FlaskClient) -> None:
    version = publish(known)
    base = f"/p/{known.process.public_id}/sheets/{version.sheet.public_id}/versions/1"
    assert client.get(f"/fr{base}/sheet.pdf").data.startswith(b"%PDF")
    made = docx.Document(io.BytesIO(client.get(f"/nl{base}/sheet.docx").data))
    said = [paragraph.text for paragraph in made.paragraphs]
    assert said[0] == "Climate (nl)" and made.inline_shapes, "title and the picture of the indicator"
    assert "<svg" in client.get(f"/de{base}/sheet.html").text


def test_the_sheet_bears_the_name_and_footer_of_the_organisation_as_page_and_as_file(
    known: Known, client: FlaskClient
) -> None:
    organisation = known.process.organisation
    look = Look({"en": "Agency of Testland"}, {"en": "Paid by the region."}, "hello@example.org")
    branding.describe_organisation(known.session, SYSTEM, organisation, look, version=organisation.version)
    version = publish(known)
    base = f"/en/p/{known.process.public_id}/sheets/{version.sheet.public_id}/versions/1"
    said = ("Agency of Testland", "Paid by the region.", "hello@example.org")
    for name in ("sheet", "reader"):
        page = client.get(f"{base}/{name}.html").text
        made = docx.Document(io.BytesIO(client.get(f"{base}/{name}.docx").data))
        parts = [made, *(part for section in made.sections for part in (section.header, section.footer))]
        written = "\n".join(paragraph.text for part in parts for paragraph in part.paragraphs)
        for words in said:
            assert words in page and words in written, (name, words)


def test_the_reader_s_version_has_two_pages_however_much_there_is_to_say(known: Known, client: FlaskClient) -> None:
    for number in range(40):
        words = {"en": f"Dimension {number} " + "with many words " * 20}
        processes.add_part(
            known.session, SYSTEM, known.process, known.challenge, SubChallenge, title=words, description=words
        )
    known.session.commit()
    known.session.expire_all()
    version = publish(known)
    base = f"/en/p/{known.process.public_id}/sheets/{version.sheet.public_id}/versions/1/reader"
    pdf = client.get(base + ".pdf").data
    assert pages_in(pdf) == 2
    page = client.get(base).text
    assert "Key figures" in page and "The whole sheet has" in page


def test_a_board_shows_the_two_pages_beside_it(known: Known, client: FlaskClient) -> None:
    camp = make_camp(known.session, known.process)
    board = camp.groups[0].board
    camp.groups[0].challenge_id = known.challenge.id
    sheet = f"/en/p/{known.process.public_id}/boards/{board.public_id}/sheet?piece=1"
    sign_in(client, make_member(known.session, known.process, Role.FACILITATOR))
    assert "Key figures" not in client.get(sheet).text
    version = publish(known)
    shown = client.get(sheet).text
    assert "Key figures" in shown and f"/sheets/{version.sheet.public_id}/versions/1" in shown


def test_the_page_of_a_theme_names_the_sheets_that_tell_of_it(known: Known, organiser: FlaskClient) -> None:
    page = f"/en/p/{known.process.public_id}/manage/themes/{known.themes[0].public_id}"
    assert "Published information sheets" not in organiser.get(page).text
    publish(known)
    assert "Published information sheets" in organiser.get(page).text


def test_a_published_sheet_stands_among_the_documents_and_in_the_timeline(known: Known, client: FlaskClient) -> None:
    publish(known)
    known.session.commit()
    for page in ("documents/", "timeline"):
        shown = client.get(f"/en/p/{known.process.public_id}/{page}").text
        assert "Information sheet:" in shown and "/sheets/" in shown, page
