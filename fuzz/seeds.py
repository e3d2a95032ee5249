"""Writes what the fuzzer begins with: documents of the vectors, and each card with an account of its file.

python fuzz/seeds.py DIRECTORY
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object inside a value, itself first."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(part)


def write(directory: Path, text: str) -> None:
    """A file named by what is in it."""
    (directory / hashlib.sha256(text.encode()).hexdigest()[:16]).write_text(text)


def main(target: Path) -> None:
    """Fills `documents` and `scores` below the target."""
    for directory in (documents := target / "documents", scores := target / "scores"):
        directory.mkdir(parents=True, exist_ok=True)
    for path in [*ROOT.glob("tests/vectors/*/*.json"), *ROOT.glob("examples/**/*.json")]:
        found = list(objects(json.loads(path.read_text())))
        keys = ("facts", "account")
        accounts = [one[key] for one in found for key in keys if isinstance(one.get(key), dict)]
        kinds = [one for one in found if isinstance(one.get("kind"), str)]
        for at, document in enumerate(kinds):
            text = json.dumps(document)
            write(documents, text)
            if document["kind"] == "scorecard" and accounts:
                write(scores, f"{text}\n{json.dumps(accounts[at % len(accounts)])}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
