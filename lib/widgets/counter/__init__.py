"""The multiplication counter: what the ways to a gradient cost, for any network."""

from lib.widgets.counter.counter import MultiplicationCounter

__all__ = ["MultiplicationCounter"]
