"""BERTopic with its defaults on given texts and vectors: run by the Python of an environment of its own, never ours.

    python bertopic_run.py FOLDER RUNS

reads NAME.json (texts) and NAME.npy (vectors) in FOLDER and writes NAME.topics.json: a list of topic numbers a run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from bertopic import BERTopic

if __name__ == "__main__":
    folder, runs = Path(sys.argv[1]), int(sys.argv[2])
    for path in sorted(folder.glob("*.npy")):
        texts = json.loads(path.with_suffix(".json").read_text("utf-8"))
        vectors = np.load(path)
        topics = [[int(t) for t in BERTopic().fit_transform(texts, embeddings=vectors)[0]] for _ in range(runs)]
        path.with_suffix(".topics.json").write_text(json.dumps(topics), "utf-8")
