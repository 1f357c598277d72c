"""What whoever installs cocreate may set, read once from `COCREATE_*` variables; a wrong value stops the start."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

LANGUAGES = ("nl", "fr", "en", "de")
JOB_MODES = ("embedded", "worker", "inline")
FOUNDERS = ("open", "administrators")
ADDRESS = re.compile(r"https?://[\w.:\[\]-]+(?:/[\w./~%-]*)?", re.ASCII)  # nothing in it that must stay secret


class SettingsError(ValueError):
    """A setting that cannot be used, with a sentence that says which and why."""


def setting(help: str, default: Any = MISSING, **extra: Any) -> Any:
    """A dataclass field that carries its own line of documentation."""
    metadata = {"help": help, **extra}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings of one installation. Read with `Settings.from_environment()`, written by hand in tests."""

    data_dir: Path = setting("Folder for the SQLite database, the job queue, uploads and backups.", Path("data"))
    database_url: str = setting(
        "SQLAlchemy address of the database; empty means SQLite in the data folder. "
        "PostgreSQL: `postgresql+psycopg://user:password@host/name`.",
        "",
    )
    redis_url: str = setting(
        "Address of a Valkey or Redis server. Needed as soon as more than one server process runs: it carries live "
        "messages between them, the job queue and the rate limits.",
        "",
    )
    secret_key: str = setting("Signs cookies and links. Empty means one is made and kept in the data folder.", "")
    base_url: str = setting("Address that people type, used in mails and links.", "http://localhost:8000")
    host: str = setting("Address the server listens on.", "127.0.0.1")
    port: int = setting("Port the server listens on.", 8000)
    behind_proxy: bool = setting("Trust the X-Forwarded-* headers of one proxy in front of the server.", False)
    installation_name: str = setting("Name shown in the header and in mails.", "cocreate")
    default_language: str = setting(
        "Language of a visitor whose browser asks for none of ours: nl, fr, en or de.", "en"
    )
    jobs: str = setting(
        "`embedded`: `cocreate serve` starts a worker process; `worker`: you start `cocreate worker` yourself; "
        "`inline`: jobs run at once in the asking process (tests only).",
        "embedded",
    )
    smtp_url: str = setting(
        "Mail server, `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. Empty: nothing is sent and the "
        "outbox page shows administrators what would have been.",
        "",
    )
    mail_from: str = setting("Sender of every mail.", "cocreate@localhost")
    max_upload_mb: int = setting(
        "Largest request accepted, in megabytes: all files of one form together, each of which has at most 5.", 32
    )
    rate_limits: bool = setting("Limit how often one address may sign in, answer or join.", True)
    two_factor_required: bool = setting(
        "People who run something (all roles but participant and observer) need an authenticator app to sign in.", True
    )
    organisations: str = setting(
        "Who may set up an organisation, and so run processes of its own: `open`, anybody with an account, or "
        "`administrators` of this installation.",
        "open",
    )
    oidc_issuers: str = setting(
        "Addresses of OpenID Connect providers with which people may sign in, parted by blanks. Register with each the "
        "address `<COCREATE_BASE_URL>/account/with/<its name in small letters, with hyphens>/done`.",
        "",
    )
    oidc_names: str = setting("Their names as people read them, in the same order, parted by semicolons.", "")
    oidc_clients: str = setting("What each of them calls this installation (client id), parted by blanks.", "")
    oidc_secrets: str = setting("The secret that each of them gave it, parted by blanks.", "")
    oidc_makes_accounts: bool = setting(
        "Whoever comes from a provider with a verified address and has no account gets one; else accounts are made "
        "by invitation only.",
        False,
    )
    assistant_url: str = setting(
        "OpenAI-compatible address of a large language model that analysts may ask for names of themes, such as "
        "`http://localhost:11434/v1`; quotes that their writers agreed to are sent there. Empty: there is none.",
        "",
    )
    assistant_model: str = setting("Name of that language model. Needed with its address.", "")
    assistant_key: str = setting("Key for that address, if it asks for one; sent there and nowhere else.", "")
    api_origins: str = setting(
        "Other sites whose pages may read the addresses for programs from a browser, such as "
        "`https://data.example.org`, with blanks between them; `*` means all. They come without cookies. Empty: none.",
        "",
    )
    webhooks_private: bool = setting(
        "Let webhooks go to servers in the network that this installation runs in, and by http. Whoever organises a "
        "process can then reach those servers from here; leave it off unless they are meant to.",
        False,
    )
    log_level: str = setting("Level of the structured log: DEBUG, INFO, WARNING or ERROR.", "INFO")
    testing: bool = setting("Relaxes nothing but waiting times; for the tests.", False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, **overrides: Any) -> "Settings":
        """Read `COCREATE_*`; refuse an unknown name, so that a misspelt setting is noticed."""
        environ = os.environ if environ is None else environ
        known = {f.name: f for f in fields(cls)}
        values: dict[str, Any] = {}
        for variable, raw in environ.items():
            if not variable.startswith("COCREATE_"):
                continue
            name = variable.removeprefix("COCREATE_").lower()
            if name not in known:
                raise SettingsError(f"{variable} is not a setting of cocreate; see docs/settings.md")
            values[name] = _convert(variable, raw, known[name].type)
        values.update(overrides)
        return cls(**values).checked()

    def checked(self) -> "Settings":
        """Itself, or a SettingsError."""
        if self.default_language not in LANGUAGES:
            raise SettingsError(f"COCREATE_DEFAULT_LANGUAGE must be one of {', '.join(LANGUAGES)}")
        if self.jobs not in JOB_MODES:
            raise SettingsError(f"COCREATE_JOBS must be one of {', '.join(JOB_MODES)}")
        if self.organisations not in FOUNDERS:
            raise SettingsError(f"COCREATE_ORGANISATIONS must be one of {', '.join(FOUNDERS)}")
        if not self.base_url.startswith(("http://", "https://")):
            raise SettingsError("COCREATE_BASE_URL must start with http:// or https://")
        if self.database_url and not self.database_url.startswith(("sqlite", "postgresql+psycopg:")):
            raise SettingsError("COCREATE_DATABASE_URL must start with sqlite: or postgresql+psycopg:")
        if self.assistant_url:
            self._check_assistant()
        self._check_providers()
        return self

    def _check_providers(self) -> None:
        issuers, names = self.oidc_issuers.split(), [name for name in self.oidc_names.split(";") if name.strip()]
        counts = {len(issuers), len(names), len(self.oidc_clients.split()), len(self.oidc_secrets.split())}
        if len(counts) > 1:
            raise SettingsError("COCREATE_OIDC_ISSUERS, _NAMES, _CLIENTS and _SECRETS must name equally many")
        local = ("http://localhost:", "http://127.0.0.1:")
        if not all(issuer.startswith(("https://", *local)) for issuer in issuers):
            raise SettingsError("COCREATE_OIDC_ISSUERS must be https:// addresses")

    def _check_assistant(self) -> None:
        if not ADDRESS.fullmatch(self.assistant_url):
            raise SettingsError("COCREATE_ASSISTANT_URL must be an http:// or https:// address without user and query")
        if not self.assistant_model.strip():
            raise SettingsError("COCREATE_ASSISTANT_MODEL must name the model at COCREATE_ASSISTANT_URL")
        if not (self.assistant_key.isascii() and self.assistant_key.isprintable()):
            raise SettingsError("COCREATE_ASSISTANT_KEY holds characters that no key has")

    @property
    def sqlalchemy_url(self) -> str:
        """The database address in force."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'cocreate.sqlite').resolve()}"

    @property
    def is_secure(self) -> bool:
        """Whether visitors come over TLS, so that cookies and HSTS may insist on it."""
        return self.base_url.startswith("https://")

    def signing_key(self) -> str:
        """The secret key: as set, or one kept in the data folder with rights for the owner only."""
        if self.secret_key:
            return self.secret_key
        path = self.data_dir / "secret_key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            try:
                with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                    file.write(secrets.token_urlsafe(48))
            except FileExistsError:
                pass  # another process was first; read theirs
        return path.read_text().strip()


def _convert(variable: str, raw: str, kind: Any) -> Any:
    try:
        if kind is bool:
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}[
                raw.lower()
            ]
        return kind(raw)
    except (KeyError, ValueError) as error:
        raise SettingsError(f"{variable}={raw!r} is not a valid {kind.__name__}") from error
