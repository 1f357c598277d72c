"""What somebody fills in about notices."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField, SelectField
from wtforms import Form as PlainForm

from cocreate.core.telling import Kind
from cocreate.notices.messages import FREQUENCIES, KINDS, WEEKDAYS
from cocreate.notices.rules import Frequency, Hours, Wish
from cocreate.web.forms import Form


class _WishForm(PlainForm):
    is_shown = BooleanField(_l("Show it beside the bell"))
    mail = SelectField(_l("By mail"), choices=[(each.value, label) for each, label in FREQUENCIES.items()])


class WishesForm(Form):
    """How to hear of each kind, and when the mails that gather several notices leave."""

    hour = SelectField(_l("Hour"), choices=[(hour, f"{hour}:00") for hour in range(24)], coerce=int)
    weekday = SelectField(_l("Day of the weekly mail"), choices=list(enumerate(WEEKDAYS)), coerce=int)

    def fill(self, wishes: dict[Kind, Wish], hours: Hours) -> None:
        """What is chosen now."""
        told: dict[str, Any] = {
            kind.value: {"is_shown": wish.is_shown, "mail": wish.mail.value} for kind, wish in wishes.items()
        }
        self.process(data={"hour": hours.hour, "weekday": hours.weekday} | told)

    def wishes(self) -> dict[Kind, Wish]:
        """As the command takes them."""
        given = {kind: self[kind.value].data for kind in Kind}
        return {kind: Wish(data["is_shown"], Frequency(data["mail"])) for kind, data in given.items()}

    def hours(self) -> Hours:
        """As the command takes them."""
        return Hours(self.hour.data, self.weekday.data)


for _kind in Kind:
    setattr(WishesForm, _kind.value, FormField(_WishForm, KINDS[_kind][0], description=KINDS[_kind][1]))
