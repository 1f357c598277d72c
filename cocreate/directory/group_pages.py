"""Groups and committees of a process, with terms and their balance."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate import clock
from cocreate.accounts.messages import ROLE_NAMES
from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.directory import balance, groups, queries
from cocreate.directory.balance import CATEGORIES
from cocreate.directory.forms import EndForm, GroupForm, TermForm, targets_in
from cocreate.directory.manage import words
from cocreate.directory.models import Group, Person
from cocreate.directory.rules import Span, TermRole
from cocreate.errors import DomainError
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say

pages = Blueprint("directory_groups", __name__, url_prefix="/p/<process_id>/manage/groups")


@pages.get("/")
@requires("directory:groups:view")
def index() -> str:
    """All groups with who sits in them today, and terms that end soon."""
    groups = queries.groups_of(db.session(), g.process)
    return render_template("directory/groups.html", groups=groups, today=clock.today(), roles=ROLE_NAMES, **words())


@pages.route("/new", methods=["GET", "POST"])
@requires("directory:groups:edit")
def create() -> Any:
    """Make a group."""
    form = GroupForm().offer(ROLE_NAMES)
    if form.validate_on_submit():
        with transaction() as session:
            made = groups.make_group(
                session, current_actor(), g.process, form.told(), public_id=form_public_id(form.form_id.data)
            )
        return redirect(url_for(".show", directory_group_id=made.public_id))
    return render_template("directory/new_group.html", form=form), 422 if form.errors else 200


@pages.route("/<directory_group_id>", methods=["GET", "POST"])
@requires("directory:groups:edit")
def show(directory_group_id: str) -> Any:
    """One group: its people with their terms, the balance meter, and what can be changed."""
    group = queries.find_group(db.session(), g.process, directory_group_id)
    stored = {"title": group.title, "kind": group.kind, "seats": group.seats, "role": group.role}
    form = GroupForm(data=stored).offer(ROLE_NAMES)
    if form.validate_on_submit():
        with transaction() as session:
            found = queries.find_group(session, g.process, directory_group_id)
            groups.change_group(session, current_actor(), g.process, found, form.told())
        flash(_("Saved."), "success")
        return _back(group)
    return _page(group, form), 422 if form.errors else 200


@pages.post("/<directory_group_id>/seat")
@requires("directory:groups:edit")
def seat(directory_group_id: str) -> Any:
    """Somebody sits in the group for a term."""
    group = queries.find_group(db.session(), g.process, directory_group_id)
    form = _with_people(TermForm())
    if form.validate_on_submit():
        try:
            with transaction() as session:
                groups.seat(
                    session,
                    current_actor(),
                    g.process,
                    group,
                    queries.find_person(session, g.process, form.person.data),
                    TermRole(form.sits_as.data),
                    form.span(),
                    public_id=form_public_id(form.form_id.data),
                )
            flash(_("The seat is taken."), "success")
            return _back(group)
        except DomainError as error:
            form.person.errors = [*form.person.errors, say(error)]
            group = queries.find_group(db.session(), g.process, directory_group_id)
    return _page(group, term_form=form), 422


@pages.post("/<directory_group_id>/terms/<directory_term_id>/end")
@requires("directory:groups:edit")
def end(directory_group_id: str, directory_term_id: str) -> Any:
    """Another last day for a term."""
    group, form = queries.find_group(db.session(), g.process, directory_group_id), EndForm()
    if not form.validate_on_submit():
        return _page(group, problem="; ".join(map(str, form.ends.errors))), 422
    try:
        with transaction() as session:
            group = queries.find_group(session, g.process, directory_group_id)
            term = queries.find_term(group, directory_term_id)
            groups.end_term(session, current_actor(), g.process, group, term, Span(term.starts, form.ends.data))
    except DomainError as error:
        return _page(queries.find_group(db.session(), g.process, directory_group_id), problem=say(error)), error.status
    flash(_("Saved."), "success")
    return _back(group)


@pages.post("/<directory_group_id>/terms/<directory_term_id>/remove")
@requires("directory:groups:edit")
def remove(directory_group_id: str, directory_term_id: str) -> Any:
    """Take back what was entered by mistake."""
    with transaction() as session:
        group = queries.find_group(session, g.process, directory_group_id)
        groups.remove_term(session, current_actor(), g.process, group, queries.find_term(group, directory_term_id))
    flash(_("The term is taken out."), "success")
    return _back(group)


@pages.post("/<directory_group_id>/targets")
@requires("directory:groups:edit")
def targets(directory_group_id: str) -> Any:
    """What mix of people the group aims for."""
    try:
        with transaction() as session:
            group = queries.find_group(session, g.process, directory_group_id)
            groups.set_group_targets(session, current_actor(), g.process, group, targets_in(request.form))
    except DomainError as error:
        group = queries.find_group(db.session(), g.process, directory_group_id)
        return _page(group, problem=say(error), typed=request.form), 422
    flash(_("Saved."), "success")
    return _back(group)


@pages.post("/<directory_group_id>/delete")
@requires("directory:groups:edit")
def delete(directory_group_id: str) -> Any:
    """Take a group away."""
    with transaction() as session:
        group = queries.find_group(session, g.process, directory_group_id)
        groups.delete_group(session, current_actor(), g.process, group)
    flash(_("The group is taken away, and the roles that came with it."), "success")
    return redirect(url_for(".index"))


def _back(group: Group) -> Any:
    return redirect(url_for(".show", directory_group_id=group.public_id))


def _with_people(form: TermForm) -> TermForm:
    asked = queries.people_where(g.process, queries.Wanted())
    people = db.session.execute(asked.with_only_columns(Person.public_id, Person.name, Person.works_for))
    named = [(one.public_id, f"{one.name} ({one.works_for})" if one.works_for else one.name) for one in people]
    form.person.choices = [("", _("Choose somebody")), *named]
    return form


def _page(
    group: Group,
    form: GroupForm | None = None,
    *,
    term_form: TermForm | None = None,
    problem: str = "",
    typed: Any = None,
) -> str:
    stored = {"title": group.title, "kind": group.kind, "seats": group.seats, "role": group.role}
    return render_template(
        "directory/group.html",
        group=group,
        form=form or GroupForm(formdata=None, data=stored).offer(ROLE_NAMES),
        term_form=term_form or _with_people(TermForm(formdata=None, data={"starts": clock.today()})),
        balance=balance.of_group(db.session(), group),
        categories=CATEGORIES,
        targets=group.targets,
        typed=typed,
        problem=problem,
        today=clock.today(),
        roles=ROLE_NAMES,
        **words(),
    )
