"""The operations that an activation or a loss is made of, beside + − · / and powers.

They work on arrays, real or complex, and on whatever writes operations down instead of carrying them out, such as the
expressions of a worksheet: anything with a method ``write_operation(name, *values)``. So a function that is made of
them is written once, and serves as array code and as a formula.
"""

import numpy as np


def _operation(name, compute):
    def operation(*values):
        for value in values:
            if hasattr(value, "write_operation"):
                return value.write_operation(name, *values)
        return compute(*values)

    if not isinstance(compute, np.ufunc):
        operation.__doc__ = compute.__doc__
    return operation


def _maximum(number, z):
    """The larger of a number and z; of a complex z only the real part decides."""
    return np.where(z.real > number, z, number) if np.iscomplexobj(z) else np.maximum(number, z)


def _softplus(z):
    """ln(1 + eᶻ) = ln(e⁰ + eᶻ), with the larger of the two exponents taken out so that nothing overflows."""
    if not np.iscomplexobj(z):
        return np.logaddexp(0, z)
    largest = np.maximum(z.real, 0)
    return largest + np.log(np.exp(-largest) + np.exp(z - largest))


def _positive(z, then, otherwise):
    """``then`` where the real part of z is above 0, else ``otherwise``."""
    return np.where(np.real(z) > 0, then, otherwise).astype(np.asarray(z).dtype)


exp = _operation("exp", np.exp)
ln = _operation("ln", np.log)
tanh = _operation("tanh", np.tanh)
sin = _operation("sin", np.sin)
cos = _operation("cos", np.cos)
maximum = _operation("max", _maximum)
softplus = _operation("softplus", _softplus)
positive = _operation("positive", _positive)


def constant(number, like):
    """A number in the form of ``like``: an array of its shape, or an expression."""
    if hasattr(like, "write_operation"):
        return like.write_operation("number", number)
    return np.full_like(like, number)


def fraction(top, bottom, like):
    """``top / bottom``: a number beside arrays, written as a fraction beside expressions."""
    return constant(top, like) / bottom if hasattr(like, "write_operation") else top / bottom
