"""The keys of a training step's quantities, each with its name: in plain letters, as LaTeX, as Unicode text and in words.

The indices are those of the equations: layer l, sample i, units j and k. Where there is only one sample, i is None.
"""

from lib.worksheet.key import Key
from lib.worksheet.printing import exponent_text

LEARNING_RATE = Key(kind="learning rate", name="alpha", symbol=r"\alpha", text="α", words="learning rate")
COST = Key(kind="cost", name="cost", symbol=r"\Cost", text="Cost", words="cost")


def input_feature(i, j):
    return _indexed("input", "x", "x", f"input {j}{_of(i)}", sample=i, unit=j)


def target(i, k):
    return _indexed("target", "y", "y", f"target {k}{_of(i)}", sample=i, unit=k)


def weight(l, j, k):
    start = f"input {j}" if l == 1 else f"unit {j} of layer {l - 1}"
    words = f"weight from {start} to unit {k} of layer {l}"
    return _indexed("weight", "w", "w", words, layer=l, source=j, unit=k)


def bias(l, k):
    return _indexed("bias", "b", "b", f"bias of unit {k} in layer {l}", layer=l, unit=k)


def weighted_sum(l, i, k):
    return _of_unit("weighted sum", "z", "z", "weighted sum plus bias", l, i, k)


def activation(l, i, k):
    return _of_unit("activation", "a", "a", "activation", l, i, k)


def value(l, i, k):
    """What unit k of layer l hands on: an input, or an activation."""
    return input_feature(i, k) if l == 0 else activation(l, i, k)


def error(l, i, k):
    return _of_unit("error", "delta", r"\delta", "error", l, i, k)


def largest(l, i):
    lower = "" if i is None else str(i)
    return Key(
        kind="largest",
        layer=l,
        sample=i,
        name=_name("zmax", l, _indices(i)),
        single=_name("zmax", l, []),
        symbol=rf"z^{{({l})}}_{{\max{',' + lower if lower else ''}}}",
        text=f"z⁽{exponent_text(l)}⁾max{lowered(lower)}",
        words=f"largest weighted sum of layer {l}{_of(i)}",
    )


def exponential_sum(l, i):
    words = f"sum of the exponentials of layer {l}{_of(i)}"
    return _indexed("exponential sum", "expsum", r"\Sigma", words, layer=l, sample=i)


def slope(l, i, k):
    """f′(z) of a unit."""
    z = weighted_sum(l, i, k)
    return Key(
        kind="slope",
        layer=l,
        sample=i,
        unit=k,
        name=z.name.replace("z", "fprime"),
        single=z.single.replace("z", "fprime"),
        symbol=f"f'({z.symbol})",
        text=f"f′({z.text})",
        words=f"slope of the activation of unit {k} in layer {l}{_of(i)}",
    )


def loss(i):
    return _indexed("loss", "L", "L", f"loss{_of(i)}", sample=i)


def loss_derivative(l, i, k):
    """L′(a) at output k; l is the last layer."""
    a = activation(l, i, k)
    return Key(
        kind="loss derivative",
        layer=l,
        sample=i,
        unit=k,
        name=_name("dL_", None, _indices(i, k)),
        single=_name("dL_", None, [k]),
        symbol=f"L'({a.symbol})",
        text=f"L′({a.text})",
        words=f"derivative of the loss with respect to output {k}{_of(i)}",
    )


def gradient(parameter):
    """∂Cost/∂w of a weight or a bias."""
    return Key(
        kind="gradient",
        layer=parameter.layer,
        of=parameter,
        name=f"d{parameter.name}",
        symbol=rf"\frac{{\partial \Cost}}{{\partial {parameter.symbol}}}",
        text=f"∂Cost/∂{parameter.text}",
        words=f"derivative of the cost with respect to the {parameter.words}",
    )


def updated(parameter):
    """The new value of a weight or a bias."""
    indexed = parameter.symbol.endswith("}")
    return Key(
        kind="new value",
        layer=parameter.layer,
        of=parameter,
        name=f"{parameter.name}_new",
        symbol=(parameter.symbol[:-1] + r",\," if indexed else parameter.symbol + "_{") + r"\mathrm{new}}",
        text=f"{parameter.text} new",
        words=f"new value of the {parameter.words}",
    )


def of_sample(key, i):
    """The key of the same quantity for sample i; of one that belongs to no sample the key itself."""
    l, k = key.layer, key.unit
    makers = {
        "input": lambda: input_feature(i, k),
        "target": lambda: target(i, k),
        "weighted sum": lambda: weighted_sum(l, i, k),
        "activation": lambda: activation(l, i, k),
        "largest": lambda: largest(l, i),
        "exponential sum": lambda: exponential_sum(l, i),
        "loss": lambda: loss(i),
        "loss derivative": lambda: loss_derivative(l, i, k),
        "slope": lambda: slope(l, i, k),
        "error": lambda: error(l, i, k),
    }
    return makers[key.kind]() if key.kind in makers else key


def lowered(index):
    """An index as Unicode subscripts."""
    return str(index).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def _of(i):
    return "" if i is None else f", sample {i}"


def _indices(*indices):
    """Those that there are."""
    return [index for index in indices if index is not None]


def _of_unit(kind, letter, symbol, words, l, i, k):
    """A quantity that every unit has for every sample."""
    return _indexed(kind, letter, symbol, f"{words} of unit {k} in layer {l}{_of(i)}", layer=l, sample=i, unit=k)


def _indexed(kind, letter, symbol, words, layer=None, sample=None, source=None, unit=None):
    """A key whose name, symbol and text are a letter with its layer raised and the other indices lowered."""
    indices = _indices(sample, source, unit)
    lower = _side_by_side(indices)
    latex, text = symbol, {r"\delta": "δ", r"\Sigma": "Σ"}.get(symbol, symbol)
    if layer is not None:
        latex, text = rf"{latex}^{{({layer})}}", f"{text}⁽{exponent_text(layer)}⁾"
    if lower:
        latex, text = rf"{latex}_{{{lower}}}", text + lowered(lower)
    return Key(
        kind=kind,
        layer=layer,
        sample=sample,
        source=source,
        unit=unit,
        name=_name(letter, layer, indices),
        single=_name(letter, layer, _indices(source, unit)),
        symbol=latex,
        text=text,
        words=words,
    )


def _name(letter, layer, indices):
    lower = "_".join(map(str, indices))
    if layer is None:
        return letter + lower
    return f"{letter}{layer}_{lower}" if lower else f"{letter}{layer}"


def _side_by_side(indices):
    """Indices as in w₁₂, with commas where one of them has two figures."""
    separator = "" if all(index < 10 for index in indices) else ","
    return separator.join(map(str, indices))
