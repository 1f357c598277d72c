"""Forms of the administration."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    EmailField,
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.accounts.rules import NAME_MAX, normal_email
from cocreate.accounts.second_factor import Confirmed, has_shown, way_of
from cocreate.administration.commands import Told
from cocreate.clock import ZONE
from cocreate.core.features import FEATURES
from cocreate.core.ids import public_id
from cocreate.core.installation import Maintenance
from cocreate.errors import Invalid
from cocreate.process.forms import MOMENT
from cocreate.web.forms import Form, TranslatedField, ValidationError, at_most, required
from cocreate.web.language import NAMES
from cocreate.web.messages import say


class ProofForm(Form):
    """Shows once more who one is, before something that cannot be undone or gives power."""

    secret = PasswordField(_l("Your password"), validators=[at_most(1000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if way_of(current_user) is Confirmed.SECOND_STEP:
            self.secret.label.text = _l("Code of your authenticator app")

    def is_shown(self) -> bool:
        """Whether what was typed proves it; if not, the field says so."""
        if has_shown(current_user, self.secret.data or ""):
            return True
        is_link = way_of(current_user) is Confirmed.SIGN_IN
        self.secret.errors = [say("administration.proof.sign_in" if is_link else "administration.proof.wrong")]
        return False


class AccountForm(Form):
    """A new account."""

    email = EmailField(_l("E-mail address"), validators=[required(), at_most(320)])
    name = StringField(_l("Name"), validators=[at_most(NAME_MAX)])
    language = SelectField(_l("Language of letters"), choices=list(NAMES.items()))

    def validate_email(self, field: Any) -> None:
        """A complete address."""
        try:
            field.data = normal_email(field.data or "")
        except Invalid as error:
            raise ValidationError(say(error)) from None


class MaintenanceForm(Form):
    """What every page says for a time, and from when nothing can be saved."""

    form_id = HiddenField(default=public_id)
    text = TranslatedField(
        _l("What every page says"),
        needed=True,
        description=_l("In one sentence, such as: Maintenance tonight from 22:00 to 23:00."),
    )
    shown_from = DateTimeLocalField(_l("Shown from (Brussels time)"), format=MOMENT, validators=[required()])
    ends_at = DateTimeLocalField(_l("Until (Brussels time)"), format=MOMENT, validators=[required()])
    is_read_only = BooleanField(_l("Nothing can be saved in a part of this time"))
    read_only_from = DateTimeLocalField(
        _l("Nothing can be saved from (Brussels time)"),
        format=MOMENT,
        validators=[Optional()],
        description=_l("Only if you ticked the box; left empty, from the beginning."),
    )

    def fill(self, row: Maintenance) -> None:
        """What is there already."""
        moments = {name: getattr(row, name) for name in ("shown_from", "ends_at", "read_only_from")}
        local = {name: at.astimezone(ZONE) if at else None for name, at in moments.items()}
        self.process(data={"text": row.text, "is_read_only": row.read_only_from is not None, **local})

    def told(self) -> Told:
        """As the command takes it."""
        shown_from, ends_at = _moment(self.shown_from), _moment(self.ends_at)
        assert shown_from is not None and ends_at is not None
        read_only = (_moment(self.read_only_from) or shown_from) if self.is_read_only.data else None
        return Told(self.text.data, shown_from, ends_at, read_only)


def _moment(field: Any) -> datetime | None:
    """What was typed, as a moment."""
    return field.data.replace(tzinfo=ZONE) if field.data else None


class FeaturesForm(Form):
    """Settings that hold at once."""

    organisations = SelectField(
        _l("Who may set up an organisation"),
        choices=[("open", _l("Everybody with an account")), ("administrators", _l("Administrators only"))],
    )
    oidc_makes_accounts = BooleanField(
        _l("Whoever signs in with an account elsewhere gets one here"),
        description=_l("Else they need an invitation first. Only where such a way to sign in is set up."),
    )
    two_factor_required = BooleanField(
        _l("People who run something need a second step when signing in"),
        description=_l("Without it, whoever reads somebody's mail can act in their name."),
    )
    rate_limits = BooleanField(
        _l("Limit how often one connection may sign in, answer or join"),
        description=_l("Switch it off for the hour in which a whole hall comes in through one connection."),
    )
    languages = SelectMultipleField(
        _l("Languages offered on every page"),
        choices=list(NAMES.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[DataRequired(_l("Please choose at least one."))],
    )
    default_language = SelectField(_l("Language of whoever asks for none of these"), choices=list(NAMES.items()))
    api = BooleanField(_l("Programs may use the addresses made for them"))
    backups = SelectField(
        _l("Make a backup of everything"),
        choices=[("never", _l("Only when somebody asks")), ("daily", _l("Every day")), ("weekly", _l("Every week"))],
        description=_l("Into the data folder of the server. Copy them elsewhere, too: a broken disk takes both."),
    )
    webhooks = BooleanField(
        _l("Other servers are told when something happens"),
        description=_l("Switched off, what happens is kept for them, and told once it is switched on again."),
    )

    def told(self) -> dict[str, Any]:
        """Name of a setting -> what is wanted."""
        return {name: value for name, value in self.data.items() if name in FEATURES}
