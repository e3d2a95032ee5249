"""Every KPI against fractions on drawn inputs; `tools/deep.sh` does the same on a million cases a formula."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import exactness


@pytest.mark.parametrize("kpi", exactness.DEFINITIONS)
def test_values_are_exact(kpi: str) -> None:
    values, differences = exactness.compare(kpi, exactness.DEFINITIONS[kpi], 400, "test")
    assert differences == 0
    assert values > 100, "many cases have a value"
