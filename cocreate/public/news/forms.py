"""What organisers fill in about news."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, HiddenField, StringField
from wtforms.validators import Optional

from cocreate.clock import ZONE
from cocreate.core.ids import public_id
from cocreate.process.forms import MOMENT
from cocreate.public.news.commands import NewsTold
from cocreate.public.news.models import NewsPost
from cocreate.web.forms import Form, TranslatedField, at_most


class NewsForm(Form):
    """A few words for everybody who follows the process."""

    form_id = HiddenField(default=public_id)
    version = HiddenField(default="1")
    title = TranslatedField(_l("Title"), needed=True)
    body = TranslatedField(_l("Text"), long=True)
    happens_at = DateTimeLocalField(
        _l("Day and hour, if it is an event"),
        format=MOMENT,
        validators=[Optional()],
        description=_l("With a day it stands in the timeline at that day; without one, at the day of its publication."),
    )
    place = StringField(_l("Place of the event"), validators=[at_most(200)])

    def fill(self, post: NewsPost) -> None:
        """What is there already."""
        at = post.happens_at.astimezone(ZONE) if post.happens_at else None
        self.process(
            data={
                "version": str(post.version),
                "title": post.title,
                "body": post.body,
                "happens_at": at,
                "place": post.place,
            }
        )

    def told(self) -> NewsTold:
        """As the command takes it."""
        at: Any = self.happens_at.data
        return NewsTold(
            self.title.data, self.body.data, at.replace(tzinfo=ZONE) if at else None, (self.place.data or "").strip()
        )
