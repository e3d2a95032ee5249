"""Threads, forked processes, signals, other interpreters, and the few libraries that the demo installs."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from tables import AS_OF, CARD, KINDS, ROWS, to_lists

import customer_success as cs

SAMPLE = Path(__file__).parents[2] / "examples" / "sample_portfolio"


def test_threads_may_share_a_card() -> None:
    expected = [to_lists(CARD.score(kind(), as_of=AS_OF)) for kind in KINDS[:4]]

    def scored(at: int) -> object:
        return to_lists(CARD.score(KINDS[at % 4](), as_of=AS_OF))

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(scored, range(64)))
    for at, own in enumerate(found):
        assert repr(own) == repr(expected[at % 4])


def test_a_forked_process_scores() -> None:
    before = CARD.score(ROWS, as_of=AS_OF)
    child = os.fork()
    if child == 0:
        os._exit(0 if CARD.score(ROWS, as_of=AS_OF) == before else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def nps_of_a_thousand_million() -> Callable[[], object]:
    answers = np.zeros(1 << 30, dtype="u1")  # nobody writes to it, so it takes no memory
    return lambda: cs.kpi.nps_from_answers(answers)


def tiers_of_many_blocks() -> Callable[[], object]:
    seats = pa.array(np.zeros(1 << 22), pa.float64())
    policy = cs.TouchPolicy.thresholds("seats", high=5)
    table = pa.table({"seats": pa.chunked_array([seats] * 64)})
    return lambda: policy.place(table)


@pytest.mark.parametrize("prepared", [nps_of_a_thousand_million, tiers_of_many_blocks])
def test_ctrl_c_is_heard_between_blocks(prepared: Callable[[], Callable[[], object]]) -> None:
    call, heard = prepared(), 0

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
            call()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def test_the_zone_of_the_host_moves_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    # In Santiago the first of these days begins at one o'clock.
    moments = [datetime.combine(date(2026, *day), datetime.min.time()) for day in ((9, 6), (10, 31))]
    ledger = {"account": ["a", "a"], "month": moments, "mrr": [1, 2]}
    found = []
    for zone in ("UTC", "America/Santiago", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        found.append(repr((CARD.score(ROWS, as_of=AS_OF), cs.revenue.movements(ledger))))
    monkeypatch.undo()
    time.tzset()
    assert len(set(found)) == 1
    assert "datetime.date(2026, 10, 1)" in found[0]


def run(code: str) -> None:
    """Runs a program that must end well and say nothing."""
    command = [sys.executable, "-X", "faulthandler", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_one_interpreter_of_a_process_is_served() -> None:
    run("""
import customer_success as cs
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
other = interpreters.create()
said = interpreters.run_string(other, '''
try:
    import customer_success
    raise SystemExit("not refused")
except ImportError as error:
    assert "interpreter" in str(error), error
''')
assert said is None, said
interpreters.destroy(other)
try:
    cs.kpi.churn_rate(opening=0, churned=0)
except cs.UndefinedError as error:
    assert error.code == "zero_denominator"
""")


def test_a_process_ends_while_threads_score() -> None:
    run("""
import threading
import time
import customer_success as cs

card = cs.Scorecard({"kind": "scorecard", "version": 1, "name": "x", "indicators": [
    {"name": "x", "input": "x", "scale": {"linear": {"from": 0, "to": 1}}}]})
data, scored = {"x": [0.5] * 100_000}, []

def work():
    while True:
        scored.append(len(card.score(data, as_of="2026-10-31")))

for _ in range(4):
    threading.Thread(target=work, daemon=True).start()
while not scored:
    time.sleep(0.01)
""")


def test_a_review_needs_neither_numpy_nor_pandas_nor_pyarrow() -> None:
    words = ["customer-success", "review", str(SAMPLE / "accounts.csv"), "--as-of", "2026-10-31", "--json"]
    code = f"""
import sys
sys.modules.update(dict.fromkeys(["numpy", "pandas", "pyarrow", "duckdb"]))
sys.argv = {words!r}
from customer_success.cli import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '"kpi": "nps"' in done.stdout


def test_the_version_is_that_of_the_package() -> None:
    from importlib.metadata import version

    done = subprocess.run(
        [sys.executable, "-c", "from customer_success.cli import main; main()", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip().endswith(version("customer-success"))
    assert cs.__name__ == "customer_success"
