"""`cocreate verify`: compute a published decision again, and say line by line what is equal."""

import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import click

PATIENCE = 30  # seconds for an address to answer
ANSWERS = {True: "equal", False: "NOT EQUAL", None: "not told"}


@click.command()
@click.argument("decision")
def verify(decision: str) -> None:
    """Compute a published DECISION again from its open data.

    DECISION is a file (the ZIP that its page offers, or a folder with what was in it), the address of its page, or its
    public id on this installation. Ends with status 1 when anything is not equal.
    """
    from cocreate.selection.record.checking import NotADecision, check

    files = _files_of(decision)
    try:
        lines = check(files)
    except NotADecision as error:
        raise click.ClickException(f"{decision}: {error}.") from error
    width = max(len(answer) for answer in ANSWERS.values())
    for line in lines:
        click.echo(f"{ANSWERS[line.is_equal]:<{width}}  {line.what}{f' ({line.note})' if line.note else ''}")
    unequal = sum(line.is_equal is False for line in lines)
    click.echo(f"\n{len(lines)} lines checked, {unequal} not equal.")
    if unequal:
        sys.exit(1)


def _files_of(decision: str) -> dict[str, str]:
    from cocreate.selection.record.freezing import unpack

    path = Path(decision)
    if path.is_dir():
        return {each.name: each.read_text(encoding="utf-8") for each in sorted(path.iterdir()) if each.is_file()}
    if decision.startswith(("https://", "http://")):
        content = _fetched(decision)
    elif path.is_file():
        content = path.read_bytes()
    else:
        return _stored(decision)
    try:
        return unpack(content)
    except ValueError as error:
        raise click.ClickException(f"{decision}: {error}.") from error


def _fetched(address: str) -> bytes:
    from cocreate.selection.record.freezing import MOST_BYTES

    whole = address if urlsplit(address).path.endswith(".zip") else address.split("?")[0].rstrip("/") + "/data.zip"
    try:
        with urllib.request.urlopen(whole, timeout=PATIENCE) as answer:
            content: bytes = answer.read(MOST_BYTES)
    except (urllib.error.URLError, TimeoutError) as error:
        raise click.ClickException(f"{whole}: {error}.") from error
    return content


def _stored(public_id: str) -> dict[str, str]:
    from cocreate.cli.application import application
    from cocreate.core.db import db
    from cocreate.selection.record.freezing import files_of
    from cocreate.selection.record.queries import find_anywhere

    with application():
        record = find_anywhere(db.session(), public_id)
        if record is None:
            raise click.ClickException(f"There is no file and no published decision {public_id}.")
        return files_of(record)
