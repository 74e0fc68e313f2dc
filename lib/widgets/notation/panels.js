// The name of what is lit, in symbols and in code (NamePanel), and the sum that it belongs to (SumPanel).

import { element, math, scrollBox, setState, setText } from "../shared/dom.js";
import { Formula, formulaLines } from "../shared/formula.js";
import { formatNumber } from "../shared/numbers.js";

/** Symbol, value, code, words, and the place in the matrix. */
export class NamePanel {
  constructor() {
    this.symbol = math("math");
    this.code = element("code");
    this.words = element("p", { class: "ne-words" });
    this.place = element("p", { class: "ne-place" });
    this.card = element(
      "div",
      { "data-shown": true },
      element("p", { class: "ne-name" }, this.symbol, this.code),
      this.words,
      this.place,
    );
    this.box = element("div", { class: "bp-stack ne-names" }, this.card);
    this.spoken = "";
  }

  update(item, { quantities }) {
    setState(this.card, "data-shown", Boolean(item));
    if (!item) return;
    const { symbol, text, words, value } = quantities[item.name];
    const number = formatNumber(value);
    this.symbol.innerHTML = `<mrow>${symbol}</mrow><mo>=</mo><mn>${number}</mn>`;
    setText(this.code, item.code);
    setText(this.words, words);
    setText(this.place, item.place);
    this.spoken = `${text} = ${number}: ${words}; ${item.place}`;
  }
}

/** The weighted sum of a unit, in symbols and in numbers, its terms lit and to be touched; then its activation. */
export class SumPanel {
  constructor(touch) {
    const row = () => math("mrow");
    this.rows = [row(), row()];
    this.formula = new Formula(...this.rows);
    this.left = math("math", { displaystyle: "true" });
    this.result = math("mn");
    this.after = math("math", { displaystyle: "true" });
    this.title = element("p", { class: "ne-title" });
    this.lines = formulaLines(this.left, ...this.rows, this.result);
    this.activation = scrollBox("activation", "ne-after", this.after);
    this.box = element("div", { class: "ne-formula" }, this.title, this.lines, this.activation);
    this.lines.addEventListener("click", (event) => this.point(event, touch));
    this.lines.addEventListener("pointerover", (event) => event.pointerType === "mouse" && this.point(event, touch));
  }

  point(event, touch) {
    const name = event.target.closest("[data-term]")?.dataset.term;
    if (name) touch(name);
  }

  update(item, data) {
    setState(this.box, "data-empty", !item?.sum);
    if (!item) setText(this.title, "The name, the place and the sum appear here when it is found.");
    else if (!item.sum) setText(this.title, "An input is given. Nothing is computed in layer 0.");
    else this.show(item, data);
  }

  show(item, { quantities, items }) {
    const { symbolOf, textOf } = readersOf(quantities);
    const sum = quantities[item.sum];
    if (this.sum !== sum) {
      this.sum = sum;
      this.left.innerHTML = sum.symbol;
      this.formula.show(sum.template, symbolOf);
      this.formula.fill(textOf);
      setText(this.result, textOf(item.sum));
      this.showActivation(item, quantities, items);
    }
    const whole = item.kind === "unit";
    setText(this.title, whole ? `All that arrives at ${item.line}` : `Its term in the ${sum.words}`);
    for (const term of this.lines.querySelectorAll("[data-term]")) {
      setState(term, "data-lit", whole ? "many" : term.dataset.term === item.name ? "one" : null);
    }
  }

  /** Bring the lit term into view, where the sum is wider than its box. */
  follow() {
    const { lines } = this;
    const term = lines.querySelector('.bp-line:nth-child(3) [data-lit="one"]');
    if (!term || lines.scrollWidth <= lines.clientWidth) return;
    const [box, place] = [lines.getBoundingClientRect(), term.getBoundingClientRect()];
    if (place.left >= box.left && place.right <= box.right) return;
    lines.scrollLeft += (place.left + place.right - box.left - box.right) / 2;
  }

  /** a = f(z) in symbols, with its value. */
  showActivation({ layer, to }, quantities, items) {
    const { symbolOf, textOf } = readersOf(quantities);
    const { name } = Object.values(items).find((unit) =>
      unit.kind === "unit" && unit.layer === layer && unit.to === to
    );
    const formula = math("mrow");
    new Formula(formula, math("mrow")).show(quantities[name].template, symbolOf);
    this.after.innerHTML = `${symbolOf(name)}<mo>=</mo>`;
    this.after.append(formula);
    this.after.insertAdjacentHTML("beforeend", `<mo>=</mo><mn>${textOf(name)}</mn>`);
  }
}

function readersOf(quantities) {
  return { symbolOf: (name) => quantities[name].symbol, textOf: (name) => formatNumber(quantities[name].value) };
}
