"""What is filled in before a camp."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
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

from cocreate.camp.before.grouping import HIGHEST_SEED, Wish
from cocreate.camp.before.rules import NOTE_LIMIT, ORGANISATION_LIMIT, Details
from cocreate.camp.models import Seat, WorkingGroup
from cocreate.camp.rules import NAME_LIMIT
from cocreate.core.ids import public_id, secret_token
from cocreate.directory.messages import GENDERS, HELIX
from cocreate.web.forms import Form, at_most, required
from cocreate.web.language import NAMES, translate


class PersonForm(Form):
    """What is told of somebody who wants to take part, by themselves or by an organiser."""

    form_id = HiddenField(default=secret_token)
    name = StringField(_l("Name"), validators=[required(), at_most(NAME_LIMIT)])
    email = EmailField(_l("E-mail address"), validators=[at_most(254)])
    organisation = StringField(_l("Organisation"), validators=[at_most(ORGANISATION_LIMIT)])
    helix = RadioField(_l("Takes part as"), choices=HELIX, validators=[InputRequired(_l("Please choose one."))])
    language = RadioField(_l("Language"), choices=list(NAMES.items()))
    first_wish = SelectField(_l("Topic wished for most"), choices=[], default="")
    second_wish = SelectField(_l("Second wish"), choices=[], default="")
    gender = RadioField(_l("Gender"), choices=GENDERS, default="")
    note = TextAreaField(_l("What the organisers should know"), validators=[at_most(NOTE_LIMIT)])

    def details(self) -> Details:
        """What was told."""
        return Details(
            name=self.name.data or "",
            email=self.email.data or None,
            language=self.language.data or "en",
            organisation=self.organisation.data or "",
            helix=self.helix.data or "",
            gender=self.gender.data or "",
            wishes=tuple(filter(None, (self.first_wish.data, self.second_wish.data))),
            note=self.note.data or "",
        )


class RegistrationForm(PersonForm):
    """The same, told by the person."""

    name = StringField(
        _l("Your name"),
        validators=[required(), at_most(NAME_LIMIT)],
        description=_l("It stands on your name tag, and the others in your group see it."),
    )
    email = EmailField(
        _l("Your e-mail address"),
        validators=[required(), at_most(254)],
        description=_l("For your personal link. The other participants do not see it."),
    )
    organisation = StringField(_l("Your organisation, if you come for one"), validators=[at_most(ORGANISATION_LIMIT)])
    helix = RadioField(_l("You take part as"), choices=HELIX, validators=[InputRequired(_l("Please choose one."))])
    language = RadioField(_l("The language you work in best"), choices=list(NAMES.items()))
    first_wish = SelectField(
        _l("Which topic would you like most?"),
        choices=[],
        default="",
        description=_l("We look at wishes, and also see to it that every group is mixed."),
    )
    second_wish = SelectField(_l("And if that group is full?"), choices=[], default="")
    gender = RadioField(
        _l("Gender, if you want to tell"),
        choices=GENDERS,
        default="",
        description=_l("Only used so that nobody is the only one in a group. It is never shown with your name."),
    )
    note = TextAreaField(
        _l("Anything the organisers should know, such as access to the room"), validators=[at_most(NOTE_LIMIT)]
    )
    agrees = BooleanField(
        _l("I agree that the organisers keep this for the camp."),
        validators=[InputRequired(_l("Without this we cannot register you."))],
    )


def with_groups(form: PersonForm, groups: Sequence[WorkingGroup], language: str) -> PersonForm:
    """The form with the camp's groups as wishes."""
    titles = [(group.public_id, translate(group.title)) for group in groups]
    form.first_wish.choices = form.second_wish.choices = [("", _("No wish")), *titles]
    if form.language.data is None:
        form.language.data = language
    return form


class FileForm(Form):
    """A file of registrations."""

    file = FileField(
        _l("CSV or spreadsheet"),
        validators=[FileRequired(_l("Please choose a file."))],
        description=_l(
            "The first line names the columns: e-mail (needed), name, organisation, language, helix, gender, wish "
            "(number or title of a group; several with a comma), note."
        ),
    )


WEIGHTS = (("0", _l("not looked at")), ("1", _l("a little")), ("2", _l("much")), ("4", _l("before all else")))


class ProposalForm(Form):
    """What a proposal of groups looks at, and how much."""

    form_id = HiddenField(default=public_id)
    helix = SelectField(_l("A mix of categories"), choices=WEIGHTS, default="2")
    gender = SelectField(_l("A mix of genders"), choices=WEIGHTS, default="1")
    language = SelectField(_l("A mix of languages"), choices=WEIGHTS, default="1")
    wishes = SelectField(_l("Wishes for a topic"), choices=WEIGHTS, default="2")
    seed = IntegerField(
        _l("Number of the draw"),
        validators=[Optional(), NumberRange(0, HIGHEST_SEED, _l("A number from 0 to 999999, please."))],
        description=_l("Empty: drawn by lot. The same number, people and weights give the same groups again."),
    )

    def wish(self) -> Wish:
        """What was chosen."""
        told = {name: int(self[name].data) for name in ("helix", "gender", "language", "wishes")}
        return Wish(**told, seed=self.seed.data)


class ConditionsForm(Form):
    """Conditions of one person."""

    pin = SelectField(_l("Must be in this group"), choices=[], default="")
    first_wish = SelectField(_l("Topic wished for most"), choices=[], default="")
    second_wish = SelectField(_l("Second wish"), choices=[], default="")
    apart = SelectMultipleField(
        _l("Not in one group with"),
        choices=[],
        description=_l("Several can be chosen: hold Ctrl, or the space bar, while you choose."),
    )
    stays = BooleanField(_l("Keeps a table: stays when the groups go on to the next board"))


def conditions_form(seat: Seat, groups: Sequence[WorkingGroup], seats: Sequence[Seat]) -> ConditionsForm:
    """The form with what is so now."""
    told = seat.attributes
    first, second = [*list(told.get("wishes", [])), "", ""][:2]
    form = ConditionsForm(
        data={
            "pin": told.get("pin", ""),
            "first_wish": first,
            "second_wish": second,
            "apart": told.get("apart", []),
            "stays": told.get("stays", False),
        }
    )
    titles = [(group.public_id, translate(group.title)) for group in groups]
    form.pin.choices = [("", _("Any group")), *titles]
    form.first_wish.choices = form.second_wish.choices = [("", _("No wish")), *titles]
    form.apart.choices = [(other.public_id, other.name) for other in seats if other.id != seat.id]
    return form


class MultiCheckboxField(SelectMultipleField):
    """Several of a list, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PrefillForm(Form):
    """What is put on a board before people come."""

    zone = RadioField(_l("Into which zone"), choices=[], validators=[InputRequired(_l("Please choose one."))])
    language = SelectField(_l("In which language"), choices=list(NAMES.items()))
    themes = MultiCheckboxField(_l("Themes of the consultation"), choices=[])
    assets = MultiCheckboxField(_l("Assets of the challenge"), choices=[])
    is_locked = BooleanField(
        _l("Only those who run the camp can change these cards"),
        description=_l("Everybody can still vote and comment."),
    )


class PlenaryForm(Form):
    """Which cards of the groups everybody should see."""

    zone = RadioField(_l("Into which zone"), choices=[], validators=[InputRequired(_l("Please choose one."))])


class TemplateForm(Form):
    """A ready-made template, or a file."""

    template = RadioField(_l("Template"), choices=[], validators=[Optional()])
    file = FileField(_l("Or a template of your own (JSON)"), description=_l("As it was saved from another camp."))
