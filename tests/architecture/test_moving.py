"""Every table is either moved with its process or named with the reason why it stays: nothing is left in silence."""

from sqlalchemy import Column, Integer, MetaData, Table

import cocreate.app  # noqa: F401  every stage makes its tables known on import
from cocreate.core.db import Base
from cocreate.ops.moving.pointers import ACTORS, POINTERS
from cocreate.ops.moving.tables import GIVEN, KNOWN_BY, STAYS, target_of, whole_map

WHAT_TO_DO = """
Whoever adds a table decides whether it moves with a process (`cocreate process export`, docs/moving.md). Do one:
 - it belongs to one process: give it a foreign key that is never empty to `process`, or to a table that has one;
 - it belongs to the installation: add it to STAYS in cocreate/ops/moving/tables.py, with the reason.
"""
# Columns of moved tables that open something, and why they may travel: (table, column) -> reason.
KEYS_THAT_TRAVEL = {
    ("camp", "join_code_hash"): "the code is in the row beside it; people were told it",
    ("invitation", "token_hash"): "a hash; the link in the letter opens it wherever the process is",
    ("moderation_decision", "hash_before"): "tells that words were these or others; made with a key that stays here",
    ("moderation_decision", "hash_after"): "the same",
    ("seat", "token_hash"): "a hash; a seat is kept by the link that its person has",
    ("submission", "form_hash"): "a hash that tells the same form sent twice",
    ("submission", "receipt_hash"): "a hash; the receipt code of its person goes on working",
    ("upload", "form_hash"): "a hash that tells whose form it came with",
}
# Hashes of content, which open nothing, and the marks by which a form sent twice is known.
NO_KEYS = {"hash", "previous_hash", "value_hash", "text_hash", "decision_hash", "form_token", "sha256", "digest"}
MARKS = ("token", "secret", "hash", "password", "api_key", "private_key")


def moved() -> list[Table]:
    return [place.table for place in whole_map().places.values()]


def test_every_table_is_moved_or_named() -> None:
    assert not whole_map().lost, f"{', '.join(whole_map().lost)}: does it move with a process?{WHAT_TO_DO}"


def test_what_is_named_exists_and_says_why() -> None:
    known = Base.metadata.tables
    assert set(STAYS) | set(KNOWN_BY) <= set(known), "a table that is gone is still named in tables.py"
    assert all(len(reason.split()) > 4 for reason in STAYS.values())
    assert not set(STAYS) & set(KNOWN_BY)
    columns = [*POINTERS, *GIVEN, *((table, name) for table, *names in ACTORS for name in names)]
    gone = [f"{table}.{column}" for table, column in columns if column not in known[table].columns]
    assert not gone, f"{gone}: gone, but still named in cocreate/ops/moving"


def test_columns_that_lead_to_what_stays_may_be_empty() -> None:
    stuck = [
        f"{table.name}.{column.name}"
        for table in moved()
        for column in table.columns
        if column.foreign_keys and target_of(column).table.name in STAYS and not column.nullable
    ]
    assert not stuck, f"{stuck}: leads to a table that stays, so it arrives empty and must be nullable"


def test_numbers_that_look_like_keys_are_followed() -> None:
    """A column such as `question_id` without a foreign key would keep the number of the other installation."""
    loose = [
        f"{table.name}.{column.name}"
        for table in moved()
        for column in table.columns
        if isinstance(column.type, Integer) and column.name.endswith("_id") and not column.foreign_keys
        if (table.name, column.name) not in {*POINTERS, *GIVEN}
    ]
    assert not loose, f"{loose}: give it a foreign key, or say in cocreate/ops/moving/pointers.py what it points to"


def test_rows_of_one_table_that_lead_to_each_other_can_be_filled_in_afterwards() -> None:
    own = [(table, c) for table in moved() for c in table.columns if c.foreign_keys and target_of(c).table is table]
    assert own, "the scan has lost its way"
    stuck = [f"{table.name}.{c.name}" for table, c in own if not c.nullable or len(table.primary_key.columns) != 1]
    assert not stuck, f"{stuck}: a row may come before the one it leads to, so the column must be nullable"


def test_no_key_to_something_travels_unnoticed() -> None:
    """Tokens of machines, secrets of webhooks: a file that is handed on opens nothing, unless somebody said why."""
    found = {
        (table.name, column.name)
        for table in moved()
        for column in table.columns
        if any(mark in column.name for mark in MARKS) and column.name not in NO_KEYS
    }
    new = found - set(KEYS_THAT_TRAVEL)
    assert not new, (
        f"{sorted(new)}: this opens something. If it may be in a file with a whole process, say why in "
        "KEYS_THAT_TRAVEL (tests/architecture/test_moving.py); if not, add its table to STAYS in "
        "cocreate/ops/moving/tables.py."
    )
    assert set(KEYS_THAT_TRAVEL) <= found, "named here, but gone"


def test_rows_are_ordered_by_keys_that_are_the_same_everywhere() -> None:
    """The hash goes by the order of keys; an account's number is another one in another installation."""
    odd = [
        f"{table.name}.{column.name}"
        for table in moved()
        for column in table.primary_key.columns
        if column.foreign_keys and target_of(column).table.name in KNOWN_BY
    ]
    assert not odd, f"{odd}: give the table a number of its own as its key"


def test_a_table_that_nobody_placed_is_found() -> None:
    """The scan itself: without a way to `process`, a table is reported."""
    metadata = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(metadata)
    Table("weather", metadata, Column("id", Integer, primary_key=True))
    assert "weather" in whole_map(metadata).lost
