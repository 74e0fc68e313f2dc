// A quantity in symbols, in numbers and its result: FormulaPanel.

import { partsOf } from "./contributions.js";
import { element, labelled, math, setState, setText } from "./dom.js";
import { breakAtSums, equationLink, fillHoles, Formula, formulaLines, openHoles } from "./formula.js";
import { whyNotFinite } from "./numbers.js";

const DIGITS = [3, 4, 6, 10];

/**
 * The quantity at the cursor: its words, its equation, one line of symbols, one of numbers, one result; before the result
 * of a sum its products, and then the sum. Lines that would only repeat what stands before them are left empty, as in
 * "= 1" or "= x₃ = −4". `sizeBox` says how many digits.
 */
export class FormulaPanel {
  constructor(key, equations, redraw) {
    this.equations = equations;
    this.title = element("p", { class: "bp-words" });
    this.source = element("span", { class: "bp-source" });
    this.size = element(
      "select",
      { id: `${key}-digits`, change: redraw },
      ...DIGITS.map((digits) => element("option", { value: digits, selected: digits === 4 }, String(digits))),
    );
    this.sizeBox = labelled("Digits", this.size);
    const side = () => math("mrow", {});
    const [symbols, numbers] = [side(), side()];
    this.formula = new Formula(symbols, numbers);
    this.left = math("math", { displaystyle: "true" });
    this.worked = [side(), side()];
    this.result = math("mn", {});
    this.remarks = [element("span"), element("span")];
    this.remark = element("p", { class: "bp-remark" }, ...this.remarks);
    this.why = element("span", { class: "bp-why", role: "status" });
    this.lines = formulaLines(this.left, symbols, numbers, ...this.worked, this.result);
    this.rights = [...this.lines.children].slice(1);
    this.start = element(
      "p",
      { class: "bp-start" },
      "Nothing is computed yet: a question mark stands for each number to come. Press Next, or touch any question mark.",
    );
    this.stack = element("div", { class: "bp-stack" }, this.lines, this.start);
    this.box = element(
      "div",
      { class: "bp-formula" },
      element("div", { class: "bp-formula-head" }, this.title, this.source, this.remark),
      this.stack,
      this.why,
    );
  }

  get digits() {
    return Number(this.size.value);
  }

  /** @param write `write(value)` is the text of a number @param covered whether something else stands in its place */
  update({ program, cursor }, write, covered = false) {
    setState(this.lines, "data-shown", cursor !== "" && !covered);
    setState(this.start, "data-shown", cursor === "" && !covered);
    setState(this.box, "data-covered", covered);
    const quantity = cursor ? program.quantity(cursor) : null;
    if (quantity !== this.quantity) this.show(quantity, program);
    setText(this.title, covered ? "What do you expect?" : quantity ? quantity.words : "the start");
    if (!quantity) return;
    const value = program.value(cursor);
    this.formula.fill((name) => write(program.value(name)));
    fillHoles(this.holes, (i) => write(program.amount(this.parts[i])));
    setText(this.result, write(value));
    const texts = this.rights.map((line) => line.textContent);
    this.rights.forEach((line, i) => {
      setState(line, "hidden", texts[i] === "=");
      setState(line, "data-result", i === texts.indexOf(texts.at(-1)));
    });
    const origin = Number.isFinite(value) ? "" : program.origin(cursor);
    setText(this.why, whyNotFinite(value, origin && origin !== cursor ? program.quantity(origin).text : ""));
  }

  /** A remark on the quantity, or "" for none; on a phone there is no room for its beginning. */
  say(remark, beginning = "") {
    setState(this.remark, "hidden", remark === "");
    [beginning, remark].forEach((text, i) => setText(this.remarks[i], text));
  }

  show(quantity, program) {
    if (this.program !== program) this.makeRoom(program);
    this.quantity = quantity;
    setText(this.why, "");
    this.source.replaceChildren(...(quantity?.equation ? [this.link(quantity.equation)] : []));
    if (!quantity) return;
    this.left.innerHTML = `<mrow data-q="${quantity.name}">${quantity.symbol}</mrow>`;
    this.formula.show(quantity.template, (name) => program.quantity(name).symbol);
    const { templates, parts } = workedOut(quantity.expression);
    this.parts = parts;
    this.holes = this.worked.flatMap((row, i) => openHoles(row, templates[i] ?? ""));
    [this.formula.symbols, this.formula.numbers, ...this.worked].forEach(breakAtSums);
    this.result.setAttribute("data-q", quantity.name);
    this.lines.scrollLeft = 0;
  }

  /** Room for the longest formula, so that nothing below moves when its turn comes; its figures are counted as six each. */
  makeRoom(program) {
    this.program = program;
    const written = ({ template }) => template.replace(/<mn data-q/g, "0.1234$&").replace(/<[^>]*>/g, "").length;
    this.lines.style.setProperty("--longest", Math.min(Math.max(...program.steps.map(written)), 64));
  }

  link(label) {
    return equationLink(label, `equation: ${this.equations[label] ?? label}`);
  }
}

/**
 * Of a sum of products its numbers with the products worked out; where the sum is multiplied by factors, the sum with
 * them too; of anything else nothing. The holes of these templates have the places of `parts` for names.
 */
function workedOut(expression) {
  const { sum, summands, factors } = partsOf(expression);
  if (sum[0] !== "+" || !summands.some(Array.isArray)) return { templates: [], parts: [] };
  const parts = [...summands, ...factors, sum];
  const hole = (part, i) => `<mn data-q="${parts.indexOf(part)}"${i === 0 ? "" : ' data-p=""'}></mn>`;
  const products = summands.map(hole).join("<mo>+</mo>");
  const times = factors.map((factor) => `<mo>·</mo>${hole(factor)}`).join("");
  return {
    templates: times
      ? [`<mo stretchy="false">(</mo>${products}<mo stretchy="false">)</mo>${times}`, hole(sum, 0) + times]
      : [products],
    parts,
  };
}
