"""Settings of the installation that can be changed while it runs."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.administration.commands.features import change_features
from cocreate.administration.forms import FeaturesForm
from cocreate.administration.pages import pages
from cocreate.core import features as settings
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say


@pages.route("/features", methods=["GET", "POST"])
@requires("administration:features:edit")
def features() -> Any:
    """Each with what holds, and whether an administrator chose it."""
    form = FeaturesForm(data={name: settings.value(name) for name in settings.FEATURES})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                changed = change_features(session, current_actor(), form.told())
            if changed:
                told = ngettext("%(num)s setting is changed.", "%(num)s settings are changed.", len(changed))
                flash(told, "success")
            else:
                flash(_("Nothing was changed."), "notice")
            return redirect(url_for("administration.features"))
        except DomainError as error:
            db.session.rollback()
            form.default_language.errors = [say(error)]
    page = render_template(
        "administration/features.html",
        form=form,
        changed=[name for name in settings.FEATURES if settings.is_changed(name)],
    )
    return page, 422 if form.errors else 200
