"""What the commands of the analysis share: their options and their progress bar."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from tqdm import tqdm

Command = TypeVar("Command", bound=Callable[..., Any])

csv_file = click.Path(exists=True, dir_okay=False, path_type=Path)


def into_folder(command: Command) -> Command:
    """The options that every command has."""
    for option in (
        click.option("--encoding", default=None, help="Where the file is not UTF-8, such as windows-1252."),
        click.option(
            "--out", required=True, type=click.Path(path_type=Path), help="Folder to write to; made if missing."
        ),
        click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same result."),
    ):
        command = option(command)
    return command


class Bar:
    """The progress of an analysis, on the terminal."""

    def __init__(self) -> None:
        self._bar = tqdm(total=100, unit="%", bar_format="{l_bar}{bar}| {elapsed}", leave=False)

    def advance(self, fraction: float, message_code: str) -> None:
        """Move on to a share of the whole."""
        self._bar.update(max(0, round(fraction * 100) - self._bar.n))

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._bar.close()

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
