"""The cost in the dialect of NumPy that JAX and autograd share: they differentiate it by themselves."""


def cost(np, workload, parameters, X, Y):
    """s Σ L(ŷ, y) of a workload, from its parameters [W1, b1, W2, …]; ``np`` is the library's own NumPy."""
    functions = {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0), "sigmoid": lambda z: 1 / (1 + np.exp(-z))}
    a = X
    layers = list(zip(parameters[::2], parameters[1::2]))
    for (W, b), name in zip(layers[:-1], workload.activations):
        a = functions[name](a @ W + b)
    W, b = layers[-1]
    z = a @ W + b
    if workload.loss == "squared_error":
        losses = 0.5 * np.sum((functions[workload.activations[-1]](z) - Y) ** 2, axis=1)
    elif workload.loss == "binary_cross_entropy":
        losses = np.sum(np.logaddexp(0.0, z) - Y * z, axis=1)
    else:
        largest = np.max(z, axis=1, keepdims=True)
        losses = np.sum(Y * (largest + np.log(np.sum(np.exp(z - largest), axis=1, keepdims=True)) - z), axis=1)
    return np.sum(losses) if workload.reduction == "sum" else np.mean(losses)


def descend(parameters, gradients, learning_rate):
    return [p - learning_rate * gradient for p, gradient in zip(parameters, gradients)]
