"""Licences under which data can be given away, with what they ask of whoever takes it."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Licence:
    """A licence by its SPDX name."""

    title: str
    url: str
    asks: Any  # lazy text


_DEEDS = "https://creativecommons.org"
LICENCES = {
    "CC-BY-4.0": Licence(
        "Creative Commons Attribution 4.0 International",
        f"{_DEEDS}/licenses/by/4.0/",
        _l("Everybody may use it for anything, and says where it comes from."),
    ),
    "CC0-1.0": Licence(
        "Creative Commons Zero 1.0 Universal",
        f"{_DEEDS}/publicdomain/zero/1.0/",
        _l("Everybody may use it for anything, without any condition."),
    ),
    "CC-BY-SA-4.0": Licence(
        "Creative Commons Attribution-ShareAlike 4.0 International",
        f"{_DEEDS}/licenses/by-sa/4.0/",
        _l("As before, and whatever is made of it is given away under the same licence."),
    ),
    "ODbL-1.0": Licence(
        "Open Data Commons Open Database License 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        _l("A database made of it is given away under the same licence, with its source."),
    ),
}
DEFAULT = "CC-BY-4.0"
