"""Threads, forked processes, and the few libraries that the demo installs."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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
