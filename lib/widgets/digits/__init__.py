"""The digit reader: a network that reads what is drawn."""

from lib.widgets.digits.reader import DigitReader

__all__ = ["DigitReader"]
