// The shape explorer: a quantity, its shape, and the product that makes it. Entry of the widget ShapeExplorer.

import { drawView } from "./boxes.js";
import { element, math, scrollBox, setState, setText } from "../shared/dom.js";
import { equationLink, Formula } from "../shared/formula.js";
import { formatNumber } from "../shared/numbers.js";
import { withBreaks } from "./terms.js";
import { renderWith, View } from "../shared/view.js";

const BESIDE_CELLS = 58; // pixels of names and frames beside the cells of a product
const WIDE_ENOUGH = 36; // pixels
const MOVES = {
  ArrowUp: ([r, c]) => [r - 1, c],
  ArrowDown: ([r, c]) => [r + 1, c],
  ArrowLeft: ([r, c]) => [r, c - 1],
  ArrowRight: ([r, c]) => [r, c + 1],
  Home: ([r]) => [r, 0],
  End: ([r]) => [r, Infinity],
};

/** The model holds what is chosen: a quantity, and a cell of it. */
class ShapeView extends View {
  static traits = ["network", "samples", "kind", "layer", "row", "column"];

  build() {
    const { definition } = this;
    const networks = definition.networks.map((network) => ({ ...network, steps: network.steps.map(withValues) }));
    this.networks = networks;
    const kinds = Object.entries(definition.kinds).map(([kind, [symbol, words]]) => [kind, words, symbol]);
    const layers = Math.max(...networks.flatMap(({ steps }) => steps[0].views.map(({ layer }) => layer)));
    const choose = (name) => (value) => this.act({ [name]: value });
    this.choices = [
      new Choice(this.key, "kind", "Quantity", kinds, choose("kind")),
      new Choice(this.key, "layer", "Layer", range(layers + 1).map((l) => [l, String(l)]), choose("layer")),
      new Choice(this.key, "samples", "Samples", networks[0].steps.map(({ m }) => [m, String(m)]), choose("samples")),
      new Choice(this.key, "network", "Network", networks.map(({ sizes }, i) => [i, sizes]), choose("network")),
    ];
    this.equation = math("math", {});
    this.source = element("span", { class: "se-source" });
    this.shapes = math("math", {});
    this.sizes = math("math", {});
    this.code = element("code");
    this.words = element("span");
    this.picture = element("div", { class: "se-picture" });
    this.stage = element("div", { class: "se-stage" }, ...this.outlines(), this.picture);
    this.buildFormula();
    const line = (name, ...content) =>
      element(
        "div",
        { class: "se-fact" },
        element("span", { class: "se-fact-name" }, name),
        scrollBox(name, "se-scroll", ...content),
      );
    this.frame(
      { class: "se-explorer", "aria-label": "shape explorer" },
      element(
        "div",
        { class: "se-parts" },
        element("div", { class: "se-choices" }, ...this.choices.map(({ box }) => box)),
        element(
          "div",
          { class: "se-facts" },
          line("Equation", this.equation),
          line("Shapes", this.shapes),
          line("Numbers", this.sizes),
          line("Code", this.code),
        ),
        element("p", { class: "se-words" }, this.words, " ", this.source),
        this.formulaBox,
        element("div", { class: "se-picture-box" }, scrollBox("picture", "se-scroll", this.stage)),
      ),
    );
    this.watch(this.root, (width) => {
      this.width = width;
      if (this.isTight !== this.wasTight) this.writeCells();
    });
    this.picture.addEventListener("keydown", (event) => this.move(event));
    this.picture.addEventListener("click", (event) => this.point(event, true));
    this.picture.addEventListener("pointerover", (event) => event.pointerType === "mouse" && this.point(event, false));
  }

  buildFormula() {
    const [symbols, numbers] = [element("span"), element("span")]; // a <math> for each term: lines break between them
    this.formula = new Formula(symbols, numbers);
    this.left = math("math", { displaystyle: "true" });
    this.result = math("mn");
    const right = (content) => element("div", { class: "se-line" }, math("math", {}, "<mo>=</mo>"), content);
    this.title = element("p", { class: "se-title" });
    const result = math("math");
    result.append(this.result);
    this.lines = [right(symbols), right(numbers), right(result)];
    this.formulaBox = element(
      "div",
      { class: "se-formula" },
      this.title,
      scrollBox(
        "formula",
        "se-scroll",
        element("div", { class: "se-lines" }, element("div", { class: "se-line" }, this.left), ...this.lines),
      ),
    );
  }

  /** An outline of each view, unseen: they keep the place of the tallest, so that nothing below moves. */
  outlines() {
    const most = this.networks.map(({ steps }) => steps.reduce((a, b) => (b.m > a.m ? b : a)));
    return most.flatMap((step) =>
      step.views.map((view) =>
        element("div", { class: "se-outline", "aria-hidden": "true", style: spanStyle(view) }, drawView(view, null, ""))
      )
    );
  }

  get step() {
    const { network, samples } = this.state;
    const { steps } = this.networks[network];
    return steps.find(({ m }) => m === samples) ?? steps[0];
  }

  /** A layer that the chosen quantity doesn't have gives way to the nearest. */
  draw() {
    const { step, state } = this;
    const views = step.views.filter(({ kind }) => kind === state.kind);
    const nearest = (view) => Math.abs(view.layer - state.layer);
    const view = views.reduce((a, b) => (nearest(b) < nearest(a) ? b : a), views[0] ?? step.views[0]);
    if (view !== this.view || step !== this.drawnStep) this.show(view, step, views);
    this.light();
  }

  show(view, step, views) {
    const hadFocus = this.picture.contains(document.activeElement);
    this.view = view;
    this.drawnStep = step;
    const chosen = { kind: view.kind, layer: view.layer, samples: step.m, network: this.state.network };
    const layers = new Set(views.map(({ layer }) => layer));
    const exists = {
      layer: new Set(step.views.map(({ layer }) => layer)),
      kind: new Set(step.views.map(({ kind }) => kind)),
    };
    for (const choice of this.choices) {
      const there = exists[choice.name];
      const offered = choice.name === "layer" ? layers : there;
      choice.update(
        chosen[choice.name],
        (value) => !there || there.has(value),
        (value) => !offered || offered.has(value),
      );
    }
    this.equation.innerHTML = view.formula;
    this.source.replaceChildren(...(view.equation ? [equationLink(...view.equation)] : []));
    this.shapes.innerHTML = view.shapes;
    this.sizes.innerHTML = view.sizes;
    setText(this.code, view.code);
    setText(this.words, view.words);
    const words = `${view.title}, ${view.result.cells.length} rows, ${view.result.cells[0].length} columns`;
    this.picture.setAttribute("style", spanStyle(view));
    this.picture.replaceChildren(drawView(view, () => "", words));
    this.cells = [...this.picture.querySelectorAll(".se-cell")];
    this.writeCells();
    if (hadFocus) this.cellAt(...this.place).focus();
  }

  /** Whether −0.25 is too wide for a cell. Until the width is known, it is not. */
  get isTight() {
    return (this.width - BESIDE_CELLS) / spanOf(this.view) < WIDE_ENOUGH;
  }

  writeCells() {
    const { quantities } = this.drawnStep;
    this.wasTight = this.isTight;
    for (const cell of this.cells) {
      if (cell.dataset.q) setText(cell, short(quantities[cell.dataset.q].value, this.isTight));
    }
  }

  /** Row and column of the chosen cell, within the result there is. */
  get place() {
    return this.within([this.state.row, this.state.column]);
  }

  within([row, column]) {
    const { cells } = this.view.result;
    const clip = (value, count) => Math.min(Math.max(value, 0), count - 1);
    return [clip(row, cells.length), clip(column, cells[0].length)];
  }

  cellAt(row, column) {
    return this.cells.find((cell) => cell.dataset.row === String(row) && cell.dataset.column === String(column));
  }

  /** Light the chosen cell and what it is made of, and write its formula. */
  light() {
    const { quantities } = this.drawnStep;
    const [row, column] = this.place;
    const name = this.view.result.cells[row][column];
    const quantity = quantities[name];
    const given = quantity.template === undefined;
    if (!given) this.formula.show(withBreaks(quantity.template), (source) => quantities[source].symbol);
    const sources = new Set(quantity.sources);
    for (const cell of this.cells) {
      const chosen = cell.dataset.row === String(row) && cell.dataset.column === String(column);
      const ones = cell.dataset.q === "";
      setState(cell, "data-lit", chosen ? "result" : ones || sources.has(cell.dataset.q) ? "source" : null);
      if (cell.dataset.row !== undefined) {
        setState(cell, "tabindex", chosen ? "0" : "-1");
        setState(cell, "aria-selected", chosen);
      }
    }
    this.lines.forEach((line, i) => setState(line, "data-unused", given && i < 2));
    if (!given) this.formula.fill((source) => formatNumber(quantities[source].value));
    this.left.innerHTML = quantity.symbol;
    const value = formatNumber(quantity.value);
    setText(this.result, value);
    setText(this.title, `Row ${row + 1}, column ${column + 1}: ${quantity.words}`);
    const made = given ? "given" : `made of ${counted(sources.size, "number")}`;
    this.say(`row ${row + 1}, column ${column + 1}: ${quantity.words}, equals ${value}, ${made}`);
  }

  move(event) {
    const step = MOVES[event.key];
    if (!step || !event.target.closest("[data-row]")) return;
    event.preventDefault();
    const [row, column] = this.within(step(this.place));
    this.act({ row, column });
    this.cellAt(row, column).focus();
  }

  point(event, focus) {
    const { row, column } = event.target.closest("[data-row]")?.dataset ?? {};
    if (row === undefined) return;
    this.act({ row: Number(row), column: Number(column) });
    if (focus) this.cellAt(row, column).focus();
  }
}

/** A group of radio buttons: [value, words, and MathML where a symbol stands for the words]. */
class Choice {
  constructor(key, name, words, offers, choose) {
    this.name = name;
    this.entries = offers.map(([value, words, symbol], i) => {
      const input = element("input", {
        type: "radio",
        name: `${key}-${name}`,
        id: `${key}-${name}-${i}`,
        "aria-label": words,
        change: () => choose(value),
      });
      const label = element("label", { for: input.id }, symbol ? math("math", {}, symbol) : words);
      return { value, input, node: element("span", { class: "se-option" }, input, label) };
    });
    this.box = element(
      "fieldset",
      { class: "se-choice", hidden: offers.length < 2 },
      element("legend", {}, words),
      ...this.entries.map(({ node }) => node),
    );
  }

  /** Mark the chosen one; hide what is not there at all, and rule out what is not offered now. */
  update(chosen, exists, offered) {
    for (const { value, input, node } of this.entries) {
      input.checked = value === chosen;
      input.disabled = !offered(value);
      setState(node, "hidden", !exists(value));
    }
  }
}

/** NaN and infinity arrive as text. */
function withValues(step) {
  const quantities = Object.fromEntries(
    Object.entries(step.quantities)
      .map(([name, quantity]) => [name, { ...quantity, value: Number(quantity.value) }]),
  );
  return { ...step, quantities };
}

/** How many cells stand side by side: the width of a cell follows from it. */
function spanOf({ result, product }) {
  return result.cells[0].length + (product[0]?.cells[0].length ?? 0);
}

function spanStyle(view) {
  return `--se-span:${spanOf(view)}`;
}

/**
 * A number as short as a cell needs it: two decimals, or fewer where that is exact but for round-off. A tight cell has −.25
 * for −0.25, and 1.3 for 1.25.
 */
function short(value, isTight) {
  if (!Number.isFinite(value) || Math.abs(value) >= 100) return formatNumber(value, 3);
  const decimals = isTight && Math.abs(value) >= 1 ? 1 : 2;
  const [fixed, exact] = [value.toFixed(decimals), String(Number(value.toPrecision(12)))];
  const text = (exact.length < fixed.length ? exact : fixed).replace(/^-(?=0\.0+$)/, "").replace("-", "−");
  return isTight ? text.replace(/\b0(?=\.)/, "") : text;
}

const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
const range = (count) => Array.from({ length: count }, (_, i) => i);

export default renderWith(ShapeView);
