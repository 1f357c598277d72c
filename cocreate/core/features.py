"""Settings that administrators change while the installation runs; until they do, the environment's value holds."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Flask, current_app

from cocreate.core.installation import state
from cocreate.errors import Invalid
from cocreate.settings import FOUNDERS, LANGUAGES, Settings


class FeatureKind(StrEnum):
    """What a value is."""

    SWITCH = "switch"  # True or False
    CHOICE = "choice"  # one of
    SEVERAL = "several"  # some of, at least one


@dataclass(frozen=True)
class Feature:
    """One setting: its name, what its value is, and what holds unless somebody changed it."""

    name: str
    kind: FeatureKind
    default: Callable[[Settings], Any]
    choices: tuple[str, ...] = ()

    def read(self, value: Any) -> Any:
        """The value if it can be one, else Invalid."""
        match self.kind:
            case FeatureKind.SWITCH if isinstance(value, bool):
                return value
            case FeatureKind.CHOICE if value in self.choices:
                return value
            case FeatureKind.SEVERAL if isinstance(value, list) and value and set(value) <= set(self.choices):
                return [choice for choice in self.choices if choice in value]
        raise Invalid("unknown")


NEVER, DAILY, WEEKLY = BACKUPS = ("never", "daily", "weekly")
FEATURES: dict[str, Feature] = {
    feature.name: feature
    for feature in (
        Feature("organisations", FeatureKind.CHOICE, lambda settings: settings.organisations, FOUNDERS),
        Feature("oidc_makes_accounts", FeatureKind.SWITCH, lambda settings: settings.oidc_makes_accounts),
        Feature("two_factor_required", FeatureKind.SWITCH, lambda settings: settings.two_factor_required),
        Feature("rate_limits", FeatureKind.SWITCH, lambda settings: settings.rate_limits),
        Feature("languages", FeatureKind.SEVERAL, lambda settings: list(LANGUAGES), LANGUAGES),
        Feature("default_language", FeatureKind.CHOICE, lambda settings: settings.default_language, LANGUAGES),
        Feature("api", FeatureKind.SWITCH, lambda settings: True),
        Feature("webhooks", FeatureKind.SWITCH, lambda settings: True),
        Feature("backups", FeatureKind.CHOICE, lambda settings: NEVER, BACKUPS),
    )
}


def value(name: str, app: Flask | None = None) -> Any:
    """What holds now. A stored value that can no longer be one does not count."""
    feature = FEATURES[name]
    changed = state(app).values
    if name in changed:
        try:
            return feature.read(changed[name])
        except Invalid:
            pass
    return default_of(feature, app)


def default_of(feature: Feature, app: Flask | None = None) -> Any:
    """What holds unless somebody changed it."""
    return feature.default((app or current_app).extensions["cocreate_settings"])


def is_changed(name: str) -> bool:
    """Whether an administrator chose it."""
    return name in state().values
