"""What Leat's Python tasks and notebooks run in."""

__version__ = "0.1.0"
