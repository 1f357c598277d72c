"""`cocreate survey`: consultations from the command line."""

import click

from cocreate.survey.exporting.cli import export
from cocreate.survey.importing.cli import import_


@click.group()
def survey() -> None:
    """Consultations: bring questionnaires and answers in, and take answers out."""


survey.add_command(import_)
survey.add_command(export)
