"""``python -m customer_success``: the command, where no script of its own is on the path."""

from .cli import main

if __name__ == "__main__":
    main("python -m customer_success")
