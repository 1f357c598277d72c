"""A form that was open for too long is offered again, but never one that another site's page has filled in."""

import pytest

from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process


def test_what_was_typed_is_offered_again(client, session):
    process = make_process(session)
    sign_in(client, make_member(session, process, "owner"))
    typed = {"email": "new@example.org", "role": "observer", "csrf_token": "long gone"}
    answer = client.post(f"/en/p/{process.public_id}/manage/people/invite", data=typed)
    assert answer.status_code == 400
    assert 'name="email" value="new@example.org"' in answer.text
    assert "long gone" not in answer.text


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
)
def test_a_form_sent_by_another_site_is_not(client, session, headers):
    process = make_process(session)
    sign_in(client, make_member(session, process, "owner"))
    typed = {"email": "evil@example.org", "role": "owner"}
    answer = client.post(f"/en/p/{process.public_id}/manage/people/invite", data=typed, headers=headers)
    assert answer.status_code == 400
    assert "evil@example.org" not in answer.text


def test_a_password_is_never_sent_back(client, session):
    typed = {"email": "ada@example.org", "password": "correct horse battery"}
    answer = client.post("/en/account/sign-in?next=/en/account/", data=typed)
    assert answer.status_code == 303
    assert answer.location == "/en/account/sign-in?next=/en/account/"
    assert "kept no password" in client.get(answer.location).text
