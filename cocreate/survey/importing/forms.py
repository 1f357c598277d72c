"""What organisers fill in when they bring a file."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from cocreate.web.forms import Form
from cocreate.web.language import LANGUAGES, NAMES


class UploadForm(Form):
    """A file, the language of what stands in it, and where its answers go."""

    file = FileField(_l("File"), validators=[FileRequired(message=_l("Please choose a file."))])
    language = SelectField(
        _l("Language of the questions in a table"), choices=[(code, NAMES[code]) for code in LANGUAGES]
    )
    consultation = SelectField(_l("Where the answers go"), choices=[], validate_choice=True)
