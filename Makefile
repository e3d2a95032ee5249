# One word per job; CI calls exactly these. Needs Rust, Python 3.11 or newer, make and a C compiler;
# the rest comes with requirements/ (into .venv) and tools/need.sh (Debian packages).

PYTHON ?= python3
JOBS ?= 2
PY := .venv/bin/python
STEP := tools/step.sh

# Cargo and maturin must see the same interpreter, or each would build pyo3 again for itself.
export PYTHON
export PYO3_PYTHON := $(CURDIR)/$(PY)
export VIRTUAL_ENV := $(CURDIR)/.venv
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export CARGO_BUILD_JOBS := $(JOBS)

.PHONY: help demo check generate test bench docs deep extension fast clean

help:
	@echo "make demo      review the sample portfolio"
	@echo "make check     formats, lints, types, generated files, docs, spelling, links, dependencies"
	@echo "make test      tests in Rust, Python and C, examples, documentation"
	@echo "make generate  rewrite wrappers, headers, schemas and reference pages"
	@echo "make docs      API documentation into target/doc"
	@echo "make bench     ten million rows of every kind beside numpy, polars, DuckDB (many minutes)"
	@echo "make deep      miri, sanitizers, fuzzing, licences (long)"

# A stamp per list of requirements, so that pip runs only when the list changed.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@tools/need.sh python3-venv
	$(PYTHON) -m venv .venv
.venv/demo .venv/dev: .venv/%: requirements/%.txt requirements/demo.txt | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# Tests and demo share the dev profile; only `bench` builds for speed.
extension: .venv/demo
	@$(STEP) "python package" maturin develop --quiet -m cs-py/Cargo.toml

SAMPLE := examples/sample_portfolio
demo: extension
	customer-success review $(SAMPLE)/accounts.csv --policy $(SAMPLE)/policy.json --as-of 2026-10-31 --out-dir out/demo
	@echo "The results are in out/demo:" && ls out/demo

# The crates that Rust programs use; the C library is documented in its header, the Python module in its stubs.
RUST_API := -p cs-core -p cs-arrow --all-features

check: .venv/dev
	@$(STEP) "format" cargo fmt --all --check
	@$(STEP) "lints" cargo clippy --quiet --workspace --all-targets -- -D warnings
	@$(STEP) "generated files" cargo run --quiet -p xtask -- generate --check
	@$(STEP) "parity" cargo run --quiet -p xtask -- parity
	@$(STEP) "vectors and oracle" tools/oracle.sh
	@RUSTDOCFLAGS="-D warnings" $(STEP) "rust documentation" cargo doc --quiet --no-deps $(RUST_API)
	@$(STEP) "python lints" ruff check
	@$(STEP) "python types" mypy
	@$(STEP) "spelling" codespell
	@$(STEP) "links" $(PY) tools/links.py
	@$(STEP) "dependencies of core" tools/crates.sh

test: .venv/dev
	@tools/need.sh g++ pkg-config cmake valgrind
	@$(STEP) "rust tests" cargo test --quiet --workspace
	@$(MAKE) --no-print-directory extension
	@$(STEP) "python tests" $(PY) -m pytest -q -rs tests/python
	@$(STEP) "parity tests" $(PY) -m pytest -q -rs tests/parity
	@$(STEP) "example tests" $(PY) -m pytest -q -rs tests/examples
	@$(STEP) "documentation tests" $(PY) -m pytest -q -rs tests/docs
	@$(STEP) "c tests" tests/c/run

generate: .venv/dev
	cargo run --quiet -p xtask -- generate

docs: .venv/dev
	cargo doc --quiet --no-deps $(RUST_API)
	@echo "Open $${CARGO_TARGET_DIR:-target}/doc/cs_core/index.html"

fast: .venv/dev
	@$(STEP) "python package for speed" maturin develop --quiet --release -m cs-py/Cargo.toml

bench: fast
	for work in w1 explain w2 w3 w4 w8 books; do $(PY) benches/$$work.py || exit 1; done
	cargo run --quiet --release -p cs-core --features parallel --example w1

deep: fast
	tools/deep.sh

clean:
	rm -rf .venv out
	cargo clean
