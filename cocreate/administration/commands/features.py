"""Settings of the installation are changed while it runs, or given back to what the environment says."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, features
from cocreate.core.installation import InstallationSetting, announce_change
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid


def change_features(session: Session, actor: Actor, wanted: Mapping[str, Any]) -> list[str]:
    """Store what differs from what holds; returns the names of what changed."""
    read = {name: features.FEATURES[name].read(value) for name, value in wanted.items()}
    told = {name: read.get(name, features.value(name)) for name in features.FEATURES}
    if told["default_language"] not in told["languages"]:
        raise Invalid("administration.features.default_language")
    changed = [name for name in read if read[name] != features.value(name)]
    for name in changed:
        _store(session, name, read[name])
        audit.record(session, actor, "administration:feature:change", ("installation_setting", name), value=read[name])
    if changed:
        announce_change(session)
    return changed


def _store(session: Session, name: str, value: Any) -> None:
    """What is as the environment says needs no row, and follows the environment from then on."""
    row = session.get(InstallationSetting, name)
    if value == features.default_of(features.FEATURES[name]):
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(InstallationSetting(name=name, content={"value": value}, changed_at=clock.now()))
    else:
        row.content, row.changed_at = {"value": value}, clock.now()
    session.flush()
