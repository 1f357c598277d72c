"""The information sheets: written by the program from the loaded data, with a few sentences of the team on top."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.demo.content import read_data
from cocreate.information import commands
from cocreate.information.composing import Draft
from cocreate.information.material import material_of, surroundings_of
from cocreate.information.models import InformationSheet
from cocreate.information.queries import texts_of
from cocreate.information.rules import Slot, unknown_in
from cocreate.process.models import Challenge, Process


def write_sheets(
    session: Session,
    analyst: Actor,
    member: Actor,
    organiser: Actor,
    process: Process,
    challenges: Mapping[str, Challenge],
) -> None:
    """A sheet a challenge, in four languages: written on, kept, approved by the committee, published."""
    told = read_data("sheets.json")
    around = surroundings_of(session, process)
    for key, challenge in challenges.items():
        sheet = commands.begin_sheet(session, analyst, process, challenge)
        material = material_of(session, around, challenge)
        for block in ("about", "ranking", "themes"):
            words = told[block][key] if block == "about" else told[block]
            for language, text in words.items():
                draft = Draft(material, texts_of(session, sheet), language)
                _write(session, analyst, process, sheet, draft, block, text)
        if key == next(iter(challenges)):
            commands.comment(session, member, process, sheet, told["comment"], block="market")
        version = commands.keep_version(session, analyst, process, sheet)
        commands.approve(session, member, process, version)
        commands.publish(session, organiser, process, version)


def _write(
    session: Session,
    analyst: Actor,
    process: Process,
    sheet: InformationSheet,
    draft: Draft,
    block: str,
    text: str,
) -> None:
    """Where nothing is known of a figure (a challenge without themes), the sentence about it is left out."""
    if not unknown_in(text, draft.figures, ()):
        commands.write_block(session, analyst, process, sheet, draft, block, {Slot.AFTER: text})
