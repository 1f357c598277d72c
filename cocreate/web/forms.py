"""Forms: WTForms with our messages, our limits, and one field for a text in several languages."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form as PlainForm
from wtforms import FormField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from cocreate.settings import LANGUAGES

SHORT, LONG = 300, 5000  # characters


class Form(FlaskForm):
    """The parent of every form: CSRF, text stripped, and control characters refused kindly."""

    class Meta(FlaskForm.Meta):
        """Strip every text."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            if issubclass(unbound_field.field_class, StringField):
                options = {
                    **options,
                    "filters": [clean, *unbound_field.kwargs.get("filters", options.get("filters", ()))],
                }
            return unbound_field.bind(form=form, **options)


def clean(value: Any) -> Any:
    """Text without surrounding blanks and without NUL, which no database takes."""
    return value.replace("\x00", "").replace("\r\n", "\n").strip() if isinstance(value, str) else value


def number_in(text: Any) -> int:
    """A number that a page carried along, such as a row's version; anything else is 0, which is no row's."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 16 else 0


def required() -> DataRequired:
    """The text must not be empty."""
    return DataRequired(message=_l("Please fill this in."))


def at_most(limit: int) -> Length:
    """The text has a largest length."""
    return Length(max=limit, message=_l("This text is too long: at most %(max)d characters."))


class _FourShort(PlainForm):
    nl = StringField("Nederlands", validators=[at_most(SHORT)], filters=[clean])
    fr = StringField("Français", validators=[at_most(SHORT)], filters=[clean])
    en = StringField("English", validators=[at_most(SHORT)], filters=[clean])
    de = StringField("Deutsch", validators=[at_most(SHORT)], filters=[clean])


class _FourLong(PlainForm):
    nl = TextAreaField("Nederlands", validators=[at_most(LONG)], filters=[clean])
    fr = TextAreaField("Français", validators=[at_most(LONG)], filters=[clean])
    en = TextAreaField("English", validators=[at_most(LONG)], filters=[clean])
    de = TextAreaField("Deutsch", validators=[at_most(LONG)], filters=[clean])


class TranslatedField(FormField):
    """A text in up to four languages; `data` is a dict of those filled in. One language suffices when required."""

    def __init__(self, label: Any = None, *, long: bool = False, needed: bool = False, **kwargs: Any) -> None:
        self.needed = needed
        super().__init__(_FourLong if long else _FourShort, label, **kwargs)

    @property
    def data(self) -> dict[str, str]:
        """Only the languages that have a text."""
        return {code: self.form[code].data for code in LANGUAGES if self.form[code].data}

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Each language's limit, and at least one language when needed."""
        good = bool(super().validate(form, extra_validators))
        if self.needed and not self.data:
            self.form.en.errors = [*self.form.en.errors, str(_l("Please fill this in, in at least one language."))]
            good = False
        return good

    def populate_obj(self, obj: Any, name: str) -> None:
        """Store the dict itself."""
        setattr(obj, name, self.data)


__all__ = ["LONG", "SHORT", "Form", "TranslatedField", "ValidationError", "at_most", "clean", "required"]
