"""Where organisers write news."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, HiddenField, StringField
from wtforms.validators import Optional

from cocreate.clock import ZONE
from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id, public_id
from cocreate.errors import DomainError
from cocreate.process.forms import MOMENT
from cocreate.public.models import NewsPost
from cocreate.public.news import commands
from cocreate.public.news.commands import NewsTold
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, TranslatedField, at_most, number_in
from cocreate.web.messages import say


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


manage = Blueprint("news_manage", __name__, url_prefix="/p/<process_id>/manage/record/news")


@manage.route("/", methods=["GET", "POST"])
@requires("public:record:edit")
def index() -> Any:
    """What was written, and writing more."""
    form = NewsForm()
    if form.validate_on_submit():
        with transaction() as session:
            given = form_public_id(form.form_id.data)
            commands.publish_news(session, current_actor(), g.process, form.told(), public_id=given)
        flash(_("It is published."), "success")
        return redirect(url_for(".index"), 303)
    posts = commands.news_of(db.session(), g.process)
    return render_template("public/news/manage.html", form=form, posts=posts), 422 if form.errors else 200


@manage.route("/<news_id>", methods=["GET", "POST"])
@requires("public:record:edit")
def change(news_id: str) -> Any:
    """Change what was written."""
    post = commands.find_news(db.session(), g.process, news_id)
    form, problem = NewsForm(), ""
    if not form.is_submitted():
        form.fill(post)
    elif form.validate():
        try:
            with transaction() as session:
                version = number_in(form.version.data)
                commands.change_news(session, current_actor(), g.process, post, form.told(), version=version)
            flash(_("Saved."), "success")
            return redirect(url_for(".index"), 303)
        except DomainError as error:
            db.session.rollback()
            problem, form.version.data = say(error), str(post.version)
    return _page(form, post, problem)


def _page(form: NewsForm, post: NewsPost, problem: str) -> Any:
    page = render_template("public/news/change.html", form=form, post=post, problem=problem)
    return page, 409 if problem else 422 if form.errors else 200


@manage.post("/<news_id>/remove")
@requires("public:record:edit")
def remove(news_id: str) -> Any:
    """Take it away."""
    with transaction() as session:
        post = commands.find_news(session, g.process, news_id)
        commands.remove_news(session, current_actor(), g.process, post)
    flash(_("It is removed."), "success")
    return redirect(url_for(".index"), 303)
