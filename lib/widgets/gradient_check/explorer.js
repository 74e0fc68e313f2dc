// A derivative by backpropagation beside numeric ones, for any ε. Entry of the widget GradientCheckExplorer.

import { Arithmetic } from "./arithmetic.js";
import { problemWith } from "../shared/bounds.js";
import { CostProbe } from "./cost_probe.js";
import { fixedTogether, markShared } from "./digits.js";
import { element, labelled, scrollBox, setText } from "../shared/dom.js";
import { ErrorCurve, lineSample, METHODS } from "./error_curve.js";
import { NumberField } from "../shared/number_field.js";
import { formatNumber } from "../shared/numbers.js";
import { PlantedBug, relativeError, whyNot } from "./planted_bug.js";
import { bringIntoView } from "../shared/scrolling.js";
import { renderWith, View } from "../shared/view.js";

const COMPARED = 11; // digits of the derivatives that stand side by side

/** The model holds what is chosen. */
class CheckView extends View {
  static traits = ["network", "parameter", "eps", "given", "planted", "guess"];

  remove() {
    super.remove();
    this.curve.remove();
  }

  build() {
    const { definition, key } = this;
    const { networks, eps } = definition;
    this.probes = networks.map(({ quantities, mistaken }) => ({
      right: new CostProbe(quantities),
      mistaken: Object.fromEntries(Object.entries(mistaken).map(([name, changed]) => [name, new CostProbe(changed)])),
    }));
    const hunting = Object.keys(definition.mistakes).length > 0;
    this.networkMenu = menu(
      `${key}-network`,
      networks.map(({ name }, i) => [i, name]),
      (i) => this.choose(this.chosenNetwork(Number(i))),
    );
    this.parameterMenu = menu(`${key}-parameter`, [], (parameter) => this.choose({ parameter }));
    this.value = new NumberField({
      id: `${key}-value`,
      label: "its value",
      sliderLabel: "slide its value",
      min: -3,
      max: 3,
      change: (value) => this.changeNumber(this.state.parameter, value),
      settled: () => this.announce(),
    });
    this.eps = new NumberField({
      id: `${key}-eps`,
      label: "ε",
      sliderLabel: "slide ε",
      min: eps[0],
      max: eps[1],
      logarithmic: true,
      change: (value) => this.changeEps(value),
      settled: () => this.announce(),
    });
    this.curve = new ErrorCurve({ eps, pick: (value) => this.act({ eps: value }), picked: () => this.announce() });
    this.arithmetic = new Arithmetic(definition.formulas);
    const parts = [this.comparison()];
    if (hunting) {
      this.alpha = new NumberField({
        id: `${key}-alpha`,
        label: "learning rate α",
        sliderLabel: "slide α",
        min: 1e-4,
        max: 10,
        logarithmic: true,
        change: (value) => this.changeNumber("alpha", value),
        settled: () => this.announce(),
      });
      this.bug = new PlantedBug({
        key,
        definition,
        control: this.alpha.row,
        message: this.alpha.message,
        select: (name) => this.lookAt(name),
        answer: (guess) => this.choose({ guess }),
        another: () => this.choose(this.anotherBug()),
      });
      parts.push(this.bug.box);
    }
    const title = hunting ? "gradient check with a planted bug" : "gradient check";
    this.frame(
      { class: "bp-widget gc-explorer", "aria-label": title },
      element(
        "div",
        { class: "gc-choices" },
        networks.length > 1 ? labelled("Network", this.networkMenu) : "",
        labelled("Derivative for", this.parameterMenu),
      ),
      element("div", { class: "gc-numbers" }, this.value.row, this.eps.row),
      element("div", { class: "gc-messages" }, this.value.message, this.eps.message),
      element("div", { class: "gc-main" }, this.curve.box, this.arithmetic.box),
      ...parts,
    );
  }

  /** The table of the three methods, which is the legend of the curves too. */
  comparison() {
    const row = (words, ...sample) => {
      const [value, error] = [element("td", { class: "gc-digits" }), element("td")];
      return { value, error, row: element("tr", {}, element("th", { scope: "row" }, ...sample, words), value, error) };
    };
    this.lines = METHODS.map((method) => row(method.words, lineSample(method)));
    this.exact = row("backpropagation", element("span", { class: "gc-sample" }));
    const heads = ["derivative", "at this ε", "error"].map((text, i) =>
      element("th", { scope: "col", class: i === 1 && "gc-right" }, text)
    );
    return scrollBox(
      "derivatives",
      "gc-comparison",
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, ...heads)),
        element("tbody", {}, ...this.lines.map((line) => line.row), this.exact.row),
      ),
    );
  }

  get example() {
    return this.definition.networks[this.state.network];
  }

  /** The worksheet with the planted mistake in it, or the right one. */
  get probe() {
    const { network, planted } = this.state;
    const { right, mistaken } = this.probes[network];
    return mistaken[planted] ?? right;
  }

  // Acting.

  /** A change that is complete; what is dragged is announced when it has settled. */
  choose(changes) {
    this.act(changes);
    this.announce();
  }

  chosenNetwork(network) {
    const { given, parameters } = this.definition.networks[network];
    const same = parameters.find(({ name }) => name === this.state.parameter) ?? parameters[0];
    return { network, given: { ...given }, parameter: same.name, guess: "" };
  }

  /** The curves of one derivative, which stand far above the table of all. */
  lookAt(parameter) {
    this.choose({ parameter });
    bringIntoView(this.curve.box);
  }

  anotherBug() {
    const { order } = this.definition;
    return { planted: order[(order.indexOf(this.state.planted) + 1) % order.length], guess: "" };
  }

  changeNumber(name, value) {
    const problem = problemWith(name, value);
    return problem || this.act({ given: { ...this.state.given, [name]: value } });
  }

  changeEps(value) {
    const [least, most] = this.definition.eps;
    if (value === null) return "That is no number.";
    if (!(value >= least && value <= most)) {
      return `ε lies between ${formatNumber(least)} and ${formatNumber(most)} here.`;
    }
    return this.act({ eps: value });
  }

  // Drawing

  draw() {
    const { example, probe, state } = this;
    const { parameter, eps, given } = state;
    const fresh = this.shown?.parameter !== parameter || this.shown?.network !== state.network;
    const entry = example.parameters.find(({ name }) => name === parameter);
    if (this.shown?.network !== state.network) {
      fillMenu(this.parameterMenu, example.parameters.map(({ name, text, words }) => [name, `${text}, ${words}`]));
    }
    this.networkMenu.value = String(state.network);
    this.parameterMenu.value = parameter;
    setText(this.value.label, `${entry.text} =`);
    this.value.update(given[parameter], fresh);
    this.eps.update(eps);
    const valueOf = probe.evaluate(given);
    const gradient = example.parameters.map((each) => valueOf(each.gradient));
    const analytic = valueOf(entry.gradient);
    if (fresh || this.shown.given !== given || this.shown.planted !== state.planted) {
      this.curve.compute(probe, given, parameter, analytic, example.kinks);
    }
    this.shown = state;
    this.compare(probe, state, analytic);
    if (this.bug) this.hunt(gradient);
  }

  compare(probe, { given, parameter, eps }, analytic) {
    const numeric = Object.fromEntries(METHODS.map(({ key }) => [key, probe[key](given, parameter, eps)]));
    const errors = Object.fromEntries(METHODS.map(({ key }) => [key, Math.abs(numeric[key] - analytic)]));
    this.curve.mark(eps, errors);
    this.arithmetic.update({
      above: probe.cost(given, parameter, eps),
      below: probe.cost(given, parameter, -eps),
      eps,
      analytic,
    });
    METHODS.forEach(({ key }, i) => {
      const [text, exact] = fixedTogether([numeric[key], analytic], COMPARED);
      markShared(this.lines[i].value, text, exact);
      setText(this.lines[i].error, formatNumber(errors[key], 2));
    });
    setText(this.exact.value, fixedTogether([analytic], COMPARED)[0]);
    const relative = formatNumber(relativeError(numeric.central, analytic), 2);
    this.compared = `at ε = ${formatNumber(eps)} the central difference is ${formatNumber(numeric.central, 6)}, ` +
      `backpropagation gives ${formatNumber(analytic, 6)}, relative error ${relative}`;
  }

  hunt(seen) {
    const { example, probe, definition, state } = this;
    const { right, mistaken } = this.probes[state.network];
    const { parameters } = example;
    const gradientOf = (other) => {
      const valueOf = other.evaluate(state.given);
      return parameters.map((each) => valueOf(each.gradient));
    };
    const [numeric, doubts] = ["central", "doubt"].map((each) =>
      parameters.map(({ name }) => probe[each](state.given, name, state.eps))
    );
    const { guess, planted } = state;
    let verdict = "";
    if (guess === planted) verdict = `Right. ${definition.mistakes[planted].symptom}`;
    else if (guess !== "") {
      const [would, exact] = [gradientOf(mistaken[guess]), gradientOf(right)];
      verdict = `No. ${whyNot({ parameters, seen, would, right: exact, tolerance: definition.tolerance })}`;
    }
    this.alpha.update(state.given.alpha);
    const comparison = { parameters, chosen: state.parameter, seen, numeric, doubts };
    this.bug.update({ ...comparison, guess, verdict, right: guess === planted });
  }

  get said() {
    return this.bug ? `${this.compared}. ${this.bug.summary.textContent}` : this.compared;
  }
}

function menu(id, options, choose) {
  const box = element("select", { id, change: () => choose(box.value) });
  fillMenu(box, options);
  return box;
}

function fillMenu(box, options) {
  box.replaceChildren(...options.map(([value, text]) => element("option", { value }, text)));
}

export default renderWith(CheckView);
