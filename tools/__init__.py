"""The commands behind the Makefile. They need nothing but Python's standard library."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
