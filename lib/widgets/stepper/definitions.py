"""The stepper's definition: all that the page needs of a network, or of any worksheet, to step through it."""

from lib import checks
from lib.losses import LOSSES
from lib.network import Network
from lib.typesetting.mathml import latex_to_mathml
from lib.widgets.shared.pictures import functions_picture, graph_picture, network_picture
from lib.widgets.stepper.pool import Pool
from lib.worksheet import names, samples
from lib.worksheet.algorithm import STEPS
from lib.worksheet.network_step import write_program
from lib.worksheet.samples import Stage

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
    m = len(X) if together(len(X), until) else 1
    pool, programs, stages, updates = Pool(m, equations), {}, [], {}
    for key, net in variants.items():
        (stages, updates), (of_all, _) = write_program(net, 1), write_program(net, m)
        stages = samples.until(stages, until)
        programs[key] = pool.add(stages, samples.until(of_all, until) if m > 1 else ())
    net, sizes = next(iter(variants.values())), next(iter(variants.values())).sizes
    definitions = [definition for stage in stages for definition in stage.definitions]
    phases, lines = {each.phase for each in definitions}, {each.line for each in definitions}
    if until in BEFORE_THE_ERRORS:  # the algorithm, which may not be known yet, has hardly begun
        lines = set()
    topic = BEFORE_THE_ERRORS.get(until, "Backpropagation")
    return {
        "title": f"{topic} step by step: a {'-'.join(map(str, sizes))} network",
        "pool": pool.to_dict(),
        "programs": programs,
        "modes": ["one", "all"] if m > 1 else ["one"],
        "updates": updates if until == "update" else {},
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
    program = pool.add([Stage(False, sheet.definitions)])
    phases = list(dict.fromkeys(quantity.phase for quantity in sheet))
    titles = PHASE_TITLES | {"forward": "values", "gradient": "derivatives"}
    is_graph = any(quantity.key.kind == "adjoint" for quantity in sheet)
    result = [quantity for quantity in sheet if quantity.phase == "forward"][-1]
    if is_graph:
        titles |= {"gradient": "local derivatives", "error": "adjoints"}
    return {
        "title": f"A worksheet for {result.text}, step by step",
        "pool": pool.to_dict(),
        "programs": {"": program},
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
