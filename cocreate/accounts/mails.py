"""Letters about accounts, written to the outbox in the reader's language, with addresses of our own making."""

from datetime import datetime
from typing import Any

from flask import after_this_request, current_app, has_request_context
from flask_babel import force_locale, format_datetime
from flask_babel import gettext as _
from flask_security import MailUtil
from sqlalchemy.orm import Session

from cocreate.accounts.messages import ROLE_HELP, role_name
from cocreate.accounts.models import Invitation, Organisation, OrganisationInvitation, User
from cocreate.accounts.organisations.letters import LETTERS, filled, filled_html, wording_of
from cocreate.accounts.organisations.queries import sender_of
from cocreate.core import mail
from cocreate.core.db import db
from cocreate.web.language import current_language, translate


def full_address(path: str, language: str) -> str:
    """A path of ours as it stands in a letter; not from the request, whose Host header may be forged."""
    base = current_app.extensions["cocreate_settings"].base_url.rstrip("/")
    return f"{base}/{language}{path}"


def path_of(endpoint: str, **values: Any) -> str:
    """The path of a page, without language."""
    return str(current_app.url_map.bind("localhost").build(endpoint, values))


def letter(name: str, *, brand: Organisation | None = None, **context: Any) -> tuple[str, str]:
    """A letter as text and as HTML, in the name of an organisation if it is about something of theirs. Not by
    render_template: there may be no request, and it needs no navigation."""
    templates = [current_app.jinja_env.get_template(f"emails/{name}.{kind}") for kind in ("txt", "html")]
    text, html = (template.render(brand=brand, **context) for template in templates)
    return text.strip() + "\n", html


def worded(name: str, *, brand: Organisation, language: str, **context: Any) -> tuple[str, str, str]:
    """Subject, text and HTML of a letter that the organisation may word itself: in its words, else in ours."""
    own = wording_of(db.session(), brand.id, name, language)
    if own is None:
        return (str(LETTERS[name].subject) % context, *letter(name, brand=brand, **context))
    text, html = letter(
        name,
        brand=brand,
        own_text=filled(own.text, context),
        own_html=filled_html(own.text, context),
        **context,
    )
    return filled(own.subject, context), text, html


def original(name: str, language: str) -> tuple[str, str]:
    """Subject and text of a letter in our words, with the names of its places in braces."""
    places = {place: f"{{{place}}}" for place in LETTERS[name].places}
    template = current_app.jinja_env.get_template(f"emails/{name}.txt")
    with force_locale(language):
        text = "".join(template.blocks["message"](template.new_context(places)))
        return str(LETTERS[name].subject) % places, text.strip()


def write_sign_in_link(session: Session, user: User, path: str, language: str) -> None:
    """The link that somebody asked for."""
    with force_locale(language):
        text, html = letter("sign_in_link", user=user, link=full_address(path, language))
        subject = _("Your sign-in link for %(site)s", site=_site())
        mail.write(session, recipient=user.email, subject=subject, text=text, html=html, language=language)


def write_linked(session: Session, user: User, provider: str) -> None:
    """That an account elsewhere signs in as this one from now on."""
    with force_locale(user.language):
        page = full_address(path_of("account.overview"), user.language)
        text, html = letter("linked", user=user, provider=provider, link=page)
        subject = _("You can sign in with %(provider)s from now on", provider=provider)
        mail.write(session, recipient=user.email, subject=subject, text=text, html=html, language=user.language)


def write_invitation(
    session: Session,
    invitation: Invitation | OrganisationInvitation,
    token: str,
    *,
    place: Any,
    inviter: str,
    language: str,
) -> None:
    """The invitation to a role in a process, or to belong to an organisation."""
    with force_locale(language):
        context = {
            "inviter": inviter,
            "process": translate(place.title, language),
            "role": role_name(invitation.to),
            "role_help": str(ROLE_HELP[invitation.to]),
            "link": full_address(path_of("account.invitation", token=token), language),
            "until": _day(invitation.expires_at),
        }
        brand = place if isinstance(place, Organisation) else place.organisation
        subject, text, html = worded("invitation", brand=brand, language=language, **context)
        mail.write(
            session,
            sender=sender_of(brand, language),
            recipient=invitation.email,
            subject=subject,
            text=text,
            html=html,
            language=language,
        )


def _day(moment: datetime) -> str:
    return str(format_datetime(moment, "d MMMM y"))


def _site() -> str:
    return str(current_app.extensions["cocreate_settings"].installation_name)


class OutboxMailUtil(MailUtil):
    """Flask-Security's letters go through our outbox too, in the language of the page on which they were asked for."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: Any,
        sender: Any,
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Write it in this request's transaction, which the views of Flask-Security do not always commit."""
        mail.write(
            db.session(),
            recipient=str(recipient),
            subject=str(subject),
            text=(body or "").strip() + "\n",
            html=html or "",
            language=current_language(),
        )
        if has_request_context():
            after_this_request(_commit)


def _commit(response: Any) -> Any:
    db.session.commit()
    return response


def letter_context() -> dict[str, Any]:
    """What our templates of Flask-Security's letters may use besides."""
    return {"full_address": lambda endpoint, **values: full_address(path_of(endpoint, **values), current_language())}
