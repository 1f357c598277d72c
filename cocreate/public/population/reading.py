"""A table of shares as people paste it: a category and a percentage a line. Pure."""

import re
from collections.abc import Mapping

from cocreate.errors import Invalid

_LINE = re.compile(r"^(?P<name>.+?)[\s]*[;,\t:][\s]*(?P<share>\d{1,3}(?:[.,]\d+)?)\s*%?$")


def read_shares(text: str, names: Mapping[str, str]) -> dict[str, float]:
    """Category -> percent. `names` says which category a word means, in small letters. A heading is passed over.

    >>> read_shares("Group;Share\\nBusinesses; 25,5 %", {"businesses": "business", "research": "research"})
    {'business': 25.5}

    Raises Invalid with the number of the line that cannot be read.
    """
    found: dict[str, float] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        read = _LINE.match(line.strip())
        category = names.get(read["name"].strip().strip('"').lower()) if read else None
        if read is None and number == 1:
            continue
        if read is None or category is None:
            raise Invalid("public.population.line", line=number, said=line.strip()[:60])
        found[category] = float(read["share"].replace(",", "."))
    return found
