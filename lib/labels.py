"""What the numbers of a prediction mean as labels: what the targets meant that the network has learnt from."""

from dataclasses import dataclass

import numpy as np

from lib import checks
from lib.activations import ACTIVATIONS


@dataclass(frozen=True)
class Labels:
    """What the targets of a training run meant.

    Attributes
    ----------
    values : tuple of float
        The values that targets had, from the lowest to the highest; at most three of them are kept.
    one_hot : bool
        Whether each sample had its highest target at one output and the lowest at all others.
    """

    values: tuple[float, ...]
    one_hot: bool


def labels_of(Y: np.ndarray) -> Labels:
    """What targets of shape (m, n_L) mean as labels."""
    values = np.unique(Y)
    one_hot = Y.shape[1] > 1 and len(values) == 2 and bool(((values[-1] == Y).sum(axis=1) == 1).all())
    return Labels(tuple(values[:3].tolist()), one_hot)


def usual_labels(activation: str) -> Labels:
    """What targets mean where nothing is known of them: −1 and 1 for an output from −1 to 1, else 0 and 1."""
    return Labels((-1.0, 1.0) if ACTIVATIONS[activation].bounds == (-1, 1) else (0.0, 1.0), one_hot=True)


def read_labels(prediction: np.ndarray, activation: str, loss: str, learnt: Labels | None) -> np.ndarray:
    """The labels of predictions of shape (m, n_L); see `lib.Network.predict_labels`."""
    if loss == "cross_entropy":
        return prediction.argmax(axis=1)
    labels = learnt if learnt and len(learnt.values) > 1 else usual_labels(activation)
    if loss == "binary_cross_entropy":  # independent outputs, each a yes or a no
        labels = Labels((0.0, 1.0), one_hot=False)
    if len(labels.values) > 2:
        fix = "predict gives its numbers; for classes take an output for each, with softmax and cross_entropy"
        raise checks.expected("predict_labels", f"targets of two values ({fix})", "training with three or more values")
    if labels.one_hot and prediction.shape[1] > 1:
        return prediction.argmax(axis=1)
    low, high = labels.values
    answers = np.where(prediction > (low + high) / 2, high, low)
    if low.is_integer() and high.is_integer():
        answers = answers.astype(int)
    return answers[:, 0] if prediction.shape[1] == 1 else answers
