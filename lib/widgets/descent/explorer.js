// The descent explorer: a start, a learning rate, and the walk that follows. Entry of the widget DescentExplorer.

import { CostPicture, CurvePicture, SurfacePicture } from "./pictures.js";
import { element, labelled, math, scrollBox, setState, setText } from "../shared/dom.js";
import { Formula } from "../shared/formula.js";
import { formatNumber } from "../shared/numbers.js";
import { NumberField } from "../shared/number_field.js";
import { Transport } from "../shared/transport.js";
import { verdict } from "./verdict.js";
import { renderWith, View } from "../shared/view.js";
import { Walk } from "./walk.js";

const RUNS = [10, 100];
const ROWS = 5; // of the table of updates
const LATER = 250; // milliseconds
const LOUD_FROM = 1000; // milliseconds an update; a quicker play is not read aloud
const NUDGE = 0.05;
const NUDGES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/** The model holds what is set: the cost, where the walk begins, α, and how many updates are done. */
class DescentView extends View {
  static traits = ["landscape", "start", "learning_rate", "step"];

  remove() {
    super.remove();
    this.transport.stop();
    clearTimeout(this.speaking);
    for (const { plot } of [this.picture, this.cost]) plot.remove();
  }

  // What is set.

  get landscape() {
    return this.landscapes.get(this.state.landscape);
  }

  choose(name) {
    const { start, rate } = this.landscapes.get(name);
    this.transport.stop();
    this.reach = 0;
    this.hush();
    this.act({ landscape: name, start: [...start], learning_rate: rate, step: 0 });
    this.announce();
  }

  /** What was said of another number is over: all messages share one place. */
  hush() {
    for (const field of [...this.starts, this.rate]) field.say("");
  }

  changeRate(rate) {
    this.hush();
    if (rate === null) return "That is no number.";
    if (!(rate > 0)) return "A learning rate is a number above 0.";
    if (!Number.isFinite(rate)) return "This is too large for a number.";
    return this.act({ learning_rate: rate });
  }

  typedStart(i, value) {
    this.hush();
    if (value === null) return "That is no number.";
    if (!Number.isFinite(value)) return "This is too large for a number.";
    return this.act({ start: this.state.start.map((each, j) => (i === j ? value : each)) });
  }

  go(action) {
    const { position } = this;
    this.walkTo({ first: 0, back: position - 1, next: position + 1, last: this.reach }[action]);
  }

  /** Show the walk up to an update, as far as it goes. */
  walkTo(step) {
    const { start, learning_rate: rate } = this.state;
    const wanted = Math.min(Math.max(step, 0), this.most);
    this.act({ step: this.walk.path(start, rate, wanted).length - 1 });
    if (!this.transport.playing || this.transport.milliseconds >= LOUD_FROM) this.announce();
  }

  /** The update that is shown: the last one, where a number overflowed before the one asked for. */
  get position() {
    return this.stops.length - 1;
  }

  get atEnd() {
    const here = this.stops.at(-1);
    return !here.finite || here.still || this.position >= this.most;
  }

  // The parts.

  build() {
    const { key, definition } = this;
    this.landscapes = new Map(definition.landscapes.map((landscape) => [landscape.name, landscape]));
    this.most = definition.most_steps;
    this.reach = 0; // the last update that was shown
    this.transport = new Transport({ key, go: (action) => this.go(action), atEnd: () => this.atEnd });
    this.which = element(
      "select",
      { id: `${key}-which`, change: () => this.choose(this.which.value) },
      ...[...this.landscapes.keys()].map((name) => element("option", { value: name }, name)),
    );
    this.presets = element("div", { class: "de-presets", role: "group", "aria-label": "learning rates" });
    this.rate = new NumberField({
      id: `${key}-rate`,
      label: "α",
      sliderLabel: "slide α",
      logarithmic: true,
      min: 0.001,
      max: 10,
      change: (value) => this.changeRate(value),
      settled: () => this.announce(),
    });
    this.startBox = element("div", { class: "de-starts" });
    this.stage = element("div", { class: "de-stage" });
    this.handle = this.makeHandle();
    this.cost = new CostPicture();
    this.legendBox = element("div", { class: "de-key" });
    this.messages = element("div", { class: "de-messages" });
    this.words = element("p", { class: "de-words" });
    this.formulas = element("div", { class: "de-formulas" });
    this.table = element("table", { class: "de-table" });
    const reset = element("button", {
      type: "button",
      class: "bp-button de-reset",
      click: () => this.choose(this.landscape.name),
    }, "Reset");
    const runs = RUNS.map((updates) =>
      element("button", {
        type: "button",
        class: "bp-button",
        "aria-label": `Do ${updates} updates`,
        click: () => {
          this.transport.stop();
          this.walkTo(this.position + updates);
        },
      }, `+${updates}`)
    );
    const several = this.landscapes.size > 1;
    const fields = element(
      "div",
      { class: "de-fields" },
      this.startBox,
      this.rate.row,
      this.messages,
    );
    const steps = scrollBox("the last updates", "de-steps", this.table);
    this.frame(
      { class: "bp-widget de-explorer", tabindex: "0", keydown: (event) => this.transport.key(event) },
      element(
        "div",
        { class: "de-choices" },
        ...(several ? [labelled("Cost", this.which)] : []),
        this.presets,
      ),
      fold("Set the start and α", fields),
      fields,
      element(
        "div",
        { class: "de-main" },
        element("div", { class: "de-seen" }, this.stage, this.legendBox),
        element("div", { class: "de-side" }, this.cost.plot.box, this.words),
      ),
      this.transport.box,
      element(
        "div",
        { class: "de-runs" },
        element(
          "span",
          { class: "bp-field", role: "group", "aria-label": "several updates" },
          element("span", {}, "Updates"),
          ...runs,
        ),
        this.transport.speedBox,
        reset,
      ),
      this.formulas,
      fold("Key, cost by update, table", this.legendBox, this.cost.plot.box, steps),
      steps,
    );
  }

  /** The start, to be dragged or moved by the arrow keys. */
  makeHandle() {
    const handle = element("div", {
      class: "de-handle",
      role: "slider",
      tabindex: "0",
      "aria-label": "start of the walk; arrow keys move it",
      pointerdown: (event) => {
        event.preventDefault();
        handle.focus();
        handle.setPointerCapture(event.pointerId);
        this.dragging = true;
      },
      pointermove: (event) => this.dragging && this.moveStart(this.picture.pointAt(event)),
      pointerup: () => this.drop(),
      pointercancel: () => this.drop(),
      keydown: (event) => this.nudge(event),
    });
    return handle;
  }

  drop() {
    if (this.dragging) this.announce();
    this.dragging = false;
  }

  /** Put the start at a point of the picture, to two decimals. */
  moveStart(point) {
    const { frame } = this.landscape;
    const start = point.map((value, i) => Number(Math.min(Math.max(value, frame[i][0]), frame[i][1]).toFixed(2)));
    this.act({ start });
  }

  nudge(event) {
    const move = NUDGES[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const length = event.shiftKey ? 10 * NUDGE : NUDGE;
    this.moveStart(this.state.start.map((value, i) => value + move[i] * length));
    this.announce();
  }

  /** Build what depends on the landscape. */
  show() {
    const { landscape } = this;
    this.shown = landscape;
    this.root.setAttribute("aria-label", `gradient descent: ${landscape.name}`);
    this.walk = new Walk(landscape);
    this.texts = new Map(landscape.quantities.map(({ name, text }) => [name, text]));
    const labels = landscape.variables.map((name) => this.texts.get(name));
    this.showPicture(landscape, labels);
    this.showFields(landscape, labels);
    this.rows = landscape.formulas.map((name) => new FormulaRow(this.walk.program, name));
    this.formulas.replaceChildren(...this.rows.map(({ box }) => box));
    this.showTable(landscape);
  }

  showPicture(landscape, labels) {
    this.picture?.plot.remove();
    const Picture = labels.length === 1 ? CurvePicture : SurfacePicture;
    this.picture = new Picture(this.walk, landscape, labels, () => this.placeHandle());
    this.picture.plot.picture.addEventListener("click", (event) => {
      this.moveStart(this.picture.pointAt(event));
      this.announce();
    });
    const [[low, high]] = landscape.frame;
    setState(this.handle, "aria-valuemin", low);
    setState(this.handle, "aria-valuemax", high);
    this.stage.replaceChildren(this.picture.plot.box, this.handle);
    this.legendBox.replaceChildren(this.picture.legend);
  }

  showFields(landscape, labels) {
    this.starts = labels.map((label, i) =>
      new NumberField({
        id: `${this.key}-start-${i}`,
        label: `start ${label}`,
        min: landscape.frame[i][0],
        max: landscape.frame[i][1],
        change: (value) => this.typedStart(i, value),
        settled: () => this.announce(),
      })
    );
    this.startBox.replaceChildren(...this.starts.map(({ row }) => row));
    this.messages.replaceChildren(...[...this.starts, this.rate].map(({ message }) => message));
    const rates = landscape.rates.map(([, rate]) => rate);
    this.rate.frame(Math.min(...rates) / 5, Math.max(...rates) * 5);
    this.presetButtons = landscape.rates.map(([name, rate]) => ({
      rate,
      node: element("button", {
        type: "button",
        class: "bp-button",
        click: () => {
          this.changeRate(rate);
          this.announce();
        },
      }, `${name}: ${formatNumber(rate)}`),
    }));
    this.presets.replaceChildren(element("span", {}, "α"), ...this.presetButtons.map(({ node }) => node));
  }

  showTable(landscape) {
    const head = landscape.columns.map((name) => {
      const cell = element("th", { scope: "col" });
      cell.append(math("math", {}, this.walk.program.quantity(name).symbol));
      return cell;
    });
    this.cells = Array.from(
      { length: ROWS },
      () => ["update", ...landscape.columns].map((_, i) => (i === 0 ? element("th", { scope: "row" }) : element("td"))),
    );
    this.table.replaceChildren(
      element("caption", {}, "The last updates"),
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "update"), ...head)),
      element("tbody", {}, ...this.cells.map((cells) => element("tr", {}, ...cells))),
    );
  }

  // Drawing.

  draw() {
    if (this.landscape !== this.shown) this.show();
    const { start, learning_rate: rate, step } = this.state;
    this.reach = Math.max(this.reach, step);
    this.stops = this.walk.path(start, rate, step);
    if (this.which.value !== this.landscape.name) this.which.value = this.landscape.name;
    this.starts.forEach((field, i) => field.update(start[i]));
    this.rate.update(rate);
    for (const { rate: preset, node } of this.presetButtons) setState(node, "aria-pressed", preset === rate);
    this.picture.draw(this.stops);
    this.cost.draw(this.stops);
    this.placeHandle();
    this.describe();
    this.write();
    const { position } = this;
    this.transport.update({ position, count: Math.max(this.reach, position), nextWords: this.atEnd ? "" : "Next" });
  }

  placeHandle() {
    if (this.picture.plot.width === 0) return;
    const [x, y] = this.picture.handle(this.state.start);
    this.handle.style.transform = `translate(${x}px, ${y}px)`;
  }

  /** The variables, and the cost, where the walk is: "w = 1, Cost = 2". */
  listed(names, values) {
    return names.map((name) => `${this.texts.get(name)} = ${formatNumber(values[name])}`).join(", ");
  }

  /** What the walk does, in words. */
  describe() {
    const { variables, frame } = this.landscape;
    const here = this.stops.at(-1);
    const { kind, words } = verdict(this.stops, variables, (name) => this.texts.get(name));
    const parts = [`Update ${this.position}: ${this.listed([...variables, "cost"], here.values)}. ${words}`];
    if (here.finite && here.point.some((value, i) => value < frame[i][0] || value > frame[i][1])) {
      parts.push("(It has left the picture.)");
    }
    if (this.position >= this.most) parts.push(`(No more than ${this.most} updates are shown here.)`);
    this.said = parts.join(" ");
    setState(this.words, "data-kind", kind);
    setText(this.words, this.said);
    const start = this.listed(variables, this.stops[0].values);
    setState(this.handle, "aria-valuenow", this.stops[0].point[0]);
    setState(this.handle, "aria-valuetext", start);
    const now = this.listed(variables, here.values);
    this.picture.plot.say(`${this.landscape.name}: start at ${start}; after update ${this.position} at ${now}`);
  }

  /** The numbers: formulas of the next update, and the last updates as a table. */
  write() {
    const here = this.stops.at(-1);
    for (const row of this.rows) row.fill(here.values);
    const first = Math.max(0, this.stops.length - ROWS);
    this.cells.forEach(([number, ...cells], i) => {
      const stop = this.stops[first + i];
      setText(number, stop ? String(first + i) : "\u00a0");
      cells.forEach((cell, j) => setText(cell, stop ? formatNumber(stop.values[this.landscape.columns[j]]) : ""));
      setState(number.parentElement, "aria-current", stop === here ? "step" : null);
    });
  }

  /** Read aloud where we are, when the reader has come to rest. */
  announce() {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => super.announce(), LATER);
  }
}

/** A button that shows and hides parts where there is little room; with more room it is not there, and they are. */
function fold(words, ...parts) {
  const button = element("button", {
    type: "button",
    class: "bp-button de-fold",
    click: () => show(button.getAttribute("aria-expanded") === "false"),
  }, words);
  function show(open) {
    setState(button, "aria-expanded", String(open));
    for (const part of parts) setState(part, "data-folded", open ? null : "");
  }
  show(false);
  return button;
}

/** One quantity: its formula in symbols, the same in numbers, and its value; only the value where there is no formula. */
class FormulaRow {
  constructor(program, name) {
    this.name = name;
    const { symbol, template } = program.quantity(name);
    const [symbols, numbers] = [math("mrow"), math("mrow")];
    this.result = math("mn");
    const left = math("math", { displaystyle: "true" }, `<mrow>${symbol}</mrow>`);
    const value = math("math", { displaystyle: "true" }, "<mo>=</mo>");
    value.append(this.result);
    const second = math("math", { displaystyle: "true" }, "<mo>=</mo>");
    second.append(numbers);
    if (template) {
      left.append(math("mo", {}, "="), symbols);
      this.formula = new Formula(symbols, numbers);
      this.formula.show(template, (each) => program.quantity(each).symbol);
    }
    this.box = scrollBox(
      `formula of ${program.quantity(name).text}`,
      template ? "de-formula" : "de-formula de-short",
      element("span", {}, left),
      element("span", {}, ...(template ? [second] : []), value),
    );
  }

  fill(values) {
    this.formula?.fill((name) => formatNumber(values[name]));
    setText(this.result, formatNumber(values[this.name]));
  }
}

export default renderWith(DescentView);
