"""Real input: found through $CS_DATA; not skipped where CS_REQUIRE_DATA is set."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))
import data


@pytest.fixture(scope="session")
def published() -> Callable[[str], Path]:
    """The folder of a data set; without it the test fails or is skipped, and says so."""

    def find(name: str) -> Path:
        try:
            return data.folder(name)
        except FileNotFoundError as error:
            if os.environ.get("CS_REQUIRE_DATA") == "1":
                pytest.fail(f"CS_REQUIRE_DATA=1, and {error}")
            pytest.skip(f"NOT RUN ON REAL INPUT: {error}")

    return find
