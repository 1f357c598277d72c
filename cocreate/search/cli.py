"""`cocreate search rebuild`: the index made anew."""

import click
from flask.cli import with_appcontext
from tqdm import tqdm


@click.group()
def search() -> None:
    """The index of the search."""


@search.command()
@with_appcontext
def rebuild() -> None:
    """Read everything again and write the whole index anew. People can search meanwhile."""
    from cocreate.search.following import rebuild as all_of_it

    with tqdm(total=100, bar_format="{percentage:3.0f}% |{bar}| {elapsed}") as shown:

        def progress(done: float) -> None:
            shown.update(100 * done - shown.n)

        count = all_of_it(progress)
        progress(1.0)
    click.echo(f"{count} things can be found.")
