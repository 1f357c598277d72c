"""What is filled in about people and groups."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.core.ids import public_id
from cocreate.core.permissions import Role
from cocreate.directory.balance import CATEGORIES
from cocreate.directory.equality import TRAITS
from cocreate.directory.groups import GroupTold
from cocreate.directory.messages import GENDERS, GROUP_KINDS, HELIX, REACHES, TERM_ROLES, USES
from cocreate.directory.models import Person
from cocreate.directory.rules import (
    GROUP_ROLES,
    MOST_SEATS,
    NAME_LIMIT,
    NOTE_LIMIT,
    TEXT_LIMIT,
    WORDINGS,
    GroupKind,
    PersonTold,
    Purpose,
    Reach,
    Span,
    TermRole,
    current,
    skills_in,
)
from cocreate.web.forms import Form, TranslatedField, at_most, required
from cocreate.web.language import NAMES

SPOKEN = list(NAMES.items())


class Ticks(SelectMultipleField):
    """Several of a list, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DetailsForm(Form):
    """What everybody can tell of themselves."""

    name = StringField(_l("Name"), validators=[required(), at_most(NAME_LIMIT)], render_kw={"autocomplete": "name"})
    works_for = StringField(_l("Organisation"), validators=[at_most(TEXT_LIMIT)])
    function = StringField(_l("Function"), validators=[at_most(TEXT_LIMIT)])
    helix = RadioField(_l("Takes part as"), choices=[*HELIX, ("", _l("Not said"))], default="")
    skills = TextAreaField(
        _l("Skills and fields of knowledge"),
        validators=[at_most(NOTE_LIMIT)],
        description=_l("Separated by commas, such as: soil science, law, running a cooperative."),
    )
    language = RadioField(_l("Language of letters"), choices=SPOKEN)
    speaks = Ticks(_l("Other languages"), choices=SPOKEN)
    uses = Ticks(_l("Can be asked to"), choices=list(USES.items()))
    availability = TextAreaField(
        _l("When, and when not"),
        validators=[at_most(NOTE_LIMIT)],
        description=_l("Such as: not on Wednesdays, from September."),
    )

    def details(self, **more: Any) -> PersonTold:
        """What was told."""
        return PersonTold(
            name=self.name.data or "",
            works_for=self.works_for.data or "",
            function=self.function.data or "",
            helix=self.helix.data or "",
            skills=skills_in(self.skills.data or ""),
            language=self.language.data or "en",
            speaks=tuple(code for code in self.speaks.data or () if code != self.language.data),
            uses=tuple(self.uses.data or ()),
            availability=self.availability.data or "",
            **more,
        )


class PersonForm(DetailsForm):
    """The same, told by the team."""

    form_id = HiddenField(default=public_id)
    version = HiddenField(default="1")
    email = EmailField(_l("E-mail address"), validators=[at_most(254)])
    reach = RadioField(
        _l("How this person is reached"),
        choices=list(REACHES.items()),
        default=Reach.MAIL.value,
        description=_l("Whoever is not reached by mail is helped by the team, which enters answers and registrations."),
    )
    phone = StringField(_l("Telephone"), validators=[at_most(60)])
    help_needed = TextAreaField(_l("Help that is needed to take part"), validators=[at_most(NOTE_LIMIT)])
    source_note = StringField(
        _l("Where this comes from"),
        validators=[at_most(TEXT_LIMIT)],
        description=_l("Such as: list of members of the research council, 2026."),
    )

    def details(self, **more: Any) -> PersonTold:
        """What was told."""
        return super().details(
            email=self.email.data or "",
            reach=self.reach.data,
            phone=self.phone.data or "",
            help_needed=self.help_needed.data or "",
            **more,
        )


def stored_in(told: PersonTold) -> dict[str, Any]:
    """Values for a form from what is stored."""
    values = {name: getattr(told, name) for name in PersonTold.__dataclass_fields__}
    return values | {"skills": ", ".join(told.skills), "speaks": list(told.speaks), "uses": list(told.uses)}


GENDER_HELP = _l("Only used to see whether groups are mixed. It is never shown with your name, nor to the team.")


class OwnForm(DetailsForm):
    """The same, told by the person."""

    version = HiddenField(default="1")
    name = StringField(
        _l("Your name"), validators=[required(), at_most(NAME_LIMIT)], render_kw={"autocomplete": "name"}
    )
    helix = RadioField(_l("You take part as"), choices=[*HELIX, ("", _l("I would rather not say"))], default="")
    uses = Ticks(_l("You can be asked to"), choices=list(USES.items()))
    gender = RadioField(_l("Gender"), choices=GENDERS, default="", description=GENDER_HELP)


class RequestForm(OwnForm):
    """Registering for a process."""

    form_id = HiddenField(default=public_id)
    email = EmailField(
        _l("Your e-mail address"),
        validators=[required(), at_most(254)],
        render_kw={"autocomplete": "email"},
        description=_l("You get a letter with a link, to confirm that it is yours."),
    )
    keep = BooleanField(
        WORDINGS[Purpose.KEEP][current(Purpose.KEEP)],
        validators=[InputRequired(_l("Without your agreement to be kept in the directory we cannot register you."))],
    )
    write = BooleanField(WORDINGS[Purpose.WRITE][current(Purpose.WRITE)])
    expert = BooleanField(WORDINGS[Purpose.EXPERT][current(Purpose.EXPERT)])

    def agreed(self) -> list[str]:
        """What was ticked."""
        return [purpose.value for purpose in Purpose if self[purpose.value].data]


class ConsentForm(Form):
    """What somebody agrees to from now on."""

    keep = BooleanField(WORDINGS[Purpose.KEEP][current(Purpose.KEEP)])
    write = BooleanField(WORDINGS[Purpose.WRITE][current(Purpose.WRITE)])
    expert = BooleanField(WORDINGS[Purpose.EXPERT][current(Purpose.EXPERT)])

    agreed = RequestForm.agreed

    def takes_back(self, person: Person) -> bool:
        """Whether somebody who may be kept may be so no longer."""
        return not self.keep.data and person.agrees_to(Purpose.KEEP)


class EqualityForm(Form):
    """A sheet about equal opportunities; nothing has to be told."""

    gender = RadioField(choices=[], default="")
    age = RadioField(choices=[], default="")
    disability = RadioField(choices=[], default="")
    origin = RadioField(choices=[], default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, choices) in TRAITS.items():
            self[name].label.text = label
            self[name].choices = [*choices.items(), ("", _l("I would rather not say"))]


class PeopleFileForm(Form):
    """A file of people."""

    file = FileField(
        _l("CSV or spreadsheet"),
        validators=[FileRequired(_l("Please choose a file."))],
        description=_l(
            "The first line names the columns: name (needed), email, organisation, helix, function, skills, language, "
            "languages, available for, availability, gender, telephone, reached by, help needed."
        ),
    )
    language = RadioField(_l("Language of letters where the file does not say"), choices=SPOKEN)
    source = StringField(
        _l("Where this list comes from"),
        validators=[required(), at_most(TEXT_LIMIT)],
        description=_l("It is kept with each person, who can read it."),
    )
    agreed = BooleanField(_l("These people agreed to be kept in the directory"))


class SetupForm(Form):
    """The registration form of a process."""

    takes_requests = BooleanField(_l("People can register"))
    introduction = TranslatedField(_l("What one registers for"), long=True)


def percent_name(dimension: str, category: str) -> str:
    """The name of a field with a target."""
    return f"aim-{dimension}-{category}"


def targets_in(values: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """The targets that a page sent; empty fields aim for nothing, and what is no number is out of range."""
    found: dict[str, dict[str, int]] = {}
    for dimension, categories in CATEGORIES.items():
        for category in categories:
            text = values.get(percent_name(dimension, category), "").strip()
            if text:
                number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1000
                found.setdefault(dimension, {})[category] = number
    return found


class GroupForm(Form):
    """A group or committee."""

    form_id = HiddenField(default=public_id)
    title = TranslatedField(_l("Title"), needed=True)
    kind = RadioField(_l("What it is"), choices=list(GROUP_KINDS.items()), default=GroupKind.COMMITTEE.value)
    seats = IntegerField(
        _l("Seats"),
        validators=[Optional(), NumberRange(1, MOST_SEATS, _l("A number from 1 to 500, please."))],
        description=_l("Empty: as many as are needed. Substitutes take no seat."),
    )
    role = SelectField(
        _l("Role in the process that members have"),
        choices=[],
        default="",
        description=_l(
            "Given when a term begins and taken back when it ends. Whoever has no account gets an invitation by mail."
        ),
    )

    def offer(self, names: Mapping[Role, Any]) -> "GroupForm":
        """The roles that can be given, by their names."""
        self.role.choices = [("", _l("None")), *[(role.value, names[role]) for role in GROUP_ROLES]]
        return self

    def told(self) -> GroupTold:
        """What was told."""
        return GroupTold(self.title.data, GroupKind(self.kind.data), self.role.data or "", self.seats.data)


class TermForm(Form):
    """Somebody's term in a group."""

    form_id = HiddenField(default=public_id)
    person = SelectField(_l("Person"), choices=[], validators=[required()])
    sits_as = SelectField(_l("As"), choices=list(TERM_ROLES.items()), default=TermRole.MEMBER.value)
    starts = DateField(_l("First day"), validators=[InputRequired(_l("Please give a day."))])
    ends = DateField(_l("Last day"), validators=[Optional()], description=_l("Empty: until it is ended."))

    def span(self) -> Span:
        """Its days."""
        return Span(self.starts.data, self.ends.data)


class EndForm(Form):
    """The last day of a term."""

    ends = DateField(_l("Last day"), validators=[InputRequired(_l("Please give a day."))])
