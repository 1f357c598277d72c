"""The planted faults fit the code as it is; whether the suite finds them is asked by `python -m tests.faults`."""

from tests.faults import ROOT, faults, places


def test_every_planted_fault_can_still_be_planted() -> None:
    found = {fault.name: [str(path.relative_to(ROOT)) for path in places(fault)] for fault in faults()}
    assert not {name: where for name, where in found.items() if len(where) != 1}


def test_every_part_of_the_suite_that_should_find_one_is_there() -> None:
    named = {path for fault in faults() for path in fault.asked if not path.startswith("-")}
    assert not sorted(path for path in named if not (ROOT / path.partition("::")[0]).exists())
