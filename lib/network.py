"""The network: its weights and biases, and the steps of the algorithm on them."""

from __future__ import annotations

import copy
from collections import namedtuple
from typing import TYPE_CHECKING

import numpy as np

from lib import checks
from lib.activations import ACTIVATIONS
from lib.by_layer import ByLayer
from lib.initializers import INITIALIZERS
from lib.labels import read_labels
from lib.losses import LOSSES
from lib.propagation import backward_pass, forward_pass

if TYPE_CHECKING:  # NumPy's names for types cost time to load
    import os
    from collections.abc import Sequence
    from typing import Self

    from numpy.typing import ArrayLike, DTypeLike

REDUCTIONS = ("sum", "mean")
BLOCK = 1024  # samples

Steps = namedtuple("Steps", ["forward", "backward", "losses", "cost", "update", "cost_after"])
Steps.__doc__ = """The steps of a network for data that are checked already; see "For subclasses" at `Network`.

``forward(X)``, ``backward(forward, Y)``, ``losses(X, Y)``, ``cost(X, Y)`` and ``update(backward, learning_rate)`` are
what the methods of these names are, X being (m, n₀) and Y (m, n_L). ``cost_after(forward, X, Y)`` is the cost where the
forward pass of X is at hand.
"""


class Forward:
    """What the forward pass leaves behind.

    Attributes
    ----------
    a : ByLayer
        Activations, ``a[l]`` of shape (m, n_l) for l = 0 … L; ``a[0]`` is the input.
    z : ByLayer
        Weighted sums plus bias, ``z[l]`` of shape (m, n_l) for l = 1 … L.
    """

    __slots__ = ("a", "z")

    def __init__(self, a: list[np.ndarray], z: list[np.ndarray | None]):
        self.a, self.z = ByLayer("a", a, first=0), ByLayer("z", z)


class Backward:
    """What the backward pass leaves behind.

    Attributes
    ----------
    delta : ByLayer
        Errors δ⁽ˡ⁾ = ∂Lᵢ/∂z⁽ˡ⁾, ``delta[l]`` of shape (m, n_l): one a sample and unit, never divided by m.
    dW, db : ByLayer
        Gradients of the cost, ``dW[l]`` with the shape of W⁽ˡ⁾ and ``db[l]`` with that of b⁽ˡ⁾.
    """

    __slots__ = ("dW", "db", "delta")

    def __init__(self, delta: list, dW: list, db: list):
        self.delta, self.dW, self.db = ByLayer("delta", delta), ByLayer("dW", dW), ByLayer("db", db)


class Network:
    """A fully connected network with its loss.

    Parameters
    ----------
    weights : list of array_like
        W⁽¹⁾ … W⁽ᴸ⁾; W⁽ˡ⁾ has shape (nₗ₋₁, nₗ), and w⁽ˡ⁾ⱼₖ goes from unit j of layer l−1 to unit k of layer l.
    biases : list of array_like
        b⁽¹⁾ … b⁽ᴸ⁾; b⁽ˡ⁾ has shape (nₗ,).
    activations : list of str
        One a layer: identity, sigmoid, tanh, relu, leaky_relu; softmax in the last layer only.
    loss : str
        squared_error (with any activation but softmax), binary_cross_entropy (with sigmoid) or
        cross_entropy (with softmax).
    reduction : {"sum", "mean"}
        The cost is s Σᵢ Lᵢ with s = 1 or s = 1/m.
    train_biases : bool
        Whether `update` moves the biases.
    dtype : numpy dtype, optional
        float64 (the default) or float32. Complex weights stay complex, for the complex step.

    Raises
    ------
    ValueError
        If shapes do not fit, there is no layer, a name is unknown, a weight is not finite, or the loss does
        not go with the last activation.

    Examples
    --------
    >>> from lib import Network
    >>> net = Network([[[2.0], [-1.0]]], [[0.5]], ["sigmoid"])
    >>> forward = net.forward([[1.0, 3.0]])
    >>> forward.z[1]
    array([[-0.5]])
    >>> net.backward(forward, [[1.0]]).dW[1].round(4)
    array([[-0.1463],
           [-0.4388]])

    Notes
    -----
    **For subclasses.** `forward`, `backward`, `losses`, `cost` and `update` may be written anew. `train`,
    `lib.sharding.sharded_gradient` and `lib.gradient_check` run what a class has written; so do the other methods
    (`cost` and `predict` run a new `forward`). They take it from `steps`, which leaves out the checks of `Network`'s
    own steps, for they check their data once. Where a new step can't be followed, as in a worksheet, which writes out
    `Network`'s own steps, it is refused: `own_steps` says so. A `copy` has the class of the original, and all that a
    class has added to it. What a new step returns is checked each time: a `Forward` and a `Backward` with an array of
    the right shape for each layer, an array of m losses, one number for the cost; `update` returns nothing.
    """

    def __init__(
        self,
        weights: Sequence[ArrayLike],
        biases: Sequence[ArrayLike],
        activations: Sequence[str],
        loss: str = "squared_error",
        reduction: str = "sum",
        train_biases: bool = True,
        dtype: DTypeLike | None = None,
    ):
        weights = checks.listed("weights", weights, "a list with one matrix a layer")
        biases = checks.listed("biases", biases, "a list with one vector a layer")
        activations = _names("activations", activations)
        _check_lengths(weights, biases, activations)
        _check_pair(activations, loss)
        self._activations = tuple(activations)
        self._loss = loss
        self._reduction = checks.one_of("reduction", reduction, REDUCTIONS)
        self.train_biases = train_biases

        weights = [checks.finite_array(f"weights[{i}]", W) for i, W in enumerate(weights)]
        biases = [checks.finite_array(f"biases[{i}]", b) for i, b in enumerate(biases)]
        self.dtype = _common_dtype(weights + biases, dtype)
        self._W = [None, *_arrays("weights", weights, self.dtype)]
        self._b = [None, *_arrays("biases", biases, self.dtype)]
        _check_shapes(self._W, self._b)
        self.learnt_labels = None  # what the targets meant, and the order of mini-batches: `train` leaves them here
        self.batch_order = None
        self._f = [None] + [ACTIVATIONS[name] for name in activations]
        self._loss_and_error = LOSSES[loss]

    @classmethod
    def random(
        cls,
        sizes: Sequence[int],
        activations: Sequence[str],
        loss: str = "squared_error",
        reduction: str = "sum",
        train_biases: bool = True,
        initializer: str = "xavier",
        seed: int | np.random.Generator = 0,
        dtype: DTypeLike | None = None,
    ) -> Self:
        """A network with drawn weights and biases of zero.

        Parameters
        ----------
        sizes : list of int
            n₀, n₁, …, n_L.
        initializer : {"xavier", "he", "normal"}
            How weights are drawn; see `lib.initializers`.
        seed : int or numpy.random.Generator
            The same seed gives the same weights. No global random state is read or changed.
        activations, loss, reduction, train_biases, dtype
            As for `Network`.

        Examples
        --------
        >>> net = Network.random([2, 3, 1], ["tanh", "sigmoid"], seed=0)
        >>> net.sizes, net.W[1].shape, float(net.b[1].sum())
        ([2, 3, 1], (2, 3), 0.0)
        """
        sizes = checks.layer_sizes("sizes", sizes)
        draw = INITIALIZERS[checks.one_of("initializer", initializer, INITIALIZERS)]
        generator = checks.generator("seed", seed)
        count = sum((n_in + 1) * n_out for n_in, n_out in zip(sizes, sizes[1:]))
        with checks.in_memory("sizes", count):
            weights = [draw(n_in, n_out, generator) for n_in, n_out in zip(sizes, sizes[1:])]
            biases = [np.zeros(n_out) for n_out in sizes[1:]]
        return cls(weights, biases, activations, loss, reduction, train_biases, dtype)

    @property
    def W(self) -> ByLayer:
        """Weights, ``W[l]`` of shape (nₗ₋₁, nₗ) for l = 1 … L."""
        return ByLayer("W", self._W)

    @property
    def b(self) -> ByLayer:
        """Biases, ``b[l]`` of shape (nₗ,) for l = 1 … L."""
        return ByLayer("b", self._b)

    @property
    def train_biases(self) -> bool:
        """Whether `update` moves the biases; it can be set."""
        return self._train_biases

    @train_biases.setter
    def train_biases(self, value: bool):
        self._train_biases = checks.true_or_false("train_biases", value)

    @property
    def depth(self) -> int:
        """L, the number of layers that have weights."""
        return len(self._W) - 1

    @property
    def sizes(self) -> list[int]:
        """[n₀, n₁, …, n_L]."""
        return [len(self._W[1])] + [len(b) for b in self._b[1:]]

    @property
    def activations(self) -> tuple[str, ...]:
        """The names of the activation functions, f⁽¹⁾ … f⁽ᴸ⁾, as a tuple: they can't be changed."""
        return self._activations

    @property
    def loss(self) -> str:
        """The name of the loss; it can't be changed."""
        return self._loss

    @property
    def reduction(self) -> str:
        """ "sum" or "mean"; `copy` gives a network with the other one."""
        return self._reduction

    def copy(self, reduction: str | None = None, dtype: DTypeLike | None = None) -> Self:
        """A network of the same class with the same weights, biases and settings, and no array in common.

        Parameters
        ----------
        reduction : {"sum", "mean"}, optional
            The copy's; by default that of the original.
        dtype : numpy dtype, optional
            The copy's; by default that of the original. complex128 is for the complex step.

        Raises
        ------
        ValueError
            If an argument is not as described, or a class has added what can't be copied, such as an open file.

        Examples
        --------
        >>> net = Network.random([2, 3, 1], ["tanh", "sigmoid"])
        >>> net.copy(reduction="mean").reduction, net.reduction
        ('mean', 'sum')
        """
        try:
            twin = copy.deepcopy(self)
        except TypeError as error:  # a class has added what there can be no second of, such as an open file
            got = f"{type(self).__name__}: {error}"
            raise checks.expected("net", "a network of which all attributes can be copied", got) from None
        if dtype is not None:
            twin.dtype = _common_dtype([*self.W, *self.b], dtype)
            twin._W = [None, *_arrays("weights", self.W, twin.dtype)]
            twin._b = [None, *_arrays("biases", self.b, twin.dtype)]
        if reduction is not None:
            twin._reduction = checks.one_of("reduction", reduction, REDUCTIONS)
        return twin

    def forward(self, X: ArrayLike) -> Forward:
        """Step 1: z⁽ˡ⁾ = a⁽ˡ⁻¹⁾ W⁽ˡ⁾ + b⁽ˡ⁾ and a⁽ˡ⁾ = f⁽ˡ⁾(z⁽ˡ⁾), from the input to the prediction.

        Parameters
        ----------
        X : array_like, shape (m, n₀)
            One sample a row.

        Returns
        -------
        Forward

        Raises
        ------
        ValueError
            If X is not (m, n₀) or holds NaN or infinity.

        Examples
        --------
        >>> net = Network([[[2.0], [-1.0]]], [[0.5]], ["sigmoid"])
        >>> forward = net.forward([[1.0, 3.0], [0.0, 0.0]])
        >>> forward.z[1]
        array([[-0.5],
               [ 0.5]])
        """
        return self._forward(self.samples(X).copy())  # what the caller does to X later changes no a[0]

    def losses(self, X: ArrayLike, Y: ArrayLike) -> np.ndarray:
        """L(ŷᵢ, yᵢ) of every sample, shape (m,). X and Y as for `cost`.

        Examples
        --------
        >>> net = Network([[[2.0], [-1.0]]], [[0.5]], ["identity"])
        >>> net.losses([[1.0, 3.0], [0.0, 0.0]], [[0.0], [0.0]])
        array([0.125, 0.125])
        """
        X = self.samples(X)
        return self._losses(X, self.targets(Y, len(X)))

    def cost(self, X: ArrayLike, Y: ArrayLike) -> float:
        """Step 2: the cost s Σᵢ L(ŷᵢ, yᵢ), a float.

        Parameters
        ----------
        X : array_like, shape (m, n₀)
        Y : array_like, shape (m, n_L)
            Also (m,) where n_L = 1, and (m,) integer class labels for the cross-entropy.

        Raises
        ------
        ValueError
            If X or Y has another shape, holds NaN or infinity, or holds targets that the loss can't take.

        Examples
        --------
        >>> net = Network([[[2.0], [-1.0]]], [[0.5]], ["identity"])
        >>> net.cost([[1.0, 3.0], [0.0, 0.0]], [[0.0], [0.0]])
        0.25
        """
        X = self.samples(X)
        return self._cost(X, self.targets(Y, len(X)))

    def backward(self, forward: Forward, Y: ArrayLike) -> Backward:
        """Steps 2 to 4: every error δ⁽ˡ⁾ from the last layer to the first, and the gradients of the cost.

        δ⁽ᴸ⁾ = L′(a⁽ᴸ⁾) ⊙ f′(z⁽ᴸ⁾), or a⁽ᴸ⁾ − y for a cross-entropy; δ⁽ˡ⁾ = (δ⁽ˡ⁺¹⁾ W⁽ˡ⁺¹⁾ᵀ) ⊙ f′(z⁽ˡ⁾);
        ∂Cost/∂W⁽ˡ⁾ = s a⁽ˡ⁻¹⁾ᵀ δ⁽ˡ⁾; ∂Cost/∂b⁽ˡ⁾ = s Σᵢ δ⁽ˡ⁾ᵢ. Source: Rumelhart, Hinton and Williams,
        *Nature* 323, 1986, in this book's notation.

        Parameters
        ----------
        forward : Forward
            What `forward` returned for X, with the weights as they still are.
        Y : array_like
            As for `cost`.

        Returns
        -------
        Backward

        Examples
        --------
        >>> net = Network([[[2.0], [-1.0]]], [[0.5]], ["identity"])
        >>> backward = net.backward(net.forward([[1.0, 3.0]]), [[0.0]])
        >>> backward.delta[1], backward.db[1]
        (array([[-0.5]]), array([-0.5]))
        >>> backward.dW[1]
        array([[-0.5],
               [-1.5]])
        """
        if not isinstance(forward, Forward):
            raise checks.expected("forward", "what net.forward(X) returned", type(forward).__name__)
        shapes = [entry.shape[1] for entry in forward.a]
        if shapes != self.sizes:
            raise checks.expected("forward", f"a forward pass of a network of sizes {self.sizes}", f"sizes {shapes}")
        return self._backward(forward, self.targets(Y, len(forward.a[0])))

    def update(self, backward: Backward, learning_rate: float) -> None:
        """Step 4: W ← W − α ∂Cost/∂W and, unless ``train_biases=False``, b ← b − α ∂Cost/∂b.

        Parameters
        ----------
        backward : Backward
            What `backward` returned: all gradients, taken before any weight moves.
        learning_rate : float
            α, finite and above 0.

        Examples
        --------
        >>> net = Network([[[2.0], [-1.0]]], [[0.5]], ["identity"])
        >>> net.update(net.backward(net.forward([[1.0, 3.0]]), [[0.0]]), learning_rate=0.1)
        >>> net.W[1]
        array([[ 2.05],
               [-0.85]])
        """
        checks.positive_number("learning_rate", learning_rate)
        if not isinstance(backward, Backward):
            raise checks.expected("backward", "what net.backward(forward, Y) returned", checks.kind_of(backward))
        new_W = _moved("dW", backward.dW, self._W[1:], learning_rate)
        new_b = _moved("db", backward.db, self._b[1:], learning_rate)
        # Only now, when all of them are known and nothing can go wrong any more.
        arrays = [*self.W, *self.b] if self.train_biases else self.W
        for array, moved in zip(arrays, new_W + new_b):
            array[...] = moved

    def predict(self, X: ArrayLike) -> np.ndarray:
        """ŷ = a⁽ᴸ⁾ for every sample, shape (m, n_L).

        Parameters
        ----------
        X : array_like, shape (m, n₀)

        Raises
        ------
        ValueError
            If X does not fit, or a weight is not finite: there is no prediction then.

        Examples
        --------
        >>> net = Network([[[2.0], [-1.0]]], [[0.5]], ["identity"])
        >>> net.predict([[1.0, 3.0]])
        array([[-0.5]])
        """
        checks.finite_weights(self)
        return self.steps.forward(self.samples(X)).a[self.depth]

    def predict_labels(self, X: ArrayLike) -> np.ndarray:
        """What each prediction says, in the terms of the targets that `train` has shown to the network.

        Parameters
        ----------
        X : array_like, shape (m, n₀)

        Returns
        -------
        numpy.ndarray
            Shape (m,): the number of the largest output, for classes (cross-entropy, or a 1 among zeros in each row of
            the targets); for one output, whichever of the two values of the targets is nearer.
            Shape (m, n_L) for several outputs that answer each for itself (binary cross-entropy, or other rows of
            targets). Before any training the two values are −1 and 1 for tanh and 0 and 1 for all others, and several
            outputs are classes.

        Raises
        ------
        ValueError
            If X does not fit, a weight is not finite, or the targets of a squared error had more than two values.

        Examples
        --------
        >>> from lib import Network
        >>> Network([[[1.0]]], [[0.0]], ["tanh"]).predict_labels([[-0.3], [0.2]])
        array([-1,  1])
        """
        return read_labels(self.predict(X), self._activations[-1], self._loss, self.learnt_labels)

    def save(self, path: str | os.PathLike) -> None:
        """Write the network to a file of plain arrays (NumPy's npz, no pickle), all of it or nothing.

        What is saved: weights, biases, the names of the functions, and what `train` needs to go on as if it had not
        been interrupted. What a subclass adds is not.

        Parameters
        ----------
        path : str or os.PathLike
            Taken as it is: no ending is added. A file that is there is replaced.

        Raises
        ------
        OSError
            If the file can't be written; what was there before is still there.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> from lib import Network
        >>> net = Network.random([2, 3, 1], ["tanh", "sigmoid"], seed=1)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     net.save(pathlib.Path(folder) / "net.npz")
        ...     again = Network.load(pathlib.Path(folder) / "net.npz")
        >>> again
        <Network 2-3-1, tanh, sigmoid, squared_error (sum)>
        >>> bool((again.W[1] == net.W[1]).all())
        True
        """
        from lib.saving import write_network  # loaded only where it is asked for

        write_network(self, path)

    @classmethod
    def load(cls, path: str | os.PathLike) -> Self:
        """The network that `save` has written.

        Parameters
        ----------
        path : str or os.PathLike

        Returns
        -------
        Network
            Of the class whose `load` it is.

        Raises
        ------
        OSError
            If there is no such file, or it can't be read.
        ValueError
            If it is not a network's.
        """
        from lib.saving import read_network

        return read_network(cls, path)

    def __repr__(self):
        sizes = "-".join(str(size) for size in self.sizes)
        return f"<Network {sizes}, {', '.join(self.activations)}, {self.loss} ({self.reduction})>"

    # The unchecked interface.

    def samples(self, X: ArrayLike) -> np.ndarray:
        """X as an array (m, n₀) of the network's dtype, checked."""
        return checks.samples(X, len(self._W[1]), self.dtype)

    def targets(self, Y: ArrayLike, m: int) -> np.ndarray:
        """Y as an array (m, n_L) of the network's dtype, checked."""
        return checks.targets(Y, m, len(self._b[-1]), self._loss, self.dtype)

    @property
    def steps(self) -> Steps:
        """The `Steps` of this network, for data from `samples` and `targets`: its own class's, or `Network`'s unchecked.

        What a class has written anew comes with a check of what it returns; what gets something from it is `Network`'s
        with its checks.
        """
        new = self._new_steps()

        def step(name, *sources):
            if name in new:
                from lib.returned import checked

                return checked(self, name)
            return getattr(self, f"_{name}" if new.isdisjoint(sources) else name)

        cost, own_cost = step("cost"), new.isdisjoint({"cost", "losses"})
        return Steps(
            step("forward"),
            step("backward", "forward"),
            step("losses"),
            cost,
            step("update", "backward"),
            self._cost_after if own_cost else lambda forward, X, Y: cost(X, Y),
        )

    def own_steps(self, steps: Sequence[str] = Steps._fields[:5]) -> None:
        """Refuse a network whose class has written one of these steps anew.

        Raises
        ------
        ValueError
            If there is one.
        """
        new = sorted(self._new_steps().intersection(steps))
        if new:
            got = f"{type(self).__name__} with its own {', '.join(new)}"
            raise checks.expected("net", f"a network with the {', '.join(steps)} of Network", got)

    def _new_steps(self):
        """The names of the steps that a subclass, or this one object, has of its own."""
        cls, own = type(self), vars(self)
        return {name for name in Steps._fields[:5] if getattr(cls, name) is not getattr(Network, name) or name in own}

    def _forward(self, X):
        return Forward(*forward_pass(X, self._W, self._b, self._f))

    def _backward(self, forward, Y):
        a, z = forward.a._entries, forward.z._entries
        return Backward(*backward_pass(a, z, Y, self._W, self._f, self._loss_and_error, self._scale(len(Y))))

    def _update(self, backward, learning_rate):
        W, b, dW, db = self._W, self._b, backward.dW._entries, backward.db._entries
        for l in range(1, len(W)):
            W[l] -= learning_rate * dW[l]
            if self.train_biases:
                b[l] -= learning_rate * db[l]

    def _losses(self, X, Y):
        # Block by block: the activations of a block fit in the processor's cache, those of a large data set do not.
        forward = self.steps.forward
        blocks = [slice(start, start + BLOCK) for start in range(0, len(X), BLOCK)]
        return np.concatenate([self._losses_after(forward(X[block]), Y[block]) for block in blocks])

    def _losses_after(self, forward, Y):
        return self._loss_and_error.loss(forward.z._entries[-1], forward.a._entries[-1], Y)

    def _cost(self, X, Y):
        return self._sum_up(self.steps.losses(X, Y))

    def _cost_after(self, forward, X, Y):
        return self._sum_up(self._losses_after(forward, Y))

    def _sum_up(self, losses):
        return (self._scale(len(losses)) * losses.sum()).item()

    def _scale(self, m):
        return 1.0 if self._reduction == "sum" else 1.0 / m


def _names(argument, names):
    names = checks.listed(argument, names, "a list with one name a layer")
    return [checks.one_of(f"{argument}[{i}]", name, ACTIVATIONS) for i, name in enumerate(names)]


def _check_lengths(weights, biases, activations):
    L = len(weights)
    if L == 0:
        raise checks.expected("weights", "a matrix for each layer, at least one", "none")
    if len(biases) != L:
        raise checks.expected("biases", f"{L} vectors, one for each matrix of weights", len(biases))
    if len(activations) != L:
        raise checks.expected("activations", f"{L} names, one for each matrix of weights", len(activations))


def _check_pair(activations, loss):
    checks.one_of("loss", loss, LOSSES)
    if "softmax" in activations[:-1]:
        layer = activations.index("softmax") + 1
        raise checks.expected("activations", "softmax in the last layer only", f"softmax in layer {layer}")
    if activations[-1] not in LOSSES[loss].output_activations:
        pairs = "; ".join(f"{name} with {' or '.join(entry.output_activations)}" for name, entry in LOSSES.items())
        raise checks.expected(
            "loss", f"a loss that goes with the last activation ({pairs})", f"{loss} with {activations[-1]}"
        )


def _common_dtype(arrays, dtype):
    wanted = "float64 or float32"
    try:
        given = None if dtype is None else np.dtype(dtype)
    except TypeError:
        raise checks.expected("dtype", wanted, checks.shortened(dtype)) from None
    if any(np.iscomplexobj(array) for array in arrays):
        if given not in (None, np.complex128):
            raise checks.expected("dtype", "complex128 for complex weights", given)
        return np.dtype(np.complex128)
    if given not in (None, np.float32, np.float64, np.complex128):
        raise checks.expected("dtype", wanted, given)
    return given or np.dtype(np.float64)


def _arrays(argument, values, dtype):
    """Copies of the arrays, of one dtype."""
    return [checks.finite_array(f"{argument}[{i}]", value, dtype).copy() for i, value in enumerate(values)]


def _moved(name, gradients, parameters, learning_rate):
    """What each parameter comes to. A gradient has the shape of what it moves: nothing broadcasts, no layer is left out."""
    wanted = [parameter.shape for parameter in parameters]
    got = [np.shape(gradient) for gradient in gradients]
    if got != wanted:
        raise checks.expected("backward", f"{name} of shapes {wanted}", got)
    found = []
    for l, (gradient, parameter) in enumerate(zip(gradients, parameters), 1):
        gradient = checks.finite_array(f"backward.{name}[{l}]", gradient, parameter.dtype)
        with np.errstate(over="ignore"):
            moved = parameter - learning_rate * gradient
        if not checks.is_finite(moved):
            raise checks.expected(
                "learning_rate", f"one with which {name}[{l}] moves by a finite number", learning_rate
            )
        if not parameter.flags.writeable:
            raise checks.expected("net", "weights and biases that may be written to", f"read-only ones in layer {l}")
        found.append(moved)
    return found


def _check_shapes(W, b):
    n_in = None
    for l in range(1, len(W)):
        if W[l].ndim != 2 or 0 in W[l].shape:
            raise checks.expected(
                f"weights[{l - 1}]", "a matrix, (units of the layer before, units)", f"shape {W[l].shape}"
            )
        if n_in is not None and W[l].shape[0] != n_in:
            wanted = f"shape ({n_in}, units), a row for each unit of layer {l - 1}"
            raise checks.expected(f"weights[{l - 1}]", wanted, f"shape {W[l].shape}")
        n_in = W[l].shape[1]
        if b[l].shape != (n_in,):
            raise checks.expected(
                f"biases[{l - 1}]", f"shape ({n_in},), one for each unit of layer {l}", f"shape {b[l].shape}"
            )
