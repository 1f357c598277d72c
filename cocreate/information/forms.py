"""What people fill in about an information sheet."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField

from cocreate.core.ids import public_id
from cocreate.information.rules import LONGEST, Slot
from cocreate.web.forms import Form, at_most, required


class BlockForm(Form):
    """Own words around, or instead of, what the program writes."""

    seen = HiddenField()
    before = TextAreaField(_l("Own words before"), validators=[at_most(LONGEST)])
    instead = TextAreaField(
        _l("Own words instead of the program’s sentences"),
        validators=[at_most(LONGEST)],
        description=_l("Leave this empty to keep the program’s sentences."),
    )
    after = TextAreaField(_l("Own words after"), validators=[at_most(LONGEST)])
    left_out = BooleanField(_l("Leave out the lists, tables and pictures of the program"))

    def texts(self) -> dict[Slot, str]:
        """What was typed, by place."""
        return {
            Slot.BEFORE: self.before.data or "",
            Slot.INSTEAD: self.instead.data or "",
            Slot.AFTER: self.after.data or "",
            Slot.LEFT_OUT: "yes" if self.left_out.data else "",
        }


class SheetCommentForm(Form):
    """A remark about the sheet or one of its blocks."""

    form_id = HiddenField(default=public_id)
    block = SelectField(_l("About"), choices=[])
    text = TextAreaField(_l("Your comment"), validators=[required(), at_most(LONGEST)])
