"""What people fill in about accounts and organisations."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_security import LoginForm, PasswordUtil
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.accounts.messages import PASSWORD_LIMITS, ROLE_NAMES
from cocreate.accounts.rules import (
    NAME_MAX,
    SHORT_NAME_MAX,
    addresses_in,
    normal_email,
    normal_password,
    password_problem,
)
from cocreate.core.ids import public_id
from cocreate.core.permissions import PROCESS_ROLES, Role
from cocreate.errors import Invalid
from cocreate.web.forms import LONG, Form, TranslatedField, ValidationError, at_most, required
from cocreate.web.language import NAMES
from cocreate.web.messages import say

LANGUAGE_CHOICES = list(NAMES.items())


def complete_email(form: Any, field: Any) -> None:
    """Refuse what cannot be an address."""
    try:
        normal_email(field.data or "")
    except Invalid as error:
        raise ValidationError(say(error)) from None


class PersonForm(Form):
    """Name and language."""

    name = StringField(
        _l("Your name"),
        description=_l("As others in the process see it."),
        validators=[required(), at_most(NAME_MAX)],
        render_kw={"autocomplete": "name"},
    )
    language = SelectField(_l("Language of our mails to you"), choices=LANGUAGE_CHOICES)


class AcceptForm(PersonForm):
    """A new account for an invited address."""

    password = PasswordField(
        _l("Password"),
        description=_l("At least 10 characters. You may leave it empty and sign in by links in your mail."),
        validators=[Optional(), Length(max=1000)],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_password(self, field: Any) -> None:
        """Say what is wrong beside the field, before the command says it."""
        if field.data and (problem := password_problem(normal_password(field.data), personal=(self.name.data or "",))):
            raise ValidationError(say(problem, **PASSWORD_LIMITS))


class LinkForm(Form):
    """Ask for a sign-in link."""

    email = EmailField(
        _l("E-mail address"), validators=[required(), complete_email], render_kw={"autocomplete": "username"}
    )
    next = HiddenField()


def complete_addresses(form: Any, field: Any) -> None:
    """Refuse what holds anything but addresses."""
    try:
        addresses_in(field.data or "")
    except Invalid as error:
        raise ValidationError(say(error)) from None


class InviteForm(Form):
    """Invite somebody, or several at once."""

    email = TextAreaField(
        _l("E-mail addresses"),
        description=_l("One or many: paste them with commas, blanks or new lines in between."),
        validators=[required(), at_most(LONG), complete_addresses],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    role = RadioField(_l("Role"), choices=[(r.value, ROLE_NAMES[r]) for r in PROCESS_ROLES], validators=[required()])
    language = SelectField(_l("Language of the invitation"), choices=LANGUAGE_CHOICES)

    def offer(self, roles: tuple[Role, ...]) -> None:
        """Only the roles that whoever invites may hand out."""
        self.role.choices = [(role.value, ROLE_NAMES[role]) for role in roles]


class SignInForm(LoginForm):
    """Flask-Security's, without its link in the password's hint: our page has it elsewhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.description = ""


class Passwords(PasswordUtil):
    """Our rule for new passwords, wherever one is chosen."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """What is wrong with it, and its normal form."""
        normal = self.normalize(password)
        user = kwargs.get("user") or current_user
        personal = (getattr(user, "email", ""), getattr(user, "name", ""))
        problem = password_problem(normal, personal=personal)
        return ([say(problem, **PASSWORD_LIMITS)] if problem else None), normal


class LookForm(Form):
    """What an organisation is called and looks like."""

    version = HiddenField(default="1")
    title = TranslatedField(_l("Name"), needed=True)
    picture = FileField(
        _l("Logo"),
        description=_l("PNG, JPEG, WebP or GIF, at most 2 MB. It is drawn anew: only its pixels are kept."),
        render_kw={"accept": "image/png,image/jpeg,image/webp,image/gif"},
    )
    without_logo = BooleanField(_l("Show no logo any more"))
    accent = StringField(
        _l("Colour of links and buttons"),
        description=_l("Such as #1d5fa7; empty is ours. We refuse a colour that cannot be read well."),
        validators=[at_most(7)],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
    footer = TranslatedField(_l("Text at the foot of pages, letters and documents"), long=True)
    contact = StringField(
        _l("Contact"),
        description=_l("A mail address or telephone number for questions, as everybody sees it."),
        validators=[at_most(300)],
    )
    languages = SelectMultipleField(
        _l("Languages of its pages"),
        choices=list(NAMES.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l("Those in which its pages are offered. None chosen is all."),
    )


class OrganisationForm(Form):
    """A new organisation."""

    form_id = HiddenField(default=public_id)
    title = TranslatedField(_l("Name"), needed=True)
    short_name = StringField(
        _l("Short name, for its address"),
        description=_l("Small letters, digits and hyphens. You may leave it empty: we make one of the name."),
        validators=[at_most(SHORT_NAME_MAX)],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )


SUBJECT, TEXT = 200, 5000


class WordingForm(Form):
    """Subject and text."""

    version = HiddenField(default="0")
    subject = StringField(_l("Subject"), validators=[required(), at_most(SUBJECT)])
    text = TextAreaField(
        _l("Text"),
        validators=[required(), at_most(TEXT)],
        description=_l("An empty line begins a new paragraph. Greeting and foot of the letter stay as they are."),
    )
