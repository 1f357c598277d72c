"""What organisers fill in about contacts and mails."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField, TextAreaField

from cocreate.process.rules import HelixCategory
from cocreate.survey.inviting.rules import LONGEST_NAME, ContactDetails, attributes_as_lines, attributes_in
from cocreate.survey.labels import helix_name
from cocreate.survey.models import Contact
from cocreate.web.forms import LONG, Form, TranslatedField, at_most, required
from cocreate.web.language import NAMES


def helix_choices() -> list[tuple[str, str]]:
    """The helix categories by name, after "not said"."""
    return [("", helix_name("")), *((category.value, helix_name(category.value)) for category in HelixCategory)]


class ContactForm(Form):
    """One contact."""

    email = EmailField(_l("E-mail address"), validators=[required(), at_most(254)])
    name = StringField(_l("Name"), validators=[at_most(LONGEST_NAME)])
    organisation = StringField(_l("Organisation"), validators=[at_most(LONGEST_NAME)])
    language = SelectField(_l("Language of mails"), choices=list(NAMES.items()), default="en")
    helix = SelectField(_l("Group"))
    attributes = TextAreaField(
        _l("Other attributes"),
        description=_l("One a line, such as “commune: Ixelles”. Only what is needed to balance who is heard."),
        validators=[at_most(LONG)],
    )
    is_bounced = BooleanField(_l("Mail to this address came back"))

    def __init__(self, contact: Contact | None = None) -> None:
        names = ("email", "name", "organisation", "language", "helix", "is_bounced")
        known = {} if contact is None else {name: getattr(contact, name) for name in names}
        if contact is not None:
            known["attributes"] = attributes_as_lines(contact.attributes)
        super().__init__(data=known)
        self.helix.choices = helix_choices()

    def details(self) -> ContactDetails:
        """What was typed."""
        return ContactDetails(
            email=self.email.data or "",
            name=self.name.data or "",
            language=self.language.data,
            organisation=self.organisation.data or "",
            helix=self.helix.data,
            attributes=attributes_in(self.attributes.data or ""),
        )


class ContactFileForm(Form):
    """A file of contacts."""

    file = FileField(
        _l("File"),
        description=_l("CSV or XLSX with a line of column names; one column holds the e-mail addresses."),
        validators=[FileRequired(message=_l("Please choose a file."))],
    )
    language = SelectField(_l("Language of mails where the file says none"), choices=list(NAMES.items()), default="en")


class BounceForm(Form):
    """Addresses that mail came back from, or the report that says so."""

    text = TextAreaField(
        _l("Addresses, or the text of a report of non-delivery"), validators=[at_most(200_000)], render_kw={"rows": 6}
    )
    file = FileField(_l("Or a file with them"))


class MailingForm(Form):
    """The words of a mail to many."""

    version = HiddenField(default="1")
    subject = TranslatedField(_l("Subject"), needed=True)
    body = TranslatedField(
        _l("Text"),
        long=True,
        needed=True,
        description=_l("These are filled in: {name} {title} {link} {closes} {opt_out}"),
    )
