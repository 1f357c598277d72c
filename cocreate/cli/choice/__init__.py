"""`cocreate rank | select`: rankings and criteria for files of one's own, without any database."""

from cocreate.cli.choice.ranking import rank
from cocreate.cli.choice.selecting import select

__all__ = ["rank", "select"]
