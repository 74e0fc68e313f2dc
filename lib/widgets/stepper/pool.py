"""Quantities as the page gets them: each distinct one written down once, for one sample."""

import json

from lib.typesetting.mathml import latex_to_mathml
from lib.worksheet import names
from lib.worksheet.expression import quantity
from lib.worksheet.printing import to_template
from lib.worksheet.samples import unrolled

# Kind of a given quantity -> what it is grouped under, where the reader chooses a number to change.
GROUPS = {
    "input": "inputs",
    "target": "targets",
    "weight": "weights of layer {}",
    "bias": "biases of layer {}",
    "learning rate": "learning rate",
}

# Kind of a quantity that gathers what flows to it -> kinds of what stands on the edges along which it flows.
CARRIERS = {
    "weighted sum": ["weight"],
    "error": ["weight"],
    "adjoint": ["local derivative"],
    "derivative": ["slope"],
}


class Pool:
    """Quantities without their values; programs are lists of places in it.

    The z of one unit is computed like that of the next, only from other quantities. So the expressions are kept as
    shapes, whose names are numbers, and each quantity has a shape and the names to put in. What differs from sample to
    sample is what a quantity is called: it is kept beside it, for each sample.

    Parameters
    ----------
    samples : int
        Number of samples that can be shown together; 1 where one is shown at a time.
    equations : dict of str to str
        Label of a quantity's equation -> the label that the page shall link in its place.
    """

    def __init__(self, samples=1, equations=None):
        self.samples, self.equations = samples, equations or {}
        self.shapes, self._keys = [], {}
        self.entries = []
        self._places = {}

    def add(self, stages, together=()):
        """A program as plain data.

        Parameters
        ----------
        stages : list of Stage
            For a single sample.
        together : list of Stage
            The same for all samples together, where they can be shown so.

        Returns
        -------
        list
            For each stage whether it is done for every sample, and its places as runs: [0 or 1, first place, length, …].
        """
        alone = {definition.name: definition for definition in unrolled(stages, 1)}
        summed = {definition.name: definition for definition in unrolled(together, self.samples)}
        self._keys = {name: definition.key for name, definition in (alone | summed).items()}
        return [
            [int(per_sample), *_runs(self._place(alone[each.name], per_sample, summed) for each in definitions)]
            for per_sample, definitions in stages
        ]

    def to_dict(self):
        """Plain data for ``pool.js``."""
        attributes = {key: None for entry in self.entries for key in entry}
        return {"shapes": self.shapes} | {key: [entry.get(key) for entry in self.entries] for key in attributes}

    def used(self, names):
        """Of names by an equation's label, those of the equations that the quantities come from."""
        labels = {entry["equation"] for entry in self.entries}
        return {label: name for label, name in names.items() if label in labels}

    def _place(self, definition, per_sample, summed):
        entry = self._entry(definition, per_sample)
        if definition.expression is not None:
            entry |= self._formula(definition, {} if per_sample else summed)
        identity = json.dumps(entry)
        if identity not in self._places:
            self._places[identity] = len(self.entries)
            self.entries.append(entry)
        return self._places[identity]

    def _entry(self, definition, per_sample):
        key = definition.key
        entry = {
            "name": key.name,
            "phase": definition.phase,
            "line": definition.line,
            "equation": self.equations.get(definition.equation, definition.equation),
            "words": key.words,
            "text": key.text,
            "symbol": latex_to_mathml(key.symbol, inner=True),
        }
        if definition.expression is not None:
            entry |= {
                "layer": key.layer,
                "unit": key.of.source or 0 if key.of else key.unit,
            }  # 0 for all biases of a layer
        else:
            entry["group"] = GROUPS.get(key.kind, "given").format(key.layer)
        if per_sample and self.samples > 1:
            entry["of"] = [_named(names.of_sample(key, i)) for i in range(1, self.samples + 1)]
        return entry

    def _formula(self, definition, summed):
        """The shape of its expression, and the names in it; of a sum over samples also the shape of the whole sum.

        Of what flows along edges, also the edge of each summand, and the valve: the slope that all of it has to pass.
        """
        expression = definition.expression
        used = expression.depends_on()
        formula = {"shape": self._shape(expression), "names": " ".join(used)}
        if definition.key.kind in CARRIERS:
            formula["edges"] = " ".join(name for name in used if self._keys[name].kind in CARRIERS[definition.key.kind])
        if definition.key.kind == "error":
            formula["valve"] = next((name for name in used if self._keys[name].kind == "slope"), None)
        if definition.name in summed and summed[definition.name].expression.to_json() != expression.to_json():
            formula["sum"] = self._shape(summed[definition.name].expression)
        return formula

    def _shape(self, expression):
        """The place among the shapes of an expression and its template, both with numbers for the names."""
        numbers = {name: str(i) for i, name in enumerate(expression.depends_on())}
        numbered = expression.substitute({name: quantity(number) for name, number in numbers.items()})
        symbols = {number: self._keys[name].symbol for name, number in numbers.items()}
        shape = [numbered.to_json(), to_template(numbered, symbols)]
        if shape not in self.shapes:
            self.shapes.append(shape)
        return self.shapes.index(shape)


def names_in(pool, given_only=False):
    """All names that the page knows, those among several samples too, of a pool's `Pool.to_dict`."""
    count = len(pool["name"])
    names = set()
    for name, shape, of in zip(pool["name"], pool["shape"], pool.get("of", [None] * count)):
        if shape is None or not given_only:
            names |= {name, *(sample[0] for sample in of or ())}
    return names


def _named(key):
    return [key.name, key.text, latex_to_mathml(key.symbol, inner=True), key.words]


def _runs(places):
    """Places in order, as runs: first place, length, first place, length, …"""
    runs = []
    for place in places:
        if runs and place == sum(runs[-2:]):
            runs[-1] += 1
        else:
            runs += [place, 1]
    return runs
