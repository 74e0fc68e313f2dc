"""Examples that others have published, to their last digit. Where a published number is a slip's, the slip is reproduced apart."""

import numpy as np
import pytest

from lib import Network
from lib.worksheet import Worksheet


def printed(value, text):
    """Whether the value, rounded to as many decimals as the text has, is the text."""
    decimals = len(text.partition(".")[2])
    return f"{value:.{decimals}f}" == text


class TestMazur:
    """Mazur, "A Step by Step Backpropagation Example" (2015): 2-2-2, sigmoids, biases kept."""

    X = np.array([[0.05, 0.10]])
    Y = np.array([[0.01, 0.99]])
    ALPHA = 0.5

    def network(self, train_biases=False):
        return Network(
            weights=[[[0.15, 0.25], [0.20, 0.30]], [[0.40, 0.50], [0.45, 0.55]]],
            biases=[[0.35, 0.35], [0.60, 0.60]],
            activations=["sigmoid", "sigmoid"],
            loss="squared_error",
            train_biases=train_biases,
        )

    def step(self, net):
        net.update(net.backward(net.forward(self.X), self.Y), learning_rate=self.ALPHA)

    def step_with_slip(self, net):
        """W(2) moves first, and the hidden errors are computed with what it has become."""
        a1, a2 = net.forward(self.X).a[1], net.predict(self.X)
        delta2 = (a2 - self.Y) * a2 * (1 - a2)
        net.W[2][:] -= self.ALPHA * a1.T @ delta2
        delta1 = delta2 @ net.W[2].T * a1 * (1 - a1)
        net.W[1][:] -= self.ALPHA * self.X.T @ delta1

    def after(self, updates, step):
        net = self.network()
        for _ in range(updates):
            step(net)
        return net

    PUBLISHED = {
        "a1_1": "0.593269992",
        "a1_2": "0.596884378",
        "z2_1": "1.105905967",
        "a2_1": "0.75136507",
        "L": "0.298371109",
        "delta2_1": "0.138498562",
        "dw2_1_1": "0.082167041",
        "dw1_1_1": "0.000438568",
        "w2_1_1_new": "0.35891648",
        "w2_2_1_new": "0.408666186",
        "w2_1_2_new": "0.511301270",
        "w2_2_2_new": "0.561370121",
        "w1_1_1_new": "0.149780716",
        "w1_2_1_new": "0.19956143",
        "w1_1_2_new": "0.24975114",
        "w1_2_2_new": "0.29950229",
    }

    EXACT = {
        "a1_1": 0.5932699921071872,
        "a1_2": 0.596884378259767,
        "z2_1": 1.10590596705977,
        "a2_1": 0.7513650695523157,
        "a2_2": 0.7729284653214625,
        "L": 0.29837110876,
        "delta2_1": 0.13849856162855695,
        "delta2_2": -0.038098236516556236,
        "delta1_1": 0.00877135468948693,
        "delta1_2": 0.009954254705217196,
        "dw2_1_1": 0.08216704056423077,
        "dw2_2_1": 0.08266762784753325,
        "dw2_1_2": -0.02260254047747507,
        "dw2_2_2": -0.022740242215978222,
        "dw1_1_1": 0.0004385677344743465,
        "dw1_2_1": 0.000877135468948693,
        "dw1_1_2": 0.0004977127352608599,
        "dw1_2_2": 0.0009954254705217198,
        "w2_1_1_new": 0.35891647971788465,
        "w2_2_1_new": 0.4086661860762334,
        "w2_1_2_new": 0.5113012702387375,
        "w2_2_2_new": 0.5613701211079891,
        "w1_1_1_new": 0.1497807161327628,
        "w1_2_1_new": 0.19956143226552567,
        "w1_1_2_new": 0.24975114363236958,
        "w1_2_2_new": 0.29950228726473915,
    }

    @pytest.fixture
    def sheet(self):
        return Worksheet.from_network(self.network(), self.X, self.Y, learning_rate=self.ALPHA)

    @pytest.mark.parametrize("name", PUBLISHED)
    def test_every_digit_printed_up_to_the_new_weights(self, sheet, name):
        assert printed(sheet[name].value, self.PUBLISHED[name])

    @pytest.mark.parametrize("name", EXACT)
    def test_exact_values(self, sheet, name):
        assert sheet[name].value == pytest.approx(self.EXACT[name], rel=1e-11)

    def test_the_arrays_hold_the_same_numbers(self, sheet):
        net = self.network()
        forward = net.forward(self.X)
        backward = net.backward(forward, self.Y)
        for l in (1, 2):
            for k in (1, 2):
                assert forward.a[l][0, k - 1] == pytest.approx(sheet[f"a{l}_{k}"].value, rel=1e-14)
                assert backward.delta[l][0, k - 1] == pytest.approx(sheet[f"delta{l}_{k}"].value, rel=1e-12)
                for j in (1, 2):
                    assert backward.dW[l][j - 1, k - 1] == pytest.approx(sheet[f"dw{l}_{j}_{k}"].value, rel=1e-12)

    @pytest.mark.parametrize(
        "updates, cost",
        [
            (1, "0.291027773694"),
            (2, "0.283547133122"),
            (10, "0.220918592054"),
            (100, "0.0200468282494"),
            (1000, "0.00111434945373"),
            (9999, "0.0000351085481"),
            (10_000, "0.0000351018778"),
        ],
    )
    def test_cost_of_the_algorithm(self, updates, cost):
        assert printed(self.after(updates, self.step).cost(self.X, self.Y), cost)

    def test_outputs_of_the_algorithm(self):
        first, second = self.after(10_000, self.step).predict(self.X)[0]
        assert printed(first, "0.015913620") and printed(second, "0.984064274")

    def test_the_published_cost_after_one_step_is_that_of_the_slip(self):
        cost = self.after(1, self.step_with_slip).cost(self.X, self.Y)
        assert printed(cost, "0.291027924") and printed(cost, "0.291027923905")
        assert not printed(self.after(1, self.step).cost(self.X, self.Y), "0.291027924")

    def test_the_published_outputs_are_those_of_the_slip(self):
        net = self.after(10_000, self.step_with_slip)
        first, second = net.predict(self.X)[0]
        assert printed(first, "0.015912196") and printed(second, "0.984065734")
        assert printed(net.cost(self.X, self.Y), "0.0000350847863")

    def test_the_published_last_cost_contradicts_the_published_outputs(self):
        cost = 0.5 * ((np.array([0.015912196, 0.984065734]) - self.Y[0]) ** 2).sum()
        assert printed(cost, "0.0000350848") and not printed(cost, "0.0000351085")

    def test_with_the_biases_trained(self):
        net = self.network(train_biases=True)
        self.step(net)
        assert printed(net.cost(self.X, self.Y), "0.280471446791")


class TestGoodfellow:
    """Goodfellow, Bengio, Courville, *Deep Learning*, section 6.1: XOR by hand, with ReLU."""

    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    Y = np.array([[0.0], [1.0], [1.0], [0.0]])

    def network(self):
        return Network(
            weights=[[[1, 1], [1, 1]], [[1], [-2]]],
            biases=[[0, -1], [0]],
            activations=["relu", "identity"],
            loss="squared_error",
        )

    def test_xor_exactly(self):
        assert np.array_equal(self.network().predict(self.X), self.Y)

    def test_hidden_layer_as_in_the_book(self):
        hidden = self.network().forward(self.X).a[1]
        assert np.array_equal(hidden, [[0, 0], [1, 0], [1, 0], [2, 1]])

    def test_all_derivatives_are_zero_at_the_solution(self):
        net = self.network()
        backward = net.backward(net.forward(self.X), self.Y)
        assert net.cost(self.X, self.Y) == 0
        assert all(not gradient.any() for gradient in [*backward.dW, *backward.db])


def test_slope_of_relu_at_zero_is_zero():
    """The book's convention, with an error behind the unit that is not zero: 0 · 3 + 0 is exactly the kink."""
    net = Network([[[3.0]], [[2.0]]], [[0.0], [1.0]], activations=["relu", "identity"], loss="squared_error")
    forward = net.forward([[0.0]])
    backward = net.backward(forward, [[0.0]])
    assert forward.z[1].item() == 0
    assert backward.delta[2].item() == 1
    assert backward.delta[1].item() == 0
    assert Worksheet.from_network(net, [[0.0]], [[0.0]])["delta1_1"].value == 0


class TestCS231n:
    """The circuits of the Stanford notes on backpropagation."""

    @pytest.mark.parametrize(
        "variable, inner, outer, at, derivative",
        [
            ("x", lambda x: x + 5, lambda q: q * -4, -2, -4),
            ("y", lambda y: -2 + y, lambda q: q * -4, 5, -4),
            ("z", lambda z: z * 1, lambda q: 3 * q, -4, 3),
        ],
    )
    def test_sum_times_factor(self, variable, inner, outer, at, derivative):
        """f = (x + y) z at (−2, 5, −4), one variable moving at a time."""
        sheet = Worksheet.from_functions({"q": inner, "f": outer}, x=at, variable=variable, composite="f")
        assert sheet["f"].value == -12
        assert sheet[f"df_d{variable}"].value == derivative

    def test_sigmoid_neuron(self):
        """w = (2, −3) and bias −3 at x = (−1, −2), where the sigmoid's input is 1."""
        x = np.array([[-1.0, -2.0]])
        net = Network([[[2.0], [-3.0]]], [[-3.0]], activations=["sigmoid"], loss="squared_error")
        forward = net.forward(x)
        assert forward.z[1].item() == 1
        assert printed(forward.a[1].item(), "0.7310585786")

        # A target of one less than the output makes L' = 1, so that the loss changes as the output does.
        backward = net.backward(forward, forward.a[1] - 1)
        dw = [*backward.dW[1].ravel(), *backward.db[1]]
        dx = (backward.delta[1] @ net.W[1].T).ravel()
        assert [f"{value:.6f}" for value in dw] == ["-0.196612", "-0.393224", "0.196612"]
        assert [f"{value:.6f}" for value in dx] == ["0.393224", "-0.589836"]
