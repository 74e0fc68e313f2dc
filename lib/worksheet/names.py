"""Names of the quantities of a training step: in plain letters, as LaTeX, as Unicode text, and in words."""

from collections import namedtuple

from lib.worksheet.printing import exponent_text

Named = namedtuple("Named", ["name", "symbol", "text", "words"])

LEARNING_RATE = Named("alpha", r"\alpha", "α", "learning rate")
COST = Named("cost", r"\Cost", "Cost", "cost")


def input_feature(samples, i, j):
    return _indexed("x", "x", "", [*_sample(samples, i), j], f"input {j}{_of(samples, i)}")


def target(samples, i, k):
    return _indexed("y", "y", "", [*_sample(samples, i), k], f"target {k}{_of(samples, i)}")


def weight(l, j, k):
    start = f"input {j}" if l == 1 else f"unit {j} of layer {l - 1}"
    return _indexed("w", "w", l, [j, k], f"weight from {start} to unit {k} of layer {l}")


def bias(l, k):
    return _indexed("b", "b", l, [k], f"bias of unit {k} in layer {l}")


def weighted_sum(samples, l, i, k):
    return _of_unit("z", "z", "weighted sum plus bias", samples, l, i, k)


def activation(samples, l, i, k):
    return _of_unit("a", "a", "activation", samples, l, i, k)


def error(samples, l, i, k):
    return _of_unit("delta", r"\delta", "error", samples, l, i, k)


def largest(samples, l, i):
    upper, lower, where = rf"^{{({l})}}", _lower_indices(_sample(samples, i)), _of(samples, i)
    return Named(
        _name(f"zmax{l}{'_' if samples > 1 else ''}", _sample(samples, i)),
        rf"z{upper}_{{\max{',' + lower if lower else ''}}}",
        f"z⁽{exponent_text(l)}⁾max{lowered(lower)}",
        f"largest weighted sum of layer {l}{where}",
    )


def exponential_sum(samples, l, i):
    words = f"sum of the exponentials of layer {l}{_of(samples, i)}"
    return _indexed("expsum", r"\Sigma", l, _sample(samples, i), words)


def slope(samples, l, i, k):
    """f′(z) of a unit."""
    z = weighted_sum(samples, l, i, k)
    return Named(
        z.name.replace("z", "fprime"),
        f"f'({z.symbol})",
        f"f′({z.text})",
        f"slope of the activation of unit {k} in layer {l}{_of(samples, i)}",
    )


def loss(samples, i):
    return _indexed("L", "L", "", _sample(samples, i), f"loss{_of(samples, i)}")


def loss_derivative(samples, l, i, k):
    """L′(a) at output k; l is the last layer."""
    a = activation(samples, l, i, k)
    words = f"derivative of the loss with respect to output {k}{_of(samples, i)}"
    return Named(_name("dL_", [*_sample(samples, i), k]), f"L'({a.symbol})", f"L′({a.text})", words)


def gradient(parameter):
    """∂Cost/∂w of a weight or a bias."""
    return Named(
        f"d{parameter.name}",
        rf"\frac{{\partial \Cost}}{{\partial {parameter.symbol}}}",
        f"∂Cost/∂{parameter.text}",
        f"derivative of the cost with respect to the {parameter.words}",
    )


def updated(parameter):
    """The new value of a weight or a bias."""
    return Named(
        f"{parameter.name}_new",
        parameter.symbol.removesuffix("}") + r",\,\mathrm{new}}",
        f"{parameter.text} new",
        f"new value of the {parameter.words}",
    )


def _sample(samples, i):
    """The sample's index, which is left out where there is only one sample."""
    return [i] if samples > 1 else []


def _of(samples, i):
    return f", sample {i}" if samples > 1 else ""


def _of_unit(letter, symbol, words, samples, l, i, k):
    """A quantity that every unit has for every sample."""
    return _indexed(letter, symbol, l, [*_sample(samples, i), k], f"{words} of unit {k} in layer {l}{_of(samples, i)}")


def _indexed(letter, symbol, layer, indices, words):
    lower = _lower_indices(indices)
    latex, text = symbol, {r"\delta": "δ", r"\Sigma": "Σ"}.get(symbol, symbol)
    if layer:
        latex, text = rf"{latex}^{{({layer})}}", f"{text}⁽{exponent_text(layer)}⁾"
    if lower:
        latex, text = rf"{latex}_{{{lower}}}", text + lowered(lower)
    return Named(_name(f"{letter}{layer}{'_' if layer and indices else ''}", indices), latex, text, words)


def _name(start, indices):
    return start + "_".join(map(str, indices))


def _lower_indices(indices):
    """Indices side by side, as in w₁₂, unless one of them has two figures."""
    separator = "" if all(index < 10 for index in indices) else ","
    return separator.join(map(str, indices))


def lowered(index):
    """An index as Unicode subscripts."""
    return str(index).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
