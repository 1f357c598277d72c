"""The comparison: BERTopic with all its defaults on the encoder's vectors of the same texts.

It is installed into an environment of its own in a temporary folder; where it cannot be had, the figures published in
ANALYSIS.md stand in (other sets, so the comparison is then a rough one).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from sets import Labelled
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

RUNS = 3
PUBLISHED = (0.412, 0.218)  # mean AMI and ARI over seven sets, ANALYSIS.md 3.1


def bertopic(sets: Mapping[str, list[Labelled]], environment: Path | None) -> dict[str, tuple[float, float, float]]:
    """Mean AMI, ARI and share of answers thrown away as noise, by set; empty where BERTopic cannot be installed.

    What it throws away counts as one more topic. `environment` is a folder with an installation from before.
    """
    from cocreate.analysis.text.vectors import UseEncoder

    with tempfile.TemporaryDirectory() as temporary:
        python = _installed(environment or Path(temporary) / "environment")
        if python is None:
            return {}
        folder = Path(temporary)
        for name, rows in sets.items():
            (folder / f"{name}.json").write_text(json.dumps([row.text for row in rows]), "utf-8")
            np.save(folder / f"{name}.npy", UseEncoder().encode([row.text for row in rows]))
        script = Path(__file__).with_name("bertopic_run.py")
        subprocess.run([python, str(script), str(folder), str(RUNS)], check=True, capture_output=True)
        found = {}
        for name, rows in sets.items():
            truth = [row.topic for row in rows]
            runs = json.loads((folder / f"{name}.topics.json").read_text("utf-8"))
            scores = [
                (adjusted_mutual_info_score(truth, run), adjusted_rand_score(truth, run), run.count(-1) / len(run))
                for run in runs
            ]
            ami, ari, noise = np.mean(scores, axis=0).tolist()
            found[name] = (ami, ari, noise)
    return found


def _installed(environment: Path) -> str | None:
    python = environment / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True, capture_output=True)
        asked = [str(python), "-m", "pip", "install", "--quiet", "bertopic"]
        if subprocess.run(asked, capture_output=True).returncode:
            return None
    return str(python)
