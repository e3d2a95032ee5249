"""Where the published data sets of the examples are: $CS_DATA, or ../shared/data beside this project."""

import os
from pathlib import Path

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"


def folder(name: str) -> Path:
    """The folder of one data set. Raises FileNotFoundError with what to do when it is not there."""
    root = Path(os.environ.get("CS_DATA") or DEFAULT)
    if not (root / name).is_dir():
        raise FileNotFoundError(f"no data set {name!r} in {root}; set CS_DATA to the folder that holds it")
    return root / name
