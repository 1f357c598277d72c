"""A webhook as an organiser would set one up for a data portal; switched off, since nobody is at its address."""

from sqlalchemy.orm import Session

from cocreate.api import webhooks
from cocreate.api.rules import Kind
from cocreate.core.permissions import Actor
from cocreate.process.models import Process

ADDRESS = "https://data.example.org/hooks/cocreate"  # a name that never leads anywhere
KINDS = (Kind.CONSULTATION_CLOSED, Kind.RANKING_CLOSED, Kind.DECISION_PUBLISHED)


def add_webhook(session: Session, organiser: Actor, process: Process) -> None:
    """One server that would be told how far the process is."""
    webhook = webhooks.add_webhook(session, organiser, process, address=ADDRESS, kinds=KINDS)
    webhooks.change_webhook(
        session,
        organiser,
        process,
        webhook,
        address=ADDRESS,
        kinds=KINDS,
        is_active=False,
        version=webhook.version,
    )
