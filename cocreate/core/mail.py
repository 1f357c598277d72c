"""Mail: written to the outbox in the same transaction as what it tells of, sent by a job when a mail server is set."""

import smtplib
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import String, Text, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cocreate import clock
from cocreate.core import jobs
from cocreate.core.db import Base, HasPublicId, transaction
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.settings import Settings

SENDING = "core:mail:send"
_MAIL_ID = jobs.Job.arguments["given"]["mail_id"].as_integer()
SENDER_MAX = 120
ONE_CLICK = ("List-Unsubscribe", "One-Click")  # what a mail program posts to the address at once (RFC 8058)


class OutgoingMail(HasPublicId, Base):
    """One mail; its body is erased once a mail server has accepted it."""

    __tablename__ = "outgoing_mail"
    ref_type = "mail"
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    sender: Mapped[str] = mapped_column(String(SENDER_MAX), default="", server_default="")  # a name; none is ours
    unsubscribe: Mapped[str] = mapped_column(String(300), default="")  # where one asks for no more of such mails
    language: Mapped[str] = mapped_column(String(2))
    # For a recipient that nobody may know afterwards: the whole row goes once a mail server has accepted the mail.
    leaves_no_trace: Mapped[bool] = mapped_column(default=False, server_default=false())
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


def write(
    session: Session,
    *,
    recipient: str,
    subject: str,
    text: str,
    language: str,
    html: str = "",
    sender: str = "",
    unsubscribe: str = "",
    leaves_no_trace: bool = False,
) -> OutgoingMail:
    """Put a mail in the outbox; it leaves after the commit if SMTP is configured, else it stays to be read there.

    `sender` is the name that stands before the installation's address: whose mail it is.
    """
    mail = OutgoingMail(
        recipient=recipient,
        subject=" ".join(subject.split()),
        text=text,
        html=html,
        sender=" ".join(sender.split())[:SENDER_MAX],
        unsubscribe=unsubscribe,
        language=language,
        leaves_no_trace=leaves_no_trace,
        written_at=clock.now(),
    )
    session.add(mail)
    session.flush()
    settings: Settings = current_app.extensions["cocreate_settings"]
    if settings.smtp_url:
        jobs.enqueue(session, SYSTEM, SENDING, mail_id=mail.id)
    return mail


@jobs.job(SENDING)
def send(context: jobs.JobContext, mail_id: int) -> None:
    """Hand one mail to the mail server."""
    settings: Settings = current_app.extensions["cocreate_settings"]
    with context.reading() as session:
        mail = session.get(OutgoingMail, mail_id)
    if mail is None or mail.sent_at is not None:
        return
    message = EmailMessage()
    message["From"] = sent_from(settings.mail_from, mail.sender)
    message["To"], message["Subject"] = mail.recipient, mail.subject
    message["Content-Language"] = mail.language
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        if mail.unsubscribe.startswith("https://"):
            message["List-Unsubscribe-Post"] = "=".join(ONE_CLICK)
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    deliver(settings.smtp_url, message)
    with transaction() as session:
        sent = session.get_one(OutgoingMail, mail_id)
        if sent.leaves_no_trace:
            session.delete(sent)
            return
        sent.sent_at, sent.text, sent.html, sent.unsubscribe = clock.now(), "", "", ""


def sent_from(address: str, name: str) -> str | Address:
    """Our own address, which mail servers know, behind the name of whoever writes.

    >>> str(sent_from("cocreate@example.org", "Agency, Brussels"))
    '"Agency, Brussels" <cocreate@example.org>'
    """
    bare = parseaddr(address)[1]
    return Address(name, addr_spec=bare) if name and "@" in bare else address


def deliver(smtp_url: str, message: EmailMessage) -> None:
    """Send through `smtp://` (STARTTLS when offered) or `smtps://`."""
    parts = urlsplit(smtp_url)
    secure = parts.scheme == "smtps"
    kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or (465 if secure else 25), timeout=30) as server:
        if not secure:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def outbox(session: Session, limit: int = 100, *, only_failed: bool = False) -> list[OutgoingMail]:
    """The latest mails, newest first: all, or those that the mail server did not take."""
    wanted = select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(limit)
    if only_failed:
        failed = select(_MAIL_ID).where(jobs.Job.kind == SENDING, jobs.Job.state == jobs.JobState.FAILED.value)
        wanted = wanted.where(OutgoingMail.sent_at.is_(None), OutgoingMail.id.in_(failed))
    return list(session.scalars(wanted))


def sendings(session: Session, mails: Sequence[OutgoingMail]) -> dict[int, jobs.Job]:
    """Number of a mail -> the task that sends it, the latest where there were several."""
    wanted = select(_MAIL_ID, jobs.Job).where(jobs.Job.kind == SENDING, _MAIL_ID.in_([mail.id for mail in mails]))
    return dict(session.execute(wanted.order_by(jobs.Job.id)).all())


def send_again(session: Session, actor: Actor, mail: OutgoingMail) -> None:
    """Once more to the mail server; what is sent, waits or is under way stays as it is."""
    if mail.sent_at is not None:
        return
    known = sendings(session, [mail]).get(mail.id)
    if known is None:
        jobs.enqueue(session, actor, SENDING, mail_id=mail.id)
    else:
        jobs.retry(session, actor, known)
