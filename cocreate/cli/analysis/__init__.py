"""`cocreate analyse themes | match | opinions`: the analysis for files of one's own, without any database."""

import click

from cocreate.cli.analysis.matching import match
from cocreate.cli.analysis.opinions import opinions
from cocreate.cli.analysis.themes import themes

__all__ = ["analyse"]


@click.group()
def analyse() -> None:
    """Read free answers or votes in a CSV file: themes, matches, opinion groups."""


for _command in (themes, match, opinions):
    analyse.add_command(_command)
