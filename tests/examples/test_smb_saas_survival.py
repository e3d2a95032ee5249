"""Retention of 2,000 subscribers by Kaplan and Meier; the figures are those of lifelines 0.30.3."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import customer_success as cs

# months: survival, lower and upper end of the 95 % log-log interval
LIFELINES = {
    1: (0.9284984678243106, 0.9161684123333101, 0.9390756649010377),
    3: (0.6132535097564267, 0.5906553717689074, 0.6350138153998851),
    6: (0.47778900825170056, 0.45201090534156746, 0.5030845087525042),
    12: (0.24357162416299072, 0.16333330585891798, 0.3325850528680462),
}


def test_the_curve_of_subscribers_is_that_of_another_package(published: Callable[[str], Path]) -> None:
    subscribers = pl.read_csv(published("smb_saas_survival") / "churn.csv")
    km = cs.retention.KaplanMeier().fit(subscribers["months_active"], subscribers["churned"])
    assert (km.accounts, km.events, km.median) == (2_000, 932, 6.0)
    curve = pl.DataFrame(km.curve)
    for month, figures in LIFELINES.items():
        row = curve.row(by_predicate=pl.col("time") == month, named=True)
        found = (row["survival"], row["lower"], row["upper"])
        assert found == pytest.approx(figures, rel=1e-12)
        assert km.survival(month) == row["survival"]
