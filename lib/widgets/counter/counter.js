// The counter of multiplications: layers, counts, formula, and counted beside measured. Entry of MultiplicationCounter.

import { countText, isExact, timesInWords, timesText } from "./counts.js";
import { CountRows } from "./count_rows.js";
import { element, scrollBox, setState, setText } from "../shared/dom.js";
import { FormulaPanel } from "../shared/formula_panel.js";
import { LayerEditor } from "./layer_editor.js";
import { PassPlot } from "./pass_plot.js";
import { Program } from "../shared/program.js";
import { renderWith, View } from "../shared/view.js";

const NO_MULTIPLICATIONS = ["P"];

/** The model holds the layers and what is chosen. */
class CounterView extends View {
  static traits = ["sizes", "layer", "count"];

  build() {
    const { definition, key } = this;
    this.programs = new Map();
    const [first] = definition.programs;
    const names = definition.programs.at(-1).filter(({ expression }) => expression === undefined).map(({ text }) =>
      text
    );
    const measured = definition.measured.map((entry) => ({ ...entry, ...this.countsOf(entry.sizes) }));
    this.editor = new LayerEditor({
      key,
      limits: definition.limits,
      examples: definition.examples,
      nameOf: (l) => names[l],
      act: (changes) => this.act(changes),
      settled: () => this.announce(),
    });
    this.rows = new CountRows({
      key,
      barless: NO_MULTIPLICATIONS,
      choose: (count) => this.act({ count }),
      quantities: first.filter(({ expression }) => expression !== undefined),
    });
    this.formula = new FormulaPanel(key, definition.equations, () => {});
    this.equals = this.formula.result.previousElementSibling;
    this.words = element("p", { class: "mc-in-words" });
    this.plot = new PassPlot({ measured });
    this.table = measuredTable(measured, definition.conditions);
    this.frame(
      { class: "bp-widget mc-counter", "aria-label": "counter of multiplications" },
      this.editor.box,
      this.rows.box,
      this.formula.box,
      this.words,
      this.plot.box,
      ...(measured.length > 0 ? this.table.parts : []),
    );
  }

  remove() {
    super.remove();
    this.plot.remove();
  }

  /** The counts of a network of so many layers, ready to be evaluated. */
  programOf(depth) {
    if (!this.programs.has(depth)) this.programs.set(depth, new Program(this.definition.programs[depth - 1]));
    return this.programs.get(depth);
  }

  evaluated(sizes) {
    const program = this.programOf(sizes.length - 1);
    program.evaluate((name) => sizes[Number(name.slice(1))]);
    return program;
  }

  /** What a measurement is compared with. */
  countsOf(sizes) {
    const program = this.evaluated(sizes);
    const forward = program.value("F");
    return { size: program.value("P"), G: program.value("G") / forward, D: program.value("D") / forward };
  }

  draw() {
    const { sizes, layer, count } = this.state;
    const program = this.evaluated(sizes);
    this.editor.update(sizes, Math.min(layer, sizes.length - 1));
    this.rows.update(program, count);
    this.formula.update({ program, cursor: count }, countText);
    setText(this.equals, isExact(program.value(count)) ? "=" : "≈");
    this.said = sentence(program, this.measuredOf(sizes));
    setText(this.words, this.said);
    this.plot.update(program);
    this.table.mark(sizes.join("-"));
  }

  measuredOf(sizes) {
    return this.definition.measured.find((entry) => entry.sizes.join() === sizes.join());
  }
}

/** The counts in words, and what was measured where the network was. */
function sentence(program, measured) {
  const times = (name, base) => timesInWords(program.value(name) / program.value(base));
  const counted = `Backpropagation costs ${times("G", "F")} times a forward pass, finite differences ` +
    `${times("D", "F")} times: ${times("D", "G")} times backpropagation.`;
  if (!measured) return counted;
  const { backpropagation, finite_differences: differences } = measured;
  const beside = differences === null ? "" : `, of finite differences ${timesInWords(differences)} times`;
  return `${counted} Measured, the time of backpropagation was ${
    timesInWords(backpropagation)
  } times that of a forward pass${beside}.`;
}

/** Counted beside measured, a row for each network. */
function measuredTable(measured, conditions) {
  const text = (ratio) => (ratio === null ? "–" : timesText(ratio));
  const rows = new Map(
    measured.map((
      entry,
    ) => [
      entry.sizes.join("-"),
      element(
        "tr",
        {},
        element("th", { scope: "row" }, entry.sizes.join("-")),
        ...[entry.G, entry.backpropagation, entry.D, entry.finite_differences].map((ratio) =>
          element("td", {}, text(ratio))
        ),
      ),
    ]),
  );
  const heads = (...words) =>
    element("tr", {}, ...words.map(([word, span]) => element("th", { scope: "col", colspan: span }, word)));
  const table = element(
    "table",
    { class: "mc-measured" },
    element(
      "thead",
      {},
      heads(["", 1], ["backpropagation", 2], ["finite differences", 2]),
      heads(["network", 1], ["counted", 1], ["measured", 1], ["counted", 1], ["measured", 1]),
    ),
    element("tbody", {}, ...rows.values()),
  );
  const mark = (name) => rows.forEach((row, key) => setState(row, "aria-current", key === name ? "true" : null));
  const title = element("p", { class: "mc-measured-title" }, `In forward passes, counted and measured. ${conditions}`);
  return { parts: [title, scrollBox("counted beside measured", "mc-table", table)], mark };
}

export default renderWith(CounterView);
