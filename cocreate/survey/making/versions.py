"""The page of versions: what was changed while people were answering, when and why."""

from flask import render_template

from cocreate.core.db import db
from cocreate.survey import queries
from cocreate.survey.making.words import CHANGED, REQUIREMENTS
from cocreate.survey.manage import manage
from cocreate.survey.revisions import differences
from cocreate.survey.routes import consultation_of_address
from cocreate.web.access import requires


@manage.get("/<consultation_id>/versions")
@requires("survey:revisions:view")
def versions(consultation_id: str) -> str:
    """Every version, the newest first, with what differs from the one before."""
    consultation = consultation_of_address(consultation_id)
    kept = queries.revisions_of(db.session(), consultation)
    pairs = zip(kept, [None, *kept], strict=False)
    told = [(each, differences(before.content, each.content) if before else []) for each, before in pairs]
    return render_template(
        "survey/manage/versions.html",
        consultation=consultation,
        told=list(reversed(told)),
        changed=CHANGED,
        requirements=REQUIREMENTS,
        sheets=queries.sheets_by_revision(db.session(), consultation),
    )
