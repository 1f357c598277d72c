"""How time and memory grow with the number of answers, on one core, with the vectors already known.

The answers are real ones made many: each is a real text with every tenth word left out, and its vector that of the real
text moved a little, so that no two are alike (the statements of a long text take the same vector). Seconds are those of
the processor, which other work on the machine hardly changes; each size runs in a process of its own, so that its
memory is its own.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from sets import SETS, Labelled

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
LONGEST = 400  # characters of a text that is made many


def enlarged(data: Path, count: int) -> tuple[list[Labelled], dict[str, bytes]]:
    """So many texts like real ones, and the encoder's cache that knows them all."""
    from cocreate.analysis.text.statements import split
    from cocreate.analysis.text.vectors import UseEncoder, text_key

    real = [row for read in SETS.values() for row in read(data) if len(row.text) <= LONGEST]
    random.Random(1).shuffle(real)
    encoder = UseEncoder()
    known = encoder.encode([row.text for row in real[:count]])
    draw, noise = random.Random(2), np.random.default_rng(2)
    rows, cache = [], {}
    for number in range(count):
        row = real[number % len(known)]
        words = [word for word in row.text.split() if draw.random() > 0.1]
        text = " ".join([*words, f"({number})"])
        moved = known[number % len(known)] + noise.normal(scale=0.02, size=known.shape[1])
        for part in (text, *(text[s.start : s.stop] for s in split(text, row.language))):
            cache[f"{encoder.name}:{text_key(part)}"] = (moved / np.linalg.norm(moved)).astype("<f2").tobytes()
        rows.append(Labelled(text, row.language, row.topic))
    return rows, cache


def one_size(data: Path, count: int) -> None:
    """Measure one size and print it: answers, processor seconds, seconds by the clock, peak memory, themes."""
    from cocreate.analysis.report import TextInput, analyse_texts
    from cocreate.analysis.text.vectors import UseEncoder

    rows, cache = enlarged(data, count)
    texts = [TextInput(str(i), row.text, row.language) for i, row in enumerate(rows)]
    analyse_texts(texts[:100], seed=1, encoder=UseEncoder(cache))  # loads what is loaded once a process
    cpu, clock = time.process_time(), time.perf_counter()
    report = analyse_texts(texts, seed=1, encoder=UseEncoder(cache))
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{count:>8} {cpu:>12.2f} {clock:>12.2f} {peak:>10.2f} {len(report.themes):>7}", flush=True)


def print_times(data: Path, sizes: tuple[int, ...] = (600, *SIZES)) -> None:
    """Measure all sizes, each in its own process, and print the exponent of the cost from 1,000 on."""
    print(" answers  processor s      clock s   peak GiB  themes")
    measured = []
    for size in sizes:
        said = subprocess.run(
            [sys.executable, __file__, str(data), str(size)],
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        print(said, end="", flush=True)
        measured.append((size, float(said.split()[1])))
    large = [(size, seconds) for size, seconds in measured if size >= SIZES[0]]
    if len(large) > 1:
        exponent = np.polyfit(*np.log(np.array(large)).T, 1)[0]
        print(f"cost grows as the number of answers to the power {exponent:.2f} ({large[0][0]} to {large[-1][0]})")


if __name__ == "__main__":
    one_size(Path(sys.argv[1]), int(sys.argv[2]))
