"""`cocreate survey`: consultations from the command line."""

import click

from cocreate.survey.importing.cli import import_


@click.group()
def survey() -> None:
    """Consultations: bring questionnaires and answers in."""


survey.add_command(import_)
