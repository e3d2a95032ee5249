# @generated from Cargo.toml: edit the version there, run `make generate`, commit what changed.
"""The version of the Python files."""

__version__ = "0.1.0"
