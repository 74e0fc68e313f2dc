"""The backpropagation algorithm in words: the one source of its five steps.

The book's algorithm block, the stepper's list of steps and the line that a
quantity of a worksheet belongs to all read this. The texts are MyST Markdown;
their formulas use the book's LaTeX macros.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One step of the algorithm.

    Attributes
    ----------
    number : int
        0 (the start) to 4 (the update); the ``line`` of a worksheet quantity.
    title : str
        A few words of plain text.
    text : str
        What is done, in MyST Markdown.
    """

    number: int
    title: str
    text: str


STEPS = (
    Step(
        0,
        "Initialisation",
        r"Choose starting values for the weights $W^{(1)}, \ldots, W^{(L)}$ "
        r"and the biases $b^{(1)}, \ldots, b^{(L)}$.",
    ),
    Step(
        1,
        "Forward propagation",
        r"Take a subset of the samples, or all of them, as $a^{(0)} = x$. From layer $1$ to layer $L$ "
        r"compute $\fwd{z^{(l)}}$ and $\fwd{a^{(l)}}$. The last layer holds the predictions "
        r"$\hat{y} = \fwd{a^{(L)}}$.",
    ),
    Step(
        2,
        "Loss, cost and output error",
        r"Compare $\hat{y}$ with $y$: compute the loss of each sample, the cost, "
        r"and the errors of the output units $\err{\delta^{(L)}}$.",
    ),
    Step(
        3,
        "Errors of all hidden layers",
        r"Walk back from layer $L - 1$ to layer $1$ and compute the errors of their units: "
        r"$\err{\delta^{(L-1)}_k}, \err{\delta^{(L-2)}_p}, \ldots, \err{\delta^{(1)}_r}$.",
    ),
    Step(
        4,
        "Update of weights and biases",
        r"Compute all gradients from the errors, then make one update of gradient descent: "
        r"$\upd{W_{\mathrm{new}}} = W_{\mathrm{old}} - \alpha \, \partial \Cost / \partial W$ and "
        r"$\upd{b_{\mathrm{new}}} = b_{\mathrm{old}} - \alpha \, \partial \Cost / \partial b$.",
    ),
)

EXIT_CONDITIONS = (
    r"Repeat steps 1 to 4 until every sample has been used once: that is one epoch. "
    r"Go on with the next epoch. Stop as soon as $N$ epochs are done, or all derivatives of the cost "
    r"over the whole data set are zero, or none of them is larger in size than a small threshold."
)
