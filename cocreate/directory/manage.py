"""People of the directory for the team of a process: found, added, changed, brought from files, invited, erased."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate import clock
from cocreate.core import audit
from cocreate.core.db import begin_writing, db, transaction
from cocreate.core.grids import read_grid
from cocreate.core.ids import form_public_id
from cocreate.directory import balance, messages, people, queries, taking_part, telling
from cocreate.directory.files import PeopleFile, as_csv, as_json, as_workbook, read_people
from cocreate.directory.forms import ConsentForm, PeopleFileForm, PersonForm, stored_in
from cocreate.directory.models import Person
from cocreate.directory.queries import Wanted
from cocreate.directory.rules import Purpose, Source, TakingPart, Told, Use
from cocreate.errors import Conflict, DomainError, Invalid, NotFound
from cocreate.process.rules import HelixCategory
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import clean, number_in
from cocreate.web.language import NAMES, current_language
from cocreate.web.messages import say
from cocreate.web.paging import page_number

pages = Blueprint("directory", __name__, url_prefix="/p/<process_id>/manage/directory")
OFFERED: Mapping[str, Collection[str]] = {
    "helix": set(HelixCategory),
    "language": set(NAMES),
    "use": set(Use),
    "consent": set(Purpose),
    "here": {*TakingPart, "none"},
}


def words() -> dict[str, Any]:
    """Closed lists in words, for templates."""
    return {
        "helix_names": dict(messages.HELIX),
        "language_names": NAMES,
        "use_names": messages.USES,
        "reach_names": messages.REACHES,
        "source_names": messages.SOURCES,
        "purpose_names": messages.PURPOSES,
        "part_names": messages.TAKING_PART,
        "kind_names": messages.GROUP_KINDS,
        "term_names": messages.TERM_ROLES,
        "request_names": messages.REQUEST_STATES,
        "gender_names": dict(messages.GENDERS),
    }


def wanted_in(values: Any) -> Wanted:
    """Which people a page asks for, by its address; what is none of the choices asks for all."""
    told = {name: values.get(name, "") for name in OFFERED}
    kept = {name: value if value in OFFERED[name] else "" for name, value in told.items()}
    return Wanted(search=(clean(values.get("search", "")) or "")[:100], **kept)


@pages.get("/")
@requires("directory:people:view")
def index() -> str:
    """Everybody, a page at a time, or those who fit, with the balance meter of the process."""
    session, wanted = db.session(), wanted_in(request.args)
    people, page_count, total = queries.people_page(session, g.process, wanted, page_number())
    return render_template(
        "directory/index.html",
        people=people,
        standing=queries.standing(session, g.process, people),
        total=total,
        page=min(page_number(), page_count),
        page_count=page_count,
        wanted=wanted,
        page_url=lambda number: url_for(".index", page=number, **asdict(wanted)),
        balance=balance.of_process(session, g.process),
        **words(),
    )


@pages.route("/new", methods=["GET", "POST"])
@requires("directory:people:edit")
def create() -> Any:
    """Add somebody."""
    form = PersonForm(data={"language": current_language()})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                made = people.add_person(
                    session,
                    current_actor(),
                    g.process,
                    form.details(),
                    source=Source.ENTERED,
                    note=form.source_note.data or "",
                    public_id=form_public_id(form.form_id.data),
                )
            flash(_("%(name)s is in the directory.", name=made.name), "success")
            return redirect(url_for(".show", directory_person_id=made.public_id))
        except DomainError as error:
            form.email.errors = [*form.email.errors, say(error)]
    return render_template("directory/new.html", form=form), 422 if form.errors else 200


@pages.route("/<directory_person_id>", methods=["GET", "POST"])
@requires("directory:people:edit")
def show(directory_person_id: str) -> Any:
    """One person: details to change, consents, where they take part, groups they sit in."""
    person = queries.find_person(db.session(), g.process, directory_person_id)
    stored = stored_in(people.told_of(person)) | {"source_note": person.source_note, "version": person.version}
    form = PersonForm(data=stored)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found = queries.find_person(session, g.process, directory_person_id)
                if number_in(form.version.data) != found.version:
                    raise Conflict("changed_meanwhile")
                found.source_note = form.source_note.data or ""
                people.change_person(session, current_actor(), found, form.details(), process=g.process.public_id)
            flash(_("Saved."), "success")
            return redirect(url_for(".show", directory_person_id=directory_person_id))
        except DomainError as error:
            form.email.errors = [*form.email.errors, say(error)]
            person = queries.find_person(db.session(), g.process, directory_person_id)
            form.version.data = person.version
    return _page(person, form), 422 if form.errors else 200


def _page(person: Person, form: PersonForm) -> str:
    session = db.session()
    return render_template(
        "directory/person.html",
        person=person,
        form=form,
        consent_form=ConsentForm(formdata=None, data={one.value: person.agrees_to(one) for one in Purpose}),
        participations=queries.participations_of(session, person),
        terms=queries.terms_of(session, person),
        erased=erased_of(person),
        **words(),
    )


def erased_of(person: Person) -> str:
    """When all that is kept of somebody goes, if it is taken back now that it may be kept, or was."""
    today = clock.today()
    return messages.erased_when(queries.needed_until(db.session(), person, today), person.spared_until(today))


def _to_all() -> Any:
    flash(_("Everything that was kept of this person in the directory is erased."), "success")
    return redirect(url_for(".index"))


def _back(person: Person) -> Any:
    return redirect(url_for(".show", directory_person_id=person.public_id))


@pages.post("/<directory_person_id>/consents")
@requires("directory:people:edit")
def consents(directory_person_id: str) -> Any:
    """Note what somebody agreed to on paper or in words, or no longer agrees to."""
    form = ConsentForm()
    told = Told.SPOKEN if request.form.get("told") == Told.SPOKEN else Told.PAPER
    person = queries.find_person(db.session(), g.process, directory_person_id)
    if form.takes_back(person) and not request.form.get("sure"):
        erased = erased_of(person)
        return render_template("directory/let_go.html", form=form, person=person, erased=erased, told=told)
    begin_writing()
    with transaction() as session:
        person = queries.find_person(session, g.process, directory_person_id)
        is_erased = people.set_consents(
            session,
            current_actor(),
            person,
            form.agreed(),
            told,
            language=current_language(),
            process=g.process.public_id,
        )
    if is_erased:
        return _to_all()
    flash(_("Saved."), "success")
    return _back(person)


@pages.post("/<directory_person_id>/link")
@requires("directory:people:edit")
def link(directory_person_id: str) -> Any:
    """Write to somebody where to see what is kept of them."""
    person = queries.find_person(db.session(), g.process, directory_person_id)
    try:
        with transaction() as session:
            people.send_link(session, current_actor(), person, process=g.process.public_id)
        flash(_("The letter to %(email)s is on its way.", email=person.email), "success")
    except DomainError as error:
        flash(say(error), "error")
    return _back(person)


@pages.post("/<directory_person_id>/part")
@requires("directory:people:edit")
def part(directory_person_id: str) -> Any:
    """Note whether somebody takes part in this process, as they told the team."""
    said = request.form.get("state", "")
    with transaction() as session:
        person = queries.find_person(session, g.process, directory_person_id)
        taking_part.invite(session, current_actor(), g.process, [person], write=said == TakingPart.INVITED)
        if said in set(TakingPart) - {TakingPart.INVITED}:
            found = queries.standing(session, g.process, [person])[person.id]
            taking_part.set_participation(session, current_actor(), found, TakingPart(said))
    return _back(person)


@pages.get("/<directory_person_id>/data.json")
@requires("directory:people:export")
def data(directory_person_id: str) -> Response:
    """All that is kept of somebody, to hand over to them."""
    person = queries.find_person(db.session(), g.process, directory_person_id)
    answer = jsonify(telling.all_about(db.session(), person))
    answer.headers["Content-Disposition"] = 'attachment; filename="person.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.post("/<directory_person_id>/erase")
@requires("directory:people:edit")
def erase(directory_person_id: str) -> Any:
    """Forget somebody."""
    begin_writing()
    with transaction() as session:
        person = queries.find_person(session, g.process, directory_person_id)
        people.erase_person(session, current_actor(), person, process=g.process.public_id)
    return _to_all()


@pages.post("/invite")
@requires("directory:people:edit")
def invite() -> Any:
    """Ask those who are ticked whether they take part in this process."""
    with transaction() as session:
        people = queries.find_people(session, g.process, request.form.getlist("person"))
        done = taking_part.invite(session, current_actor(), g.process, people)
    if done.count:
        flash(ngettext("%(num)s person is invited.", "%(num)s people are invited.", done.count), "success")
    else:
        flash(_("Nobody new was ticked."), "info")
    if done.unwritten:
        flash(
            ngettext(
                "%(num)s of them gets no letter, without an address or consent to be written to: please ask otherwise.",
                "%(num)s of them get no letter, without an address or consent to be written to: please ask otherwise.",
                done.unwritten,
            ),
            "warning",
        )
    return redirect(url_for("directory_participants.index") if done.count else url_for(".index"))


WRITERS = {
    "csv": (as_csv, "text/csv"),
    "xlsx": (as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json"),
}


@pages.route("/import", methods=["GET", "POST"])
@requires("directory:people:edit")
def import_() -> Any:
    """Look at a file, or bring it in: all of it, or, if a line is wrong, nothing."""
    form, found = PeopleFileForm(data={"language": current_language()}), None
    if form.validate_on_submit():
        try:
            found = read_people(read_grid(form.file.data.read()), form.language.data)
        except Invalid as problem:
            form.file.errors = [*form.file.errors, say(problem)]
    if found is None or found.problems or request.form.get("step") != "store":
        return _import_page(form, found)
    try:
        with transaction() as session:
            done = people.import_people(
                session,
                current_actor(),
                g.process,
                found.people,
                source=form.source.data or "",
                agreed=bool(form.agreed.data),
            )
    except DomainError as problem:
        form.file.errors = [*form.file.errors, say(problem)]
        return _import_page(form, None)
    flash(_("Added: %(added)s. Completed: %(updated)s.", added=done.added, updated=done.updated), "success")
    return redirect(url_for("directory.index"))


def _import_page(form: PeopleFileForm, found: PeopleFile | None) -> Any:
    problems = [(each.line, say(each.code, **each.params)) for each in found.problems] if found else []
    page = render_template("directory/import.html", form=form, found=found, problems=problems)
    return page, 422 if form.errors or problems else 200


@pages.get("/export.<directory_format>")
@requires("directory:people:export")
def export(directory_format: str) -> Response:
    """The whole directory as a file; that it was taken out is recorded."""
    if directory_format not in WRITERS:
        raise NotFound()
    db.session.rollback()
    begin_writing()  # a page that is asked for with GET otherwise only reads
    with transaction() as session:
        name = g.process.public_id
        audit.record(
            session, current_actor(), "directory:people:export", g.process.ref, process=name, format=directory_format
        )
        people = list(session.scalars(queries.people_where(g.process, queries.Wanted())))
    write, media_type = WRITERS[directory_format]
    headers = {
        "Content-Disposition": f'attachment; filename="directory.{directory_format}"',
        "Cache-Control": "no-store",
    }
    return Response(write(people), mimetype=media_type, headers=headers)
