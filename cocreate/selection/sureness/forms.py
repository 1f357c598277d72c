"""Weights to try out; the form only looks, so it is sent in the address and needs no protection."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError

from cocreate.selection.models import Criterion
from cocreate.web.forms import Form
from cocreate.web.language import translate

MOST = 1000.0


def amount(text: str | None) -> float | None:
    """A number as people write it, with a point or a comma; None for anything else.

    >>> amount("12,5"), amount(" 3 "), amount("-1"), amount("nan"), amount("")
    (12.5, 3.0, None, None, None)
    """
    try:
        found = float((text or "").replace(",", ".").replace(" ", ""))
    except ValueError:
        return None
    return found if math.isfinite(found) and 0 <= found <= MOST else None


def _number(form: Any, field: Any) -> None:
    if amount(field.data) is None:
        raise ValidationError(_l("Please give a number from 0 to 1000."))


def trying_form(criteria: Sequence[Criterion]) -> type[Form]:
    """A weight per criterion, in any unit: they count in proportion."""

    class Trying(Form):
        class Meta(Form.Meta):
            csrf = False  # nothing is stored

        def validate(self, extra_validators: Any = None) -> bool:
            """Each a number, and one of them above 0."""
            good = bool(super().validate(extra_validators))
            if good and not any(self.weights().values()):
                self.form_errors.append(_("At least one weight must be above 0."))
                return False
            return good

        def weights(self) -> dict[str, float]:
            """By criterion key."""
            return {criterion.key: amount(self[name_of(criterion.key)].data) or 0.0 for criterion in criteria}

    for criterion in criteria:
        setattr(Trying, name_of(criterion.key), StringField(translate(criterion.title), validators=[_number]))
    return Trying


def name_of(key: str) -> str:
    """The field of a criterion."""
    return f"weight-{key}"


def written(weights: Mapping[str, float]) -> dict[str, str]:
    """Weights as the form shows them: field -> number."""
    return {name_of(key): f"{weight:.2f}".rstrip("0").rstrip(".") for key, weight in weights.items()}
