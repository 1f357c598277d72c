"""The check-up: what is not as it should be, one sentence each, with the remedy."""

import shutil
import smtplib
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import Organisation, SiteRole, User
from cocreate.core.audit import AuditEntry
from cocreate.core.db import db, reading
from cocreate.core.jobs import STALE_AFTER, Job, JobState
from cocreate.core.mail import SENDING
from cocreate.core.migrate import Standing, current_revision, standing
from cocreate.core.permissions import Role
from cocreate.core.telling import N_
from cocreate.ops.storage import SQLITE, kind_of
from cocreate.process.models import Process
from cocreate.public.fates.counting import without_one_fate
from cocreate.search.models import SearchChange
from cocreate.search.storage import EXTENSION, has_gram
from cocreate.settings import Settings

WAITS_TOO_LONG = timedelta(minutes=2)
CLOCKS_DIFFER = timedelta(minutes=2)
LEAST_SPACE = 500 * 1024 * 1024
NOTES_TOO_MANY = 1000  # changes that the index of the search does not know yet
PATIENCE = 5.0  # seconds for another server to answer
LOCAL = ("localhost", "127.0.0.1", "::1")


class Weight(StrEnum):
    """How much a finding matters."""

    FINE = "ok"
    NOTE = "note"  # worth knowing; not a fault
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One sentence about one thing, in English with places for `params`; a problem's sentence ends with the remedy."""

    about: str
    weight: Weight
    sentence: str
    params: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """The whole sentence, in English as all that a terminal says."""
        return self.sentence % self.params if self.params else self.sentence


Findings = Iterator[Finding]


def _fine(about: str, sentence: str, **params: object) -> Finding:
    return _finding(about, Weight.FINE, sentence, params)


def _note(about: str, sentence: str, **params: object) -> Finding:
    return _finding(about, Weight.NOTE, sentence, params)


def _problem(about: str, sentence: str, **params: object) -> Finding:
    return _finding(about, Weight.PROBLEM, sentence, params)


def _finding(about: str, weight: Weight, sentence: str, params: dict[str, object]) -> Finding:
    return Finding(about, weight, sentence, {name: str(value) for name, value in params.items()})


def examine_surroundings(settings: Settings) -> list[Finding]:
    """What can be seen without the database, in the order in which one would mend things."""
    return [*data_folder(settings), *secret_key(settings), *address(settings), *mail(settings), *redis(settings)]


def examine_database(settings: Settings) -> list[Finding]:
    """The database and what is in it. Needs an application context; changes nothing."""
    found = list(database(settings))
    if has_problem(found):
        return found
    with reading():
        session = db.session()
        for check in IN_THE_DATABASE:
            found += check(session, settings)
        session.rollback()
    return found


def has_problem(findings: list[Finding]) -> bool:
    """Whether anything must be mended."""
    return any(finding.weight is Weight.PROBLEM for finding in findings)


def data_folder(settings: Settings) -> Findings:
    """Can we write there, and is there room."""
    folder = settings.data_dir
    if not folder.exists():
        yield _problem("data folder", N_("%(folder)s does not exist; run: cocreate init"), folder=folder)
        return
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        why = error.strerror or type(error).__name__
        sentence = N_("%(folder)s cannot be written to (%(why)s); let the account of the server own it.")
        yield _problem("data folder", sentence, folder=folder, why=why)
        return
    free = shutil.disk_usage(folder).free
    if free < LEAST_SPACE:
        megabytes = free // 1024 // 1024
        sentence = N_("Only %(megabytes)s MB are free on the disk of %(folder)s; make room.")
        yield _problem("data folder", sentence, megabytes=megabytes, folder=folder)
    else:
        yield _fine("data folder", N_("%(folder)s can be written to."), folder=folder)


def secret_key(settings: Settings) -> Findings:
    """Can anybody else on this machine read it."""
    path = settings.data_dir / "secret_key"
    if settings.secret_key:
        short = len(settings.secret_key) < 32
        sentence = N_("COCREATE_SECRET_KEY is short; set at least 32 random characters.")
        yield _problem("secret key", sentence) if short else _fine("secret key", N_("Set in the environment."))
    elif path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield _problem("secret key", N_("Others on this machine can read %(path)s; run: chmod 600 %(path)s"), path=path)
    else:
        yield _fine("secret key", N_("Kept in the data folder, readable for its owner only."))


def address(settings: Settings) -> Findings:
    """Do visitors come over TLS, to the address that mails name."""
    host = urlsplit(settings.base_url).hostname or ""
    if settings.is_secure:
        yield _fine("address", N_("%(url)s is served over TLS."), url=settings.base_url)
        if settings.host in LOCAL and not settings.behind_proxy:
            sentence = N_(
                "A proxy speaks TLS for us, it seems; set COCREATE_BEHIND_PROXY=yes, so that limits count visitors."
            )
            yield _note("address", sentence)
    elif host in LOCAL:
        sentence = N_("%(url)s works on this machine only; for visitors set COCREATE_BASE_URL=https://…")
        yield _note("address", sentence, url=settings.base_url)
    else:
        sentence = N_(
            "%(url)s sends passwords unencrypted; put a proxy with TLS in front and set COCREATE_BASE_URL=https://…"
        )
        yield _problem("address", sentence, url=settings.base_url)


def mail(settings: Settings) -> Findings:
    """Will letters leave."""
    if not settings.smtp_url:
        sentence = N_(
            "No letter is sent: COCREATE_SMTP_URL is empty, and administrators read letters on the outbox page."
        )
        yield _note("mail", sentence)
        return
    address = urlsplit(settings.smtp_url)
    secure = address.scheme == "smtps"
    connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
    try:
        with connect(
            address.hostname or "localhost", address.port or (465 if secure else 25), timeout=PATIENCE
        ) as server:
            server.ehlo()
            if not secure and server.has_extn("starttls"):
                server.starttls()
            if address.username:
                server.login(unquote(address.username), unquote(address.password or ""))
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        sentence = N_("The mail server %(host)s does not let us in (%(why)s); check COCREATE_SMTP_URL.")
        yield _problem("mail", sentence, host=address.hostname, why=type(error).__name__)
        return
    if settings.mail_from.endswith("@localhost"):
        sentence = N_("Letters come from a sender at localhost and will be refused; set COCREATE_MAIL_FROM.")
        yield _problem("mail", sentence)
    else:
        yield _fine("mail", N_("The mail server %(host)s accepts our letters."), host=address.hostname)


def redis(settings: Settings) -> Findings:
    """Does the server between the processes answer, where one is set."""
    if not settings.redis_url:
        yield _fine("redis", N_("Not set: one server process carries everything."))
        return
    try:
        from redis import Redis, RedisError
    except ImportError:
        sentence = N_("COCREATE_REDIS_URL is set without the library; run: pip install 'cocreate[scale]'")
        yield _problem("redis", sentence)
        return
    try:
        with Redis.from_url(settings.redis_url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as server:
            server.ping()
    except (RedisError, OSError, ValueError) as error:
        sentence = N_("The server of COCREATE_REDIS_URL does not answer (%(why)s); start it or empty the setting.")
        yield _problem("redis", sentence, why=type(error).__name__)
        return
    yield _fine("redis", N_("The Valkey or Redis server answers."))


def database(settings: Settings) -> Findings:
    """Is it reachable, are its tables ours, and is it set up as we rely on."""
    try:
        with db.engine.connect() as connection:
            connection.execute(text("select 1"))
        revision = current_revision(db.engine)
    except SQLAlchemyError as error:
        sentence = N_("It cannot be reached (%(why)s); check COCREATE_DATABASE_URL.")
        yield _problem("database", sentence, why=type(error).__name__)
        return
    stand = standing(settings.sqlalchemy_url, revision)
    if stand is Standing.BEHIND:
        yield _problem("database", N_("Its tables are missing or older than this version; run: cocreate init"))
        return
    if stand is not Standing.CURRENT:
        sentence = N_("This version cannot bring its tables (%(revision)s) up to date; see docs/production.md.")
        yield _problem("database", sentence, revision=revision)
        return
    if kind_of(settings.sqlalchemy_url) == SQLITE:
        yield from _sqlite()
    yield _fine("database", N_("It answers, with the tables of this version."))


def _sqlite() -> Findings:
    with db.engine.connect() as connection:

        def ask(pragma: str) -> object:
            return connection.execute(text(f"PRAGMA {pragma}")).scalar()

        if str(ask("journal_mode")).lower() != "wal":
            sentence = N_("SQLite is not in WAL mode, so readers block writers; put it on a local disk.")
            yield _problem("database", sentence)
        if ask("foreign_keys") != 1:
            sentence = N_("SQLite does not check foreign keys; use a build of SQLite that does.")
            yield _problem("database", sentence)
        if ask("foreign_key_check") is not None:
            yield _problem("database", N_("Rows point at rows that are gone; restore the last good backup."))
        if ask("quick_check") != "ok":
            yield _problem("database", N_("The file is damaged; restore the last good backup."))


def worker(session: Session, settings: Settings) -> Findings:
    """Does somebody do the long tasks."""
    now = clock.now()
    oldest = session.scalar(select(func.min(Job.asked_at)).where(Job.state == JobState.QUEUED.value))
    silent = session.scalar(
        select(Job.id).where(Job.state == JobState.RUNNING.value, Job.sign_of_life_at < now - STALE_AFTER).limit(1)
    )
    start = "cocreate worker" if settings.jobs == "worker" else "cocreate serve"
    if silent is not None:
        sentence = N_("A task gives no sign of life; its worker died; start: %(command)s")
        yield _problem("worker", sentence, command=start)
    elif oldest is not None and now - oldest > WAITS_TOO_LONG:
        minutes = int((now - oldest).total_seconds() // 60)
        sentence = N_("A task has waited for %(minutes)s minutes, so no worker runs; start: %(command)s")
        yield _problem("worker", sentence, minutes=minutes, command=start)
    else:
        yield _fine("worker", N_("No task has been left waiting."))


def letters(session: Session, settings: Settings) -> Findings:
    """Did the mail server refuse any lately."""
    lately = clock.now() - timedelta(days=7)
    refused = Job.kind == SENDING, Job.state == JobState.FAILED.value, Job.ended_at > lately
    count = session.scalar(select(func.count()).select_from(Job).where(*refused)) or 0
    if count:
        sentence = N_("Letters refused in the last week: %(count)s; check COCREATE_SMTP_URL and the addresses.")
        yield _problem("mail", sentence, count=count)


def time(session: Session, settings: Settings) -> Findings:
    """Does our clock agree with the database's, and with what was already written."""
    now = clock.now()
    newest = session.scalar(select(func.max(AuditEntry.at)))
    if newest is not None and newest > now + CLOCKS_DIFFER:
        sentence = N_("The audit trail knows a later time than this clock; set the clock (timedatectl set-ntp true).")
        yield _problem("clock", sentence)
        return
    if kind_of(settings.sqlalchemy_url) != SQLITE:
        theirs: datetime = session.execute(text("select clock_timestamp()")).scalar_one()
        if abs(theirs - now) > CLOCKS_DIFFER:
            sentence = N_("The clocks here and of the database differ; set both by the network (NTP).")
            yield _problem("clock", sentence)
            return
    yield _fine("clock", N_("It agrees with what is written."))


def administrator(session: Session, settings: Settings) -> Findings:
    """Is there somebody who can let others in."""
    rows = select(User).where(User.active, User.roles.any(SiteRole.name == Role.ADMINISTRATOR.value)).limit(1)
    if session.scalar(rows) is None:
        sentence = N_("Nobody administers this installation; run: cocreate user create ADDRESS --administrator")
        yield _problem("people", sentence)
    else:
        yield _fine("people", N_("Somebody administers this installation."))


def organisations(session: Session, settings: Settings) -> Findings:
    """Does every process belong to an organisation that is there; the database itself does not see to it."""
    astray = list(
        session.scalars(
            select(Process.public_id).where(Process.organisation_id.not_in(select(Organisation.id))).limit(10)
        )
    )
    if astray:
        names = ", ".join(astray)
        sentence = N_("Processes without an organisation: %(names)s; restore the latest backup.")
        yield _problem("organisations", sentence, names=names)
    else:
        yield _fine("organisations", N_("Every process belongs to one."))


def contributions(session: Session, settings: Settings) -> Findings:
    """Does every contribution of every process have exactly one fate."""
    wrong = without_one_fate(session)
    if wrong:
        sentence = N_(
            "In the process %(process)s some contributions have no fate or two; restore the last good backup."
        )
        yield _problem("contributions", sentence, process=wrong[0])
    else:
        yield _fine("contributions", N_("Every contribution has exactly one fate."))


def search(session: Session, settings: Settings) -> Findings:
    """Does the index of the search keep up, and are slips of the hand understood."""
    if not has_gram(session.connection()):
        sentence = N_(
            "PostgreSQL lacks the extension %(name)s, so fewer mistyped words are understood; let a superuser run: "
            "CREATE EXTENSION %(name)s; and then: cocreate search rebuild"
        )
        yield _note("search", sentence, name=EXTENSION)
    waiting = session.scalar(select(func.count()).select_from(SearchChange)) or 0
    if waiting > NOTES_TOO_MANY:
        sentence = N_("The index has not kept up with %(count)s changes; start a worker, then look again.")
        yield _problem("search", sentence, count=waiting)
    else:
        yield _fine("search", N_("The index keeps up."))


IN_THE_DATABASE: tuple[Callable[[Session, Settings], Findings], ...] = (
    worker,
    letters,
    time,
    administrator,
    organisations,
    contributions,
    search,
)
