"""The demonstration has an information sheet for each challenge, in every language, of two pages for those who ask."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cocreate.demo.load import find_demo
from cocreate.information.composing import plain_of
from cocreate.information.document import pages_in
from cocreate.information.queries import published_sheets


def test_every_challenge_has_a_published_sheet_that_tells_the_order_and_the_themes(demo_session: Session) -> None:
    process = find_demo(demo_session)
    assert process is not None
    rows = published_sheets(demo_session, process)
    assert [row.sheet.challenge for row in rows] == list(process.challenges) and len(rows) == 6
    places = sorted(row.content["en"]["figures"]["ranking.place"]["value"] for row in rows)
    assert places == [1, 2, 3, 4, 5, 6]
    for row in rows:
        assert row.approved_by is not None and row.approved_by != row.published_by
        for content in row.content.values():
            said = {block["key"]: plain_of(block) for block in content["blocks"]}
            assert {"short", "process", "consultation", "about", "sub_challenges", "ranking", "themes", "links"} <= set(
                said
            )
            assert "[[" not in "".join(said.values())


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_sheet_is_there_on_paper_and_in_two_pages(demo_app: Flask, demo_session: Session, language: str) -> None:
    process = find_demo(demo_session)
    assert process is not None
    client = demo_app.test_client()
    for row in published_sheets(demo_session, process):
        base = f"/{language}/p/{process.public_id}/sheets/{row.sheet.public_id}/versions/{row.number}"
        assert client.get(base).status_code == 200
        assert client.get(f"{base}/sheet.docx").data.startswith(b"PK")
        assert pages_in(client.get(f"{base}/sheet.pdf").data) > 2 >= pages_in(client.get(f"{base}/reader.pdf").data)
