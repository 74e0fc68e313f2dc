"""The two passes of backpropagation, forward and backward, as the equations have them.

Lists are indexed by layer, so that ``W[l]`` is W⁽ˡ⁾; position 0 of W, b, z, f, delta, dW and db is not used.
Nothing is checked here: `lib.network.Network` checks what comes from outside, once.
"""


def forward_pass(x, W, b, f):
    """Fill every unit of the network, from the input to the prediction.

    Returns
    -------
    a, z : list of numpy.ndarray
        ``a[l]`` and ``z[l]`` have shape (m, n_l); ``a[0]`` is x.
    """
    L = len(W) - 1
    a, z = [x] + [None] * L, [None] * (L + 1)
    for l in range(1, L + 1):
        z[l] = a[l - 1] @ W[l] + b[l]
        a[l] = f[l].value(z[l])
    return a, z


def backward_pass(a, z, y, W, f, loss, scale):
    """Walk back from the prediction to the first layer; take the gradients.

    The error δ⁽ˡ⁾ = ∂Lᵢ/∂z⁽ˡ⁾ belongs to one unit and one sample i; only the
    gradients add up the samples and carry the scale s of the cost (1 for a
    sum, 1/m for a mean).

    Returns
    -------
    delta, dW, db : list of numpy.ndarray
        ``delta[l]`` has the shape of ``z[l]``; ``dW[l]`` and ``db[l]`` have
        those of W⁽ˡ⁾ and b⁽ˡ⁾.
    """
    L = len(W) - 1
    delta, dW, db = [None] * (L + 1), [None] * (L + 1), [None] * (L + 1)

    delta[L] = loss.output_error(z[L], a[L], y, f[L])
    for l in range(L - 1, 0, -1):
        delta[l] = (delta[l + 1] @ W[l + 1].T) * f[l].derivative(z[l], a[l])

    for l in range(1, L + 1):
        scaled = scale * delta[l]
        dW[l] = a[l - 1].T @ scaled
        db[l] = scaled.sum(axis=0)
    return delta, dW, db
