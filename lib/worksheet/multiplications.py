"""The counts of multiplications written out: each as a formula of the layers' sizes and of the counts before it."""

import sys

from lib import checks
from lib.counting import RULES, all_counts
from lib.worksheet.expression import quantity
from lib.worksheet.key import Key
from lib.worksheet.names import lowered
from lib.worksheet.quantity import Definition

WORDS = {
    "P": "weights and biases",
    "F": "forward pass",
    "R": "backward pass",
    "G": "backpropagation",
    "D": "finite differences",
    "Q": "path by path",
}
EQUATIONS = {
    "P": "finitedifferencecounteq",
    "F": "forwardcounteq",
    "R": "backwardcounteq",
    "G": "backpropcounteq",
    "D": "finitedifferencecounteq",
    "Q": "pathcounteq",
}


def write_counts(sizes):
    """Definitions and given values for `Worksheet.from_sizes`."""
    sizes = checks.layer_sizes("sizes", sizes)
    if max(all_counts(sizes).values()) > sys.float_info.max:
        raise checks.expected("sizes", "counts that a float can hold", checks.shortened(sizes))
    L = len(sizes) - 1
    given = [Definition(_size_key(l, L), "given", 0) for l in range(L + 1)]
    n, counts = [quantity(definition.name) for definition in given], {letter: quantity(letter) for letter in RULES}
    computed = [
        Definition(_count_key(letter), "forward", 1, EQUATIONS[letter], rule(n, counts))
        for letter, rule in RULES.items()
    ]
    return given + computed, {definition.name: size for definition, size in zip(given, sizes)}, None


def _count_key(letter):
    return Key(kind="count", name=letter, symbol=letter, text=letter, words=WORDS[letter])


def _size_key(l, L):
    words = "inputs" if l == 0 else f"units of layer {l}" + (", the outputs" if l == L else "")
    return Key(kind="size", layer=l, name=f"n{l}", symbol=f"n_{{{l}}}", text=f"n{lowered(l)}", words=words)
