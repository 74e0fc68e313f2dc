"""The page computes what lib computes: every quantity, after every edit, and through training."""

import numpy as np
import pytest

from lib import Network, train
from lib.widgets import StepThrough
from lib.worksheet import Worksheet, cos, exp, ln, sin, tanh
from lib.worksheet.printing import number_text
from tests.widget_pages import load_modules, traits_of

PAIRS = [
    ("identity", "squared_error"),
    ("sigmoid", "squared_error"),
    ("tanh", "squared_error"),
    ("relu", "squared_error"),
    ("leaky_relu", "squared_error"),
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "cross_entropy"),
]
HIDDEN = ["identity", "sigmoid", "tanh", "relu", "leaky_relu"]
START = "session = new lab.Session(definition, state);"
VALUES = (
    """Object.fromEntries(session.program.quantities.map(({ name }) => [name, String(session.program.value(name))]))"""
)


@pytest.fixture(scope="module")
def lab(chromium):
    page = chromium.new_page()
    load_modules(page, "stepper/session", "shared/numbers")
    page.evaluate("globalThis.session = null")
    yield page
    page.close()


def begin(lab, stepper):
    traits = traits_of(stepper)
    lab.evaluate(f"([definition, state]) => {{ {START} }}", [traits["definition"], traits])


def values(lab):
    return {name: float(text) for name, text in lab.evaluate(VALUES).items()}


def assert_same(found, sheet):
    assert list(found) == [quantity.name for quantity in sheet]
    for quantity in sheet:
        difference = abs(found[quantity.name] - quantity.value)
        assert difference <= 1e-12 * max(1, abs(quantity.value)), quantity


def random_stepper(pair, seed, m=3, which="all"):
    generator = np.random.default_rng(seed)
    sizes = [int(size) for size in generator.integers(1, 5, size=generator.integers(2, 5))]
    sizes[-1] = max(2, sizes[-1])
    hidden = [HIDDEN[i] for i in generator.integers(0, len(HIDDEN), len(sizes) - 2)]
    weights = [generator.normal(size=shape) for shape in zip(sizes, sizes[1:])]
    biases = [generator.normal(size=size) for size in sizes[1:]]
    net = Network(
        weights, biases, [*hidden, pair[0]], pair[1], reduction=["sum", "mean"][seed % 2], train_biases=seed % 3 != 0
    )
    X = generator.normal(size=(m, sizes[0]))
    Y = generator.dirichlet(np.ones(sizes[-1]), size=m)
    return StepThrough(net, X, Y, learning_rate=0.1 + generator.random(), which=which)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_every_quantity_is_the_worksheets(lab, pair, seed):
    stepper = random_stepper(pair, seed, which=["one", "all"][seed // 2])
    begin(lab, stepper)
    assert_same(values(lab), stepper.sheet)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_every_quantity_is_the_worksheets_after_random_edits(lab, pair, seed):
    stepper = random_stepper(pair, 10 + seed)
    begin(lab, stepper)
    generator = np.random.default_rng(seed)
    targets_are_free = pair[1] == "squared_error"
    names = [name for name in stepper.sheet.given if targets_are_free or not name.startswith("y")]
    edits = {str(name): float(abs(generator.normal()) + 0.01) for name in generator.choice(names, size=5)}
    problems = lab.evaluate("edits => Object.entries(edits).map(([name, value]) => session.change(name, value))", edits)
    assert set(problems) == {""}
    assert_same(values(lab), stepper.sheet.evaluate(edits))


def test_a_chain_of_functions_is_evaluated_alike(lab):
    chain = {"g": lambda x: sin(x) + 2, "f": lambda u: ln(u) * cos(u), "h": lambda v: exp(-v) / (1 + tanh(v) ** 2)}
    stepper = StepThrough.from_worksheet(Worksheet.from_functions(chain, x=0.3))
    begin(lab, stepper)
    assert_same(values(lab), stepper.sheet)
    assert lab.evaluate("session.change('x', -1.25)") == ""
    assert_same(values(lab), stepper.sheet.evaluate({"x": -1.25}))


def test_the_adjoints_of_an_expression_are_evaluated_alike(lab):
    def expression(x1, x2):
        return ln(2 + x1 * x2) * tanh(x1 * x2) - x1 / (1 + x2**2)

    stepper = StepThrough.from_worksheet(Worksheet.from_expression(expression, {"x1": 0.5, "x2": -1.5}))
    begin(lab, stepper)
    assert_same(values(lab), stepper.sheet)
    assert lab.evaluate("session.change('x2', 0.75)") == ""
    assert_same(values(lab), stepper.sheet.evaluate({"x2": 0.75}))


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_running_epochs_on_all_samples_is_lib_train(lab, pair):
    stepper = random_stepper(pair, 20)
    stepper.given = {**stepper.given, "alpha": 0.05}
    begin(lab, stepper)
    assert lab.evaluate("session.run(25)") == ""
    net = stepper.network
    history = train(net, stepper.samples["X"], stepper.samples["Y"], epochs=25, learning_rate=0.05, progress=False)
    assert_same_parameters(lab, net)
    np.testing.assert_allclose(lab.evaluate("session.cost_history"), history.cost, rtol=1e-9)
    assert lab.evaluate("session.epoch") == 26


def test_running_epochs_sample_by_sample_updates_after_each_sample(lab):
    stepper = random_stepper(("sigmoid", "squared_error"), 30, which="one")
    begin(lab, stepper)
    assert lab.evaluate("session.run(10)") == ""
    net, X, Y = stepper.network, np.array(stepper.samples["X"]), np.array(stepper.samples["Y"])
    for _ in range(10):
        for x, y in zip(X, Y):
            net.update(net.backward(net.forward([x]), [y]), stepper.given["alpha"])
    assert_same_parameters(lab, net)
    assert lab.evaluate("[session.epoch, session.sample, session.cost_history.length]") == [11, 0, 31]


def assert_same_parameters(lab, net):
    given = lab.evaluate("session.given")
    for l in range(1, net.depth + 1):
        for (j, k), weight in np.ndenumerate(net.W[l]):
            assert given[f"w{l}_{j + 1}_{k + 1}"] == pytest.approx(weight, rel=1e-9, abs=1e-12)
        for k, bias in enumerate(net.b[l], 1):
            assert given[f"b{l}_{k}"] == pytest.approx(bias, rel=1e-9, abs=1e-12)


def test_training_that_overflows_ends_and_keeps_the_last_finite_weights(lab):
    net = Network([[[2.0]], [[2.0]]], [[0.0], [0.0]], ["identity", "identity"])
    begin(lab, StepThrough(net, [[1.0], [2.0]], [[0.0], [1.0]], learning_rate=50.0, which="all"))
    problem = lab.evaluate("session.run(100)")
    assert "too large for a number" in problem and f"epoch {lab.evaluate('session.epoch')}" in problem
    assert np.isfinite(list(lab.evaluate("session.given").values())).all()
    assert np.isfinite(lab.evaluate("session.cost_history")).all()


def test_numbers_are_written_as_in_the_worksheet(lab):
    generator = np.random.default_rng(0)
    numbers = [
        0.0,
        1.0,
        -1.0,
        0.4,
        0.05,
        1.69,
        123456.0,
        1e6,
        999999.5,
        9.9999e-5,
        1e-4,
        0.00012345,
        1e300,
        -1e-300,
        0.99999,
        0.1 + 0.2,
        1.44 * (1 + 1e-15),
        -1e5 / 3 * 3,
    ]
    numbers += [float(value) for value in generator.normal(size=200) * 10.0 ** generator.integers(-8, 9, size=200)]
    found = lab.evaluate("numbers => numbers.map((value) => lab.formatNumber(value, 4))", numbers)
    assert found == [number_text(value) for value in numbers]


def test_a_number_that_is_shown_can_be_typed(lab):
    texts = ["0.5", "−0.5", "-0.5", "+2", ".5", "5.", "1e3", "1E-3", "0,25", "8.771·10⁻⁵", " 3 ", "1e−8"]
    found = lab.evaluate("texts => texts.map(lab.parseNumber)", texts)
    assert found == [0.5, -0.5, -0.5, 2, 0.5, 5, 1000, 0.001, 0.25, pytest.approx(8.771e-5), 3, 1e-8]


def test_what_is_no_number_is_not_taken_for_one(lab):
    texts = ["", " ", "abc", "1 2", "1.2.3", "0x10", "--1", "e5", "NaN", "Infinity", "∞", "1/2", "1,000"]
    assert lab.evaluate("texts => texts.map((text) => lab.parseNumber(text))", texts) == [None] * len(texts)
