"""Calls on large tables: the same on any number of threads, and ended by Ctrl-C."""

import signal
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

import customer_success as cs

ROWS = (1 << 18) + 1_000  # a thread has at least 2^18 rows, so that there are up to two
CHANCE = np.random.default_rng(7)
LEDGER = pl.DataFrame(
    {
        "account": CHANCE.integers(0, 30_000, ROWS).astype("u4"),
        "month": CHANCE.integers(0, 24, ROWS).astype("i4"),
        "mrr": CHANCE.integers(0, 3, ROWS) * CHANCE.integers(0, 50_000, ROWS),
        "region": CHANCE.integers(0, 5, ROWS),
    }
)
MONTHS = LEDGER.select(opening=pl.col("mrr") + 1, churned=pl.col("mrr") // 7, region="region")
MONTHS = MONTHS.with_columns(churned=pl.when(pl.col("opening") % 50 == 0).then(None).otherwise("churned"))

LOGINS = {"name": "logins", "input": "logins", "scale": {"linear": {"from": 0, "to": 20}}}
CARD = cs.Scorecard({"kind": "scorecard", "version": 1, "name": "logins", "indicators": [LOGINS]})
CARDS = cs.ScorecardSet(
    {
        "kind": "scorecard_set",
        "version": 1,
        "name": "by region",
        "cards": [
            {"name": "all", "indicators": [LOGINS]},
            {
                "name": "south",
                "extends": "all",
                "bands": [{"name": "low", "at_least": 0}, {"name": "high", "at_least": 50}],
            },
        ],
        "scores": [
            {
                "name": "health",
                "choose": [{"card": "south", "when": {"fact": "region", "at_least": 3}, "reason": "south"}],
                "otherwise": "all",
            }
        ],
    }
)
ACCOUNTS = LEDGER.select("region", account=pl.int_range(pl.len()), logins=pl.col("mrr") % 25)
BY_LOGINS = cs.TouchPolicy.shares("logins", high=0.2, tech=0.8)
AT_LOGINS = cs.TouchPolicy.thresholds("logins", high=5)
NOTICES = [
    cs.Override(cap=30, reason="notice", by="Ana", expires_on="2026-12-31", account=account)
    for account in (0, ROWS // 2, ROWS - 1)
]


@pytest.mark.parametrize(
    "call",
    [
        lambda threads: CARD.score(ACCOUNTS, as_of="2026-10-31", threads=threads),
        lambda threads: CARDS.score(ACCOUNTS, as_of="2026-10-31", threads=threads),
        lambda threads: CARD.score_overridden(ACCOUNTS, NOTICES, as_of="2026-10-31", threads=threads).table,
        lambda threads: cs.revenue.movements(LEDGER, threads=threads),
        lambda threads: cs.revenue.movements(LEDGER, by="region", last=20, threads=threads),
        lambda threads: cs.revenue.cohorts(LEDGER, threads=threads),
        lambda threads: cs.revenue.cohorts(LEDGER, mrr=None, threads=threads),
        lambda threads: cs.revenue.account_movements(LEDGER, threads=threads),
        lambda threads: cs.revenue.retention_between(LEDGER, opening=3, closing=9, threads=threads),
        lambda threads: cs.kpi.table("churn_rate", MONTHS, threads=threads),
        lambda threads: cs.kpi.table("churn_rate", MONTHS, by="region", missing="skip", threads=threads),
    ],
)
def test_the_number_of_threads_changes_no_bit(call: Callable[[int | None], pl.DataFrame]) -> None:
    alone = call(1)
    assert alone.height > 0
    for threads in (2, None):
        assert call(threads).equals(alone)


TAKES_THREADS: list[Callable[..., Any]] = [
    lambda **given: cs.revenue.movements(LEDGER, **given),
    lambda **given: cs.revenue.cohorts(LEDGER, **given),
    lambda **given: cs.revenue.account_movements(LEDGER, **given),
    lambda **given: cs.revenue.conventions(LEDGER, opening=3, closing=9, **given),
    lambda **given: cs.revenue.retention_between(LEDGER, opening=3, closing=9, **given),
    lambda **given: cs.kpi.table("churn_rate", MONTHS, **given),
    lambda **given: CARD.score(ACCOUNTS, as_of="2026-10-31", **given),
    lambda **given: CARD.explain(ACCOUNTS, as_of="2026-10-31", **given),
    lambda **given: CARD.score_overridden(ACCOUNTS, NOTICES, as_of="2026-10-31", **given),
    lambda **given: CARDS.score(ACCOUNTS, as_of="2026-10-31", **given),
    lambda **given: BY_LOGINS.fit(ACCOUNTS, **given),
    lambda **given: AT_LOGINS.apply(ACCOUNTS, **given),
    lambda **given: AT_LOGINS.place(ACCOUNTS, **given),
]


@pytest.mark.parametrize(
    ("threads", "code", "value"),
    [
        (0, "out_of_range", "0"),
        (-1, "out_of_range", "-1"),
        (-(10**30), "out_of_range", str(-(10**30))),
        (10**30, "invalid_argument", str(10**30)),
        pytest.param(10**5_000, "invalid_argument", "a whole number of 16610 bits", id="very long"),
        (True, "type_mismatch", "bool"),
        (np.bool_(True), "type_mismatch", np.bool_.__name__),
        (2.0, "type_mismatch", "float"),
        ("2", "type_mismatch", "str"),
    ],
)
@pytest.mark.parametrize("call", TAKES_THREADS)
def test_what_is_no_number_of_threads_is_refused(call: Callable[..., Any], threads, code, value) -> None:
    with pytest.raises(cs.CustomerSuccessError) as refused:
        call(threads=threads)
    assert (refused.value.code, refused.value.path, refused.value.value) == (code, "threads", value)


def test_whole_numbers_of_numpy_count_threads() -> None:
    alone = CARD.score(ACCOUNTS, as_of="2026-10-31", threads=1)
    for threads in (np.int64(1), np.uint8(2), 2**31):
        assert CARD.score(ACCOUNTS, as_of="2026-10-31", threads=threads).equals(alone)


def zeros(*names: str) -> dict[str, np.ndarray]:
    """So many rows that a call takes long; nobody writes to them, and so they take no memory."""
    return {name: np.zeros(1 << 26, dtype="i4") for name in names}


SHARES = cs.TouchPolicy.shares("seats", high=0.2, tech=0.8)
BY_ID = cs.TouchPolicy.shares("seats", high=0.2, tech=0.8, split_ties_by="id")
OFFICES = [{"csm": f"csm_{at}"} for at in range(200)]


def books() -> Any:
    accounts = {"account": np.arange(1_000_000), "hours": np.ones(1_000_000)}
    return cs.staffing.books(accounts, OFFICES)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize(
    "call",
    [
        lambda threads: CARD.score(zeros("logins"), as_of="2026-10-31", threads=threads),
        lambda threads: CARDS.score(zeros("logins", "region"), as_of="2026-10-31", threads=threads),
        lambda threads: CARD.explain(zeros("logins"), as_of="2026-10-31", long=False, threads=threads),
        lambda threads: SHARES.fit(zeros("seats"), threads=threads),
        lambda threads: BY_ID.fit(zeros("seats", "id"), threads=threads),
        lambda threads: cs.TouchPolicy.thresholds("seats", high=5).apply(zeros("seats"), threads=threads),
        lambda threads: books(),
        lambda threads: cs.revenue.movements(zeros("account", "month", "mrr"), threads=threads),
        lambda threads: cs.revenue.cohorts(zeros("account", "month"), mrr=None, threads=threads),
        lambda threads: cs.kpi.table("retention_rate", zeros("opening", "churned"), threads=threads),
    ],
)
def test_ctrl_c_is_heard_between_parts(call: Callable[[int], Any], threads: int) -> None:
    heard = 0

    def handle(*_: object) -> None:
        # By this process' own clock: the lines around the call take no tick, so the second is heard inside.
        nonlocal heard
        heard += 1
        if heard == 2:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGPROF, handle)
    signal.setitimer(signal.ITIMER_PROF, 5e-3, 5e-3)
    try:
        with pytest.raises(KeyboardInterrupt):
            call(threads)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
