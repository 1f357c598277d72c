"""The pages of the search."""

from typing import Any

from flask import redirect, render_template, request, url_for

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.survey.models import Consultation
from cocreate.themes import answers, choosing
from cocreate.themes import queries as theme_queries
from cocreate.themes.manage import find_consultation, manage
from cocreate.themes.search import commands, queries
from cocreate.themes.search.exact import Words
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say
from cocreate.web.paging import page_number


@manage.route("/of/<consultation_id>/search", methods=["GET", "POST"])
@requires("themes:theme:view")
def search(consultation_id: str) -> Any:
    """Answers that hold some words (asked in the address), or a search by meaning (sent, and done by the worker)."""
    consultation = find_consultation(consultation_id)
    typed = Words(request.values.get("q", "")[: commands.LONGEST])
    if request.method == "POST":
        try:
            with transaction() as session:
                asked = commands.ask(session, current_actor(), consultation, typed.typed)
        except DomainError as error:
            return _page(consultation, typed, [], problem=say(error)), error.status
        return redirect(
            url_for("themes_manage.search_found", consultation_id=consultation_id, search_id=asked.public_id)
        )
    keys = queries.with_words(db.session(), consultation, choosing.chosen(), typed) if typed.patterns else []
    return _page(consultation, typed, keys)


@manage.get("/of/<consultation_id>/search/<search_id>")
@requires("themes:theme:view")
def search_found(consultation_id: str, search_id: str) -> Any:
    """What a search by meaning found, or how far it is."""
    session, consultation = db.session(), find_consultation(consultation_id)
    asked = queries.find_search(session, consultation, search_id)
    keys = queries.near_ones(session, consultation, choosing.chosen(), asked)
    return _page(consultation, Words(asked.words), keys, asked=asked)


def _page(consultation: Consultation, typed: Words, keys: list[str], **more: Any) -> str:
    session, page = db.session(), page_number()
    run = theme_queries.current_run(session, consultation)
    found, pages = answers.by_ids(session, keys, page)
    context: dict[str, Any] = {
        "consultation": consultation,
        "choice": choosing.chosen(),
        "lists": choosing.lists_of(
            theme_queries.questions_with_texts(session, consultation), theme_queries.languages_of(session, consultation)
        ),
        "language_name": choosing.language_name,
        "typed": typed,
        "total": len(keys),
        "found": found,
        "themes_of": answers.themes_of(session, run, [said.answer.id for said in found]),
        "page": page,
        "pages": pages,
        "asked": None,
    }
    return render_template("themes/search.html", **(context | more))
