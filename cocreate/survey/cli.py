"""`cocreate survey`: consultations from the command line."""

import click

from cocreate.survey.exporting.cli import export


@click.group()
def survey() -> None:
    """Consultations: take their answers out."""


survey.add_command(export)
