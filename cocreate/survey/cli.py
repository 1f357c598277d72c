"""`cocreate survey`: consultations from the command line."""

import click

from cocreate.survey.exporting.cli import export
from cocreate.survey.importing.cli import import_
from cocreate.survey.inviting.cli import bounces


@click.group()
def survey() -> None:
    """Consultations: bring questionnaires, answers and returned mail in, and take answers out."""


survey.add_command(import_)
survey.add_command(export)
survey.add_command(bounces)
