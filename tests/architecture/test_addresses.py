"""No address vanishes: a link in somebody's mail or bookmark still leads somewhere after an update.

New addresses are added to addresses.txt with

    python -m tests.architecture.test_addresses

An address that must go is taken out of that file by hand, in a commit that says where it leads instead.
"""

import re
import tempfile
from pathlib import Path

from flask import Flask

KNOWN = Path(__file__).with_name("addresses.txt")


def addresses(app: Flask) -> set[str]:
    """One line per endpoint and rule, with the methods that people use."""
    return {
        f"{rule.endpoint} {rule.rule} {','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))}"
        for rule in app.url_map.iter_rules()
    }


def test_no_address_has_vanished(app: Flask) -> None:
    gone = set(KNOWN.read_text().splitlines()) - addresses(app)
    assert not gone, "these are gone, or answer to fewer methods:\n" + "\n".join(sorted(gone))


def test_every_address_is_on_record(app: Flask) -> None:
    new = addresses(app) - set(KNOWN.read_text().splitlines())
    assert not new, "run `python -m tests.architecture.test_addresses` and commit:\n" + "\n".join(sorted(new))


def test_no_two_endpoints_answer_at_the_same_place(app: Flask) -> None:
    seen: dict[tuple[str, str], str] = {}
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            shape = re.sub(r"<[^>]+>", "<>", rule.rule)
            assert (shape, method) not in seen, f"{rule.endpoint} and {seen[shape, method]}"
            seen[shape, method] = rule.endpoint


if __name__ == "__main__":
    from cocreate.app import create_app
    from cocreate.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        made = create_app(Settings(data_dir=Path(folder), testing=True, jobs="inline", secret_key="addresses"))
        known = set(KNOWN.read_text().splitlines()) if KNOWN.exists() else set()
        KNOWN.write_text("\n".join(sorted(known | addresses(made))) + "\n")
