"""The digit reader: a small picture that the reader changes, and what a network says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets

from lib import checks
from lib.network import Network
from lib.widgets.shared.javascript import join_modules
from lib.widgets.shared.style import widget_style
from lib.widgets.shared.widget import Widget, html_table
from lib.worksheet import Worksheet, names

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike

MOST_IMAGES = 16


class DigitReader(Widget):
    """Choose a picture, change its pixels, and see the share that a network gives to each class.

    The page evaluates the expressions of the network's worksheet, so its shares are those of `Network.predict`.

    Parameters
    ----------
    net : Network
        With real weights and a softmax output, one input for each pixel. It is only read.
    images : array_like, shape (m, rows · columns)
        The pictures to choose from, at most 16: ink from 0 to 1, row after row.
    labels : array_like of int, shape (m,)
        What each picture shows, as the number of an output, counted from 0.
    columns : int
        How many pixels a row has.

    Attributes
    ----------
    pixels : list of float
        The picture as it is now, in step with the page.

    Raises
    ------
    ValueError
        If an argument is not as described.
    """

    _esm = join_modules("digits/reader")
    _css = widget_style("shared/common.css", "digits/reader.css", root=".dr-reader")

    pixels = traitlets.List().tag(sync=True)

    def __init__(self, net: Network, images: ArrayLike, labels: ArrayLike, columns: int = 8):
        self._net = _checked_net(net)
        self._images = _checked_images("images", images, net.sizes[0])
        self._labels = _checked_labels(labels, len(self._images), net.sizes[-1])
        if net.sizes[0] % checks.whole_number("columns", columns, least=1):
            raise checks.expected("columns", f"rows of one length in {net.sizes[0]} pixels", columns)
        sheet = Worksheet.from_network(net, self._images[:1], self._labels[:1]).until("forward")
        inputs = [quantity.name for quantity in sheet if quantity.key.kind == "input"]
        super().__init__(
            definition={
                "quantities": sheet.to_program(),
                "given": {name: value for name, value in sheet.given.items() if name not in inputs},
                "inputs": inputs,
                "outputs": [names.activation(net.depth, None, k).name for k in range(1, net.sizes[-1] + 1)],
                "columns": columns,
                "images": self._images.tolist(),
                "labels": self._labels,
            },
            pixels=self._images[0].tolist(),
        )

    @traitlets.validate("pixels")
    def _check_pixels(self, proposal):
        return _checked_images("pixels", [proposal.value], self._net.sizes[0])[0].tolist()

    @property
    def shares(self) -> np.ndarray:
        """The share of each class for the present picture, an array of shape (n_L,)."""
        return self._net.predict([self.pixels])[0]

    def to_html(self) -> str:
        """What the network says of each picture, as a table."""
        read = zip(self._labels, self._net.predict(self._images))
        rows = [(label, shares.argmax(), f"{shares.max():.1%}") for label, shares in read]
        return html_table(("Picture of a", "The network reads", "Share"), rows)


def _checked_net(net):
    checks.instance("net", net, Network)
    if net.activations[-1] != "softmax":
        raise checks.expected("net", "a network with a softmax output", f"one with {net.activations[-1]}")
    return net


def _checked_images(argument, images, pixels):
    images = checks.finite_array(argument, images, float)
    if images.ndim != 2 or images.shape[1] != pixels:
        fix = f"; write {argument}.reshape(-1, {pixels})" if images.ndim != 2 and images.size % pixels == 0 else ""
        raise checks.expected(argument, f"{pixels} pixels in each, one for each input", f"shape {images.shape}{fix}")
    if not 1 <= len(images) <= MOST_IMAGES:
        raise checks.expected(argument, f"1 to {MOST_IMAGES} pictures", len(images))
    if images.min() < 0 or images.max() > 1:
        fix = f"; write {argument} / {images.max():g}" if images.min() >= 0 else ""
        raise checks.expected(argument, "ink from 0 to 1", f"{images.min():g} to {images.max():g}{fix}")
    return images


def _checked_labels(labels, count, classes):
    labels = checks.finite_array("labels", labels)
    if labels.shape != (count,) or labels.dtype.kind not in "iu":
        raise checks.expected(
            "labels", f"{count} whole numbers, one for each picture", f"{labels.dtype} {labels.shape}"
        )
    if labels.min() < 0 or labels.max() >= classes:
        raise checks.expected("labels", f"numbers from 0 to {classes - 1}", f"{labels.min()} to {labels.max()}")
    return labels.tolist()
