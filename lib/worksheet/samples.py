"""The program of one sample, and what it becomes for several: each stage once a sample, and sums over the samples."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from lib.worksheet import names
from lib.worksheet.expression import Expression, quantity, total
from lib.worksheet.quantity import PHASES, Definition

SUM_OVER_SAMPLES = "sum over samples"  # an operation that only a program knows: `unrolled` writes it out


class Stage(NamedTuple):
    """What is written down together: for every sample in turn, or once for all of them."""

    per_sample: bool
    definitions: list[Definition]


def over_samples(summand):
    """Σᵢ of an expression in one sample's quantities."""
    return Expression(SUM_OVER_SAMPLES, summand)


def unrolled(stages, m):
    """The definitions for m samples, in the order in which they are written down.

    Parameters
    ----------
    stages : list of Stage
        With the names that quantities have where there is a single sample.
    m : int
        Number of samples.

    Returns
    -------
    list of Definition
    """
    samples = range(1, m + 1) if m > 1 else [None]
    own = [definition.key for stage in stages if stage.per_sample for definition in stage.definitions]
    of_sample = [{key.name: quantity(names.of_sample(key, i).name) for key in own} for i in samples]
    definitions = []
    for stage in stages:
        if stage.per_sample:
            for i, replacements in zip(samples, of_sample):
                definitions += [_of_sample(definition, i, replacements) for definition in stage.definitions]
        else:
            definitions += [_with_sums(definition, of_sample) for definition in stage.definitions]
    return definitions


def _of_sample(definition, i, replacements):
    expression = definition.expression
    return replace(
        definition,
        key=names.of_sample(definition.key, i),
        expression=None if expression is None else expression.substitute(replacements),
    )


def _with_sums(definition, of_sample):
    expression = definition.expression
    return definition if expression is None else replace(definition, expression=_summed(expression, of_sample))


def _summed(expression, of_sample):
    """The expression with a summand for each sample."""
    if expression.operation == SUM_OVER_SAMPLES:
        (summand,) = expression.arguments
        return total([summand.substitute(replacements) for replacements in of_sample])
    if not expression.operands:
        return expression
    return Expression(expression.operation, *(_summed(operand, of_sample) for operand in expression.operands))


def until(stages, phase):
    """The part of a program up to and with a phase, with those given quantities that are still used."""
    last = PHASES.index(phase)
    definitions = [definition for stage in stages for definition in stage.definitions]
    kept = [each for each in definitions if each.expression is not None and PHASES.index(each.phase) <= last]
    used = {each.name for each in kept}.union(*(each.expression.depends_on() for each in kept))
    return [Stage(per_sample, [each for each in own if each.name in used]) for per_sample, own in stages]
