"""The stepper's definition: every quantity of every worksheet that a reader can reach, each written down once."""

import json

from lib import checks
from lib.losses import LOSSES
from lib.network import Network
from lib.typesetting.mathml import latex_to_mathml
from lib.widgets.shared.pictures import functions_picture, graph_picture, network_picture
from lib.worksheet import Worksheet, names
from lib.worksheet.algorithm import STEPS
from lib.worksheet.expression import quantity as named
from lib.worksheet.printing import to_template

PHASE_TITLES = {
    "given": "start",
    "forward": "forward",
    "loss": "loss",
    "error": "errors",
    "gradient": "gradients",
    "update": "update",
}

# Last phase -> what a stepper is about that ends before there are errors.
BEFORE_THE_ERRORS = {"forward": "Forward pass", "loss": "Loss and cost"}

# Where there are no numbered equations (in JupyterLab), these names stand for them.
EQUATION_NAMES = {
    "zfunceq": "weighted sum plus bias",
    "afunczeq": "activation",
    "softmaxeq": "softmax",
    "lossfunceq": "loss of a sample",
    "squarederroreq": "squared error",
    "crossentropyofzeq": "binary cross-entropy, from z",
    "crossentropyeq": "cross-entropy",
    "costfunceq": "cost",
    "fprimeeq": "derivative of the activation",
    "deltalasteq": "error of the last layer",
    "binarydeltaeq": "error of the last layer",
    "softmaxdeltaeq": "error of the last layer",
    "deltarecursioneq": "recursion of the errors",
    "dcostdweq": "gradient of a weight",
    "dcostdbeq": "gradient of a bias",
    "updateweq": "update of a weight",
    "updatebeq": "update of a bias",
    "compositioneq": "composition of functions",
    "chainrulemanyeq": "chain rule",
    "programeq": "value of an operation",
    "localderivativeeq": "local derivative",
    "adjointsumeq": "adjoint as a sum over uses",
    "chainrulepathseq": "chain rule for several paths",
}

ATTRIBUTES = (
    "name",
    "single",
    "sample",
    "phase",
    "line",
    "equation",
    "words",
    "text",
    "symbol",
    "group",
    "shape",
    "names",
)
# Kind of a given quantity -> what it is grouped under, where the reader chooses a number to change.
GROUPS = {
    "input": "inputs",
    "target": "targets",
    "weight": "weights of layer {}",
    "bias": "biases of layer {}",
    "learning rate": "learning rate",
}


class Pool:
    """Quantities without their values, each distinct one once; worksheets are lists of places in it.

    The z of one unit is computed like that of the next, only from other quantities. So the expressions are kept as
    shapes, whose names are numbers, and each quantity has a shape and the names to put in. That and a list for each
    attribute keep a page light.

    Parameters
    ----------
    equations : dict of str to str
        Label of a quantity's equation -> the label that the page shall link in its place.
    """

    def __init__(self, equations=None):
        self.equations = equations or {}
        self.shapes = []
        self.entries = []
        self._places = {}

    def add(self, sheet):
        """The places of a worksheet's quantities, in order, as runs: first place, length, first place, length …"""
        runs = []
        for quantity in sheet:
            place = self._place(quantity, sheet)
            if runs and place == sum(runs[-2:]):
                runs[-1] += 1
            else:
                runs += [place, 1]
        return runs

    def to_dict(self):
        """Plain data for ``pool.js``."""
        attributes = {key: [entry.get(key) for entry in self.entries] for key in ATTRIBUTES}
        return {"shapes": self.shapes, **attributes}

    def used(self, names):
        """Of names by an equation's label, those of the equations that the quantities come from."""
        labels = {entry["equation"] for entry in self.entries}
        return {label: name for label, name in names.items() if label in labels}

    def _place(self, quantity, sheet):
        expression = None if quantity.expression is None else json.dumps(quantity.expression.to_json())
        identity = (quantity.name, quantity.words, quantity.phase, quantity.line, quantity.equation, expression)
        if identity not in self._places:
            self._places[identity] = len(self.entries)
            self.entries.append(self._entry(quantity, sheet))
        return self._places[identity]

    def _entry(self, quantity, sheet):
        key = quantity.key
        entry = {
            "name": key.name,
            "phase": quantity.phase,
            "line": quantity.line,
            "equation": self.equations.get(quantity.equation, quantity.equation),
            "words": key.words,
            "text": key.text,
            "symbol": quantity.mathml_symbol,
        }
        if key.sample is not None:
            entry |= {"sample": key.sample - 1, "single": key.single}
        if quantity.expression is None:
            return entry | {"group": GROUPS.get(key.kind, "given").format(key.layer)}
        return entry | {"shape": self._shape(quantity, sheet), "names": " ".join(quantity.depends_on)}

    def _shape(self, quantity, sheet):
        """The place of its expression and its template among the shapes, both with numbers for the names."""
        numbers = {name: str(i) for i, name in enumerate(quantity.depends_on)}
        numbered = quantity.expression.substitute({name: named(number) for name, number in numbers.items()})
        template = to_template(numbered, {number: sheet.symbols[name] for name, number in numbers.items()})
        shape = [numbered.to_json(), template]
        if shape not in self.shapes:
            self.shapes.append(shape)
        return self.shapes.index(shape)


def network_definition(variants, X, Y, learning_rate, starts, until="update", equations=None):
    """What the page needs to step through a network, and to train it.

    Parameters
    ----------
    variants : dict
        Key of a choice of functions -> the network with these functions.
    X, Y : ndarray, shapes (m, n₀) and (m, n_L)
    learning_rate : float
    starts : dict
        Name -> network whose weights are a start.
    until : str
        The last phase that is shown; without the update there is no training.
    equations : dict of str to str, optional
        Label of an equation -> label of the one that is linked in its place.
    """
    equation_titles = equation_names(equations or {})
    m, pool = len(X), Pool(equations)
    batches = {"one": slice(0, 1), "all": slice(None)} if together(m, until) else {"one": slice(0, 1)}
    programs, sheets = {}, {}
    for key, net in variants.items():
        sheets = {
            mode: Worksheet.from_network(net, X[batch], Y[batch], learning_rate).until(until)
            for mode, batch in batches.items()
        }
        programs[key] = {mode: pool.add(sheet) for mode, sheet in sheets.items()}
    net, sizes = next(iter(variants.values())), next(iter(variants.values())).sizes
    phases, lines = {quantity.phase for quantity in sheets["one"]}, {quantity.line for quantity in sheets["one"]}
    if until in BEFORE_THE_ERRORS:  # the algorithm, which may not be known yet, has hardly begun
        lines = set()
    topic = BEFORE_THE_ERRORS.get(until, "Backpropagation")
    return {
        "title": f"{topic} step by step: a {'-'.join(map(str, sizes))} network",
        "pool": pool.to_dict(),
        "programs": programs,
        "modes": list(batches),
        "updates": sheets["one"].updates,
        "targets": {key: LOSSES[net.loss].targets for key, net in variants.items() if LOSSES[net.loss].targets},
        "places": _places(sizes),
        "outputs": [names.activation(net.depth, None, k).name for k in range(1, sizes[-1] + 1)],
        "samples": {"X": X.tolist(), "Y": Y.tolist()},
        "starts": [{"name": name, "given": given_numbers(net, learning_rate)} for name, net in starts.items()],
        "choices": _choices(variants),
        "drawing": network_picture(sizes),
        "algorithm": [
            {"number": step.number, "title": step.title, "text": with_formulas(step.text)}
            for step in STEPS
            if step.number in lines
        ],
        "equations": pool.used(equation_titles),
        "phases": {phase: title for phase, title in PHASE_TITLES.items() if phase in phases},
    }


def together(m, until):
    """Whether there is something to see of all samples at once: from the cost on, which adds up their losses."""
    return m > 1 and until != "forward"


def worksheet_definition(sheet):
    """What the page needs to step through any worksheet: no samples, no training."""
    pool = Pool()
    program = pool.add(sheet)
    phases = list(dict.fromkeys(quantity.phase for quantity in sheet))
    titles = PHASE_TITLES | {"forward": "values", "gradient": "derivatives"}
    is_graph = any(quantity.key.kind == "adjoint" for quantity in sheet)
    result = [quantity for quantity in sheet if quantity.phase == "forward"][-1]
    if is_graph:
        titles |= {"gradient": "local derivatives", "error": "adjoints"}
    return {
        "title": f"A worksheet for {result.text}, step by step",
        "pool": pool.to_dict(),
        "programs": {"": {"one": program}},
        "modes": ["one"],
        "updates": {},
        "targets": {},
        "places": {},
        "outputs": [],
        "samples": {},
        "starts": [{"name": "the start", "given": sheet.given}],
        "choices": [],
        "drawing": graph_picture(sheet) if is_graph else functions_picture(sheet),
        "algorithm": [],
        "equations": pool.used(EQUATION_NAMES),
        "phases": {phase: titles[phase] for phase in phases},
    }


def equation_names(equations):
    """The names of all equations, and of those linked in the place of others.

    Parameters
    ----------
    equations : dict of str to str
        As for `StepThrough`. An equation in the place of several has the names of all of them.

    Raises
    ------
    ValueError
        If a key is no label of `EQUATION_NAMES`, or a value is no text.
    """
    names = {}
    for label, place in checks.instance("equations", equations, dict).items():
        name = EQUATION_NAMES[checks.one_of("equations", label, EQUATION_NAMES)]
        place = checks.instance(f"equations[{label!r}]", place, str)
        names[place] = f"{names[place]}, {name}" if place in names else name
    return EQUATION_NAMES | names


def given_numbers(net, learning_rate):
    """Name -> value of the weights, the biases and α."""
    given = {names.LEARNING_RATE.name: float(learning_rate)}
    for l in range(1, net.depth + 1):
        for j, row in enumerate(net.W[l].tolist(), 1):
            given |= {names.weight(l, j, k).name: value for k, value in enumerate(row, 1)}
        given |= {names.bias(l, k).name: value for k, value in enumerate(net.b[l].tolist(), 1)}
    return given


def choice_key(net):
    """The key of a network's functions: those of the hidden layers | that of the last layer and the loss."""
    hidden = ", ".join(dict.fromkeys(net.activations[:-1]))
    output = f"{net.activations[-1]}, {net.loss}"
    return f"{hidden}|{output}" if hidden else output


def variants_of(net, activations, losses):
    """Key -> network for each choice of functions; the network's own first.

    Parameters
    ----------
    activations : list of str or None
        For the hidden layers.
    losses : list of (str or (activation, loss)) or None
        A loss by itself goes with the network's last activation, if it can, else with the first that it can.

    Raises
    ------
    ValueError
        If a name is unknown or a pair does not go together.
    """
    net.own_steps()
    hidden = [net.activations[:-1]]
    if net.depth > 1:
        hidden += [[name] * (net.depth - 1) for name in _listed("activations", activations)]
    outputs = [(net.activations[-1], net.loss)]
    outputs += [_output_pair(net, entry) for entry in _listed("losses", losses)]
    weights, biases = list(net.W), list(net.b)
    variants = {}
    for functions in hidden:
        for last, loss in outputs:
            variant = Network(weights, biases, [*functions, last], loss, net.reduction, net.train_biases)
            variants.setdefault(choice_key(variant), variant)
    return variants


def _listed(argument, value):
    return [] if value is None else checks.listed(argument, value, "a list")


def _output_pair(net, entry):
    if isinstance(entry, (tuple, list)) and len(entry) == 2:
        return tuple(entry)
    loss = LOSSES[checks.one_of("losses", entry, LOSSES)]
    fitting = loss.output_activations
    return (net.activations[-1] if net.activations[-1] in fitting else fitting[0]), entry


def _choices(variants):
    """The kinds of choice with their options, as the page's menus have them."""
    parts = [key.split("|") for key in variants]
    titles = ["Hidden activation", "Output and loss"] if len(parts[0]) == 2 else ["Output and loss"]
    return [
        {"title": title, "options": [{"key": key, "text": key.replace("_", " ")} for key in dict.fromkeys(column)]}
        for title, column in zip(titles, zip(*parts))
    ]


def _places(sizes):
    """Name of an input or target where there is a single sample -> its array, and its column."""
    inputs = {names.input_feature(None, j).name: ["X", j - 1] for j in range(1, sizes[0] + 1)}
    targets = {names.target(None, k).name: ["Y", k - 1] for k in range(1, sizes[-1] + 1)}
    return inputs | targets


def with_formulas(text):
    """MyST text with its formulas set as MathML."""
    pieces = text.split("$")
    return "".join(latex_to_mathml(piece) if i % 2 else piece for i, piece in enumerate(pieces))
