"""What is raised: a stable code, the place, the value, and one sentence for people."""

from __future__ import annotations


class CustomerSuccessError(ValueError):
    """Raised for every input that is refused and every value that does not exist.

    Attributes:
        code: stable snake_case code, the same in Rust, Python and C, such as ``"missing_column"``.
        path: place in a document or the argument's name, such as ``"indicators[2].scale"``.
        column: the column's name.
        row: the row, counted from 0.
        value: the offending value as text, cut to 64 characters.

    >>> import customer_success as cs
    >>> try:
    ...     cs.kpi.churn_rate(opening=200, churned=201)
    ... except cs.CustomerSuccessError as error:
    ...     print(error.code)
    inconsistent
    """

    def __init__(
        self,
        message: str,
        code: str = "invalid_argument",
        path: str | None = None,
        column: str | None = None,
        row: int | None = None,
        value: str | None = None,
    ) -> None:
        """Keeps the sentence and the parts it was made of."""
        super().__init__(message)
        self.code = code
        self.path = path
        self.column = column
        self.row = row
        self.value = value

    def __reduce__(self) -> tuple[type[CustomerSuccessError], tuple[object, ...]]:
        """Pickles by value, so that an error crosses processes whole."""
        return type(self), (str(self), self.code, self.path, self.column, self.row, self.value)


class UndefinedError(CustomerSuccessError):
    """Raised where a value does not exist, such as a churn rate without opening customers.

    >>> import customer_success as cs
    >>> try:
    ...     cs.kpi.churn_rate(opening=0, churned=0)
    ... except cs.UndefinedError as error:
    ...     print(error.code)
    zero_denominator
    """
