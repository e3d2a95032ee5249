"""Every code block of the README and the guides is run, in the language that its fence names.

Python blocks of a page run one after the other in one namespace; C blocks are whole programs; Rust blocks
run as documentation tests of cs-core; JSON blocks with a `kind` are read by the package; shell lines run
where that is safe, else they stand in `NOT_RUN`. A fence in any other language is an error.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guides").glob("*.md"))]
FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KNOWN = {"python", "c", "rust", "json", "sh", "text", "make", "cmake", "php"}
# what needs a network, minutes, or the reader's own machine
NOT_RUN = ("git clone", "cd ", "cargo add", "pip install", "make ", "cargo install", "sudo ")


@dataclass(frozen=True)
class Block:
    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks() -> list[Block]:
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for fence in FENCE.finditer(text):
            language = re.split(r"[\s,]", fence[1].strip())[0]
            found.append(Block(page, text.count("\n", 0, fence.start()) + 1, language, fence[2]))
    return found


BLOCKS = blocks()


def of(*languages: str) -> pytest.MarkDecorator:
    chosen = [block for block in BLOCKS if block.language in languages]
    return pytest.mark.parametrize("block", chosen, ids=str)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder to run in, from which the examples are seen and nothing else can be overwritten."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    return tmp_path


def test_every_fence_names_a_language_that_is_checked() -> None:
    assert [str(block) for block in BLOCKS if block.language not in KNOWN] == []


def test_the_readme_shows_all_three_languages() -> None:
    shown = {block.language for block in BLOCKS if block.page.name == "README.md"}
    assert shown >= {"python", "c", "rust"}


def test_pages_with_rust_are_documentation_tests_of_core() -> None:
    front_page = (ROOT / "cs-core" / "src" / "lib.rs").read_text(encoding="utf-8")
    for page in {block.page for block in BLOCKS if block.language == "rust"}:
        assert f'include_str!("../../{page.relative_to(ROOT)}")' in front_page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_runs(page: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    namespace: dict[str, Any] = {"__name__": "documentation"}
    for block in BLOCKS:
        if (block.page, block.language) == (page, "python"):
            # line numbers of a failure are those of the page
            exec(compile("\n" * block.line + block.text, str(page), "exec"), namespace)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The C library as its users get it, installed under a prefix of its own."""
    prefix = tmp_path_factory.mktemp("prefix")
    install = [ROOT / "tools" / "install-c.sh", prefix]
    subprocess.run(install, cwd=ROOT, env=os.environ | {"PROFILE": "dev"}, check=True)
    return prefix


@of("c")
def test_c_compiles_without_a_warning_and_runs(block: Block, desk: Path, installed: Path) -> None:
    (desk / "program.c").write_text(block.text, encoding="utf-8")
    strict = "-std=c99 -Wall -Wextra -Wpedantic -Werror".split()
    where = [f"-I{installed / 'include'}", f"-L{installed / 'lib'}", f"-Wl,-rpath,{installed / 'lib'}"]
    subprocess.run(
        ["cc", *strict, *where, "program.c", "-lcustomer_success", "-o", "program"], cwd=desk, check=True
    )
    subprocess.run(["./program"], cwd=desk, check=True)


@of("json")
def test_documents_are_valid(block: Block) -> None:
    import customer_success as cs

    readers = {
        "scorecard": cs.Scorecard,
        "staffing": cs.staffing.Assumptions,
        "touch_policy": cs.TouchPolicy,
    }
    document = json.loads(block.text)
    if "kind" in document:
        readers[document["kind"]](document)


@of("sh")
def test_shell_lines_run(block: Block, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in block.text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["make"]:
            for target in words[1:]:
                assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"no `make {target}`"
        elif words and not line.startswith(NOT_RUN):
            subprocess.run(["bash", "-ec", line], cwd=desk, check=True)
