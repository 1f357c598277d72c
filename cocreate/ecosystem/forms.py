"""What people fill in about the ecosystem map."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FloatField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from cocreate.core.ids import public_id
from cocreate.ecosystem.commands import ActorTold
from cocreate.ecosystem.labels import PART_NAMES, TYPE_NAMES
from cocreate.ecosystem.models import EcosystemActor
from cocreate.ecosystem.rules import HIGHEST_TRL, LOWEST_TRL, PLACES, ActorType, Spot, tags_of
from cocreate.process.models import Challenge
from cocreate.process.rules import HelixCategory
from cocreate.survey.labels import helix_name
from cocreate.web.forms import Form, TranslatedField, at_most
from cocreate.web.language import translate

LEVELS = [("", "–"), *((str(level), str(level)) for level in range(LOWEST_TRL, HIGHEST_TRL + 1))]


class ActorForm(Form):
    """An actor of the ecosystem."""

    form_id = HiddenField(default=public_id)
    version = HiddenField(default="1")
    name = TranslatedField(_l("Name"), needed=True)
    spellings = TextAreaField(
        _l("Other ways in which it is written"), validators=[at_most(5000)], description=_l("One a line.")
    )
    type = SelectField(_l("Type"), choices=[(each.value, TYPE_NAMES[each]) for each in ActorType])
    helix = SelectField(_l("Group of the quadruple helix"), default="")
    description = TranslatedField(_l("What it does"), long=True)
    website = StringField(
        _l("Address on the web"),
        validators=[at_most(1000)],
        render_kw={"type": "url", "inputmode": "url"},
        description=_l("It begins with https:// or http://."),
    )
    municipality = StringField(_l("Municipality"), validators=[at_most(200)])
    latitude = FloatField(
        _l("Latitude"), validators=[Optional()], description=_l("In degrees with a point, such as 50.846.")
    )
    longitude = FloatField(
        _l("Longitude"), validators=[Optional()], description=_l("In degrees with a point, such as 4.352.")
    )
    trl_from = SelectField(_l("Technology readiness, from"), choices=LEVELS, default="")
    trl_to = SelectField(_l("Technology readiness, to"), choices=LEVELS, default="")
    tags = StringField(_l("Tags"), validators=[at_most(1000)], description=_l("Separated by commas."))
    source = StringField(_l("Source"), validators=[at_most(300)])
    contact = StringField(
        _l("Mail address of the actor"),
        validators=[at_most(320)],
        render_kw={"type": "email", "autocomplete": "off"},
        description=_l("Never shown in public. There the actor gets its own link, to see or correct its entry."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typical = [("", _l("The one that goes with the type"))]
        self.helix.choices = typical + [(each.value, helix_name(each)) for each in HelixCategory]

    def fill(self, row: EcosystemActor) -> None:
        """Show what is stored."""
        self.version.data = str(row.version)
        self.name.process(None, data=row.name)
        self.description.process(None, data=row.description)
        self.spellings.data, self.tags.data = "\n".join(row.spellings), ", ".join(row.tags)
        for name in ("type", "helix", "website", "municipality", "latitude", "longitude", "source", "contact"):
            self[name].data = getattr(row, name)
        self.trl_from.data, self.trl_to.data = _shown(row.trl_from), _shown(row.trl_to)

    def told(self) -> ActorTold:
        """What was filled in."""
        return ActorTold(
            name=self.name.data,
            type=ActorType(self.type.data),
            helix=self.helix.data or "",
            spellings=tuple((self.spellings.data or "").splitlines()),
            description=self.description.data,
            website=self.website.data or "",
            municipality=self.municipality.data or "",
            spot=self.spot(),
            trl_from=_level(self.trl_from.data),
            trl_to=_level(self.trl_to.data),
            tags=tuple(tags_of(self.tags.data or "")),
            source=self.source.data or "",
            contact=self.contact.data or "",
        )

    def spot(self) -> Spot | None:
        """Where it is; one number without the other is no place, and says so by lying nowhere on earth."""
        latitude, longitude = self.latitude.data, self.longitude.data
        if latitude is None and longitude is None:
            return None
        return Spot(latitude if latitude is not None else 999.0, longitude if longitude is not None else 999.0)


class StrengthForm(Form):
    """What an actor brings to a challenge."""

    form_id = HiddenField(default=public_id)
    challenge = SelectField(_l("Challenge"))
    part = SelectField(_l("Part of the map"), choices=[(part.value, PART_NAMES[part]) for part in PLACES])
    title = TranslatedField(_l("What it brings"))

    def offer(self, challenges: list[Challenge]) -> "StrengthForm":
        """The challenges to choose from."""
        self.challenge.choices = [(row.public_id, translate(row.title)) for row in challenges]
        return self


def _shown(level: int | None) -> str:
    return "" if level is None else str(level)


def _level(text: str | None) -> int | None:
    return int(text) if text else None
