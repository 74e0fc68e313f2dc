"""The stepper: a training step, one quantity at a time."""

from lib.widgets.stepper.step_through import StepThrough

__all__ = ["StepThrough"]
