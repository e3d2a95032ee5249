"""The compiled part and the Python files belong together: compared once, at import."""

from __future__ import annotations

from . import _core
from .version import __version__ as __version__


def check(built: str | None) -> None:
    """Refuses a compiled part of another version, or of one from before versions were compared.

    Raises:
        ImportError: with both versions and how to build the compiled part again.
    """
    if built != __version__:
        raise ImportError(
            f"the Python files of customer_success are of version {__version__}, its compiled part is of "
            f"{built or 'an older one'}: build it again with `maturin develop -m cs-py/Cargo.toml`, "
            "or install the package again",
            name=_core.__name__,
            path=getattr(_core, "__file__", None),
        )


check(getattr(_core, "__version__", None))
