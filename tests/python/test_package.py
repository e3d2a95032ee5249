"""The package as a package: examples in docstrings run, the stub fits the binary, names are there."""

import doctest
import importlib
import importlib.metadata
import pkgutil
import subprocess
import sys

import pytest

import customer_success as cs

MODULES = [module.name for module in pkgutil.walk_packages(cs.__path__, "customer_success.")]


@pytest.mark.parametrize(
    "name", ["customer_success", *(name for name in MODULES if not name.endswith("._core"))]
)
def test_examples_in_docstrings_run(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    modules = [importlib.import_module(name) for name in MODULES if not name.endswith("._core")]
    assert sum(len(test.examples) for module in modules for test in finder.find(module)) >= 20


@pytest.mark.parametrize("name", cs.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    assert getattr(cs, name).__doc__


@pytest.mark.parametrize("name", [name for name in cs.kpi.__all__ if callable(getattr(cs.kpi, name))])
def test_every_kpi_function_is_documented_and_takes_keywords(name: str) -> None:
    function = getattr(cs.kpi, name)
    assert len(function.__doc__) > 100
    if name in cs.kpi.formulas.__all__:
        with pytest.raises(TypeError, match="positional"):
            function(1)


def test_completion_offers_what_is_public() -> None:
    assert dir(cs) == sorted(cs.__all__)


def test_the_stub_fits_the_binary() -> None:
    command = [sys.executable, "-m", "mypy.stubtest", "customer_success._core"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


USER = """
from decimal import Decimal
from typing import assert_type

import customer_success as cs

survey = cs.kpi.nps(promoters=50, passives=30, detractors=20)
assert_type(survey, cs.kpi.Nps)
survey.interval(level=0.9)
assert_type(cs.kpi.ltv(arpa=50, monthly_churn=0.05), float)
assert_type(cs.kpi.ltv(arpa=Decimal(50), lifetime_months=20), Decimal)
assert_type(cs.kpi.churn_rate(opening=200, churned=6), float)
"""


def test_the_types_are_those_of_the_values(tmp_path) -> None:
    module = tmp_path / "user.py"
    module.write_text(USER)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(module)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_compiled_part_and_the_files_are_of_one_version() -> None:
    assert cs.__version__ == cs._core.__version__ == importlib.metadata.version("customer-success")


OTHER = """
import sys, types
stand_in = sys.modules["customer_success._core"] = types.ModuleType("customer_success._core")
if len(sys.argv) > 1:
    stand_in.__version__ = sys.argv[1]
try:
    import customer_success
except ImportError as error:
    print(error.name, error)
"""


@pytest.mark.parametrize(("built", "said"), [(["0.0.1"], "0.0.1"), ([], "an older one")])
def test_a_compiled_part_of_another_version_is_refused_at_import(built: list[str], said: str) -> None:
    command = [sys.executable, "-c", OTHER, *built]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == (
        "customer_success._core the Python files of customer_success are of version "
        f"{cs.__version__}, its compiled part is of {said}: build it again with "
        "`maturin develop -m cs-py/Cargo.toml`, or install the package again\n"
    ), done.stderr


def test_says_that_it_is_typed() -> None:
    assert (importlib.resources.files(cs) / "py.typed").is_file()
