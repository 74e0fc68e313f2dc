// Three views of a session: Status (where we are), Algorithm (which line), FormulaPanel (symbols, numbers, result).

import { element, math, scrollBox, setState, setText } from "./dom.js";
import { breakAtSums, fillHoles, Formula, openHoles } from "./formula.js";
import { whyNotFinite } from "./numbers.js";

const DIGITS = [3, 4, 6, 10];

/** The step counter, and buttons that jump to a phase. */
export class Status {
  constructor(phases, enter, ...besides) {
    this.phases = phases;
    this.text = element("p", { class: "bp-status" });
    this.buttons = Object.entries(phases).map(([phase, title]) => ({
      phase,
      node: element("button", { type: "button", class: "bp-phase", click: () => enter(phase) }, title),
    }));
    const buttons = this.buttons.map(({ node }) => node);
    this.box = element(
      "div",
      { class: "bp-where" },
      this.text,
      element("div", { class: "bp-phases", role: "group", "aria-label": "jump to" }, ...buttons),
      element("div", { class: "bp-how" }, ...besides),
    );
  }

  update(session) {
    this.phase = session.phase;
    for (const { phase, node } of this.buttons) setState(node, "aria-current", phase === this.phase ? "step" : null);
    const symbol = session.cursor ? session.program.quantity(session.cursor).text : "";
    const parts = [`quantity ${session.position} of ${session.steps.length}`, this.phases[session.phase], symbol];
    if (session.trains && session.mode === "one" && session.sampleCount > 1) {
      parts.push(`sample ${session.sample + 1} of ${session.sampleCount}`);
    }
    if (session.trains) parts.push(`epoch ${session.epoch}`);
    setText(this.text, parts.filter(Boolean).join(" · "));
  }

  /** Bring the present phase's button into view, where they do not all fit. */
  follow() {
    const { node } = this.buttons.find(({ phase }) => phase === this.phase);
    const row = node.parentElement;
    if (row.scrollWidth <= row.clientWidth) return;
    row.scrollLeft += node.getBoundingClientRect().right - row.getBoundingClientRect().right + node.clientWidth;
  }

  /** The step as a sentence, to be read aloud. */
  spoken(session, textOf) {
    const where = `quantity ${session.position} of ${session.steps.length}`;
    if (!session.cursor) return `${where}: nothing is computed yet`;
    return `${where}: ${session.program.quantity(session.cursor).words}, equals ${textOf(session.cursor)}`;
  }
}

/** The algorithm's lines, the present one lit; the texts lie on one another, so that nothing moves. */
export class Algorithm {
  constructor(lines) {
    this.lines = lines.map(({ number, title, text }) => {
      const words = element("div", { class: "bp-line-text" });
      words.innerHTML = text;
      return { number, words, item: element("li", { value: number }, title) };
    });
    this.box = element(
      "div",
      { class: "bp-algorithm", role: "group", "aria-label": "the algorithm" },
      element("ol", {}, ...this.lines.map(({ item }) => item)),
      element("div", { class: "bp-stack" }, ...this.lines.map(({ words }) => words)),
    );
  }

  update(line) {
    for (const { number, item, words } of this.lines) {
      setState(item, "aria-current", number === line ? "step" : null);
      setState(words, "data-shown", number === line);
    }
  }
}

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
    const label = element("label", { for: this.size.id }, "Digits");
    this.sizeBox = element("span", { class: "bp-field" }, label, this.size);
    const side = () => math("mrow", {});
    const [symbols, numbers] = [side(), side()];
    this.formula = new Formula(symbols, numbers);
    this.left = math("math", { displaystyle: "true" });
    this.worked = [side(), side()];
    this.result = math("mn", {});
    this.why = element("span", { class: "bp-why", role: "status" });
    const right = (content) => {
      const line = math("math", { displaystyle: "true" }, "<mo>=</mo>");
      line.append(content);
      return element("div", { class: "bp-line" }, line);
    };
    this.rights = [symbols, numbers, ...this.worked, this.result].map(right);
    this.lines = scrollBox("formula", "bp-lines", element("div", { class: "bp-left" }, this.left), ...this.rights);
    this.start = element(
      "p",
      { class: "bp-start" },
      "Nothing is computed yet: a question mark stands for each number to come. Press Next, or touch any question mark.",
    );
    this.box = element(
      "div",
      { class: "bp-formula" },
      element("div", { class: "bp-formula-head" }, this.title, this.source),
      element("div", { class: "bp-stack" }, this.lines, this.start),
      this.why,
    );
  }

  get digits() {
    return Number(this.size.value);
  }

  /** @param write `write(value)` is the text of a number */
  update({ program, cursor }, write) {
    setState(this.lines, "data-shown", cursor !== "");
    setState(this.start, "data-shown", cursor === "");
    const quantity = cursor ? program.quantity(cursor) : null;
    if (quantity !== this.quantity) this.show(quantity, program);
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

  show(quantity, program) {
    if (this.program !== program) this.makeRoom(program);
    this.quantity = quantity;
    setText(this.title, quantity ? quantity.words : "the start");
    setText(this.why, "");
    this.source.replaceChildren(...(quantity?.equation ? [this.equation(quantity.equation)] : []));
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

  /** The numbered equation in the book, where there is one; else its name. */
  equation(label) {
    const place = globalThis.book?.equation?.(label);
    if (place) return element("a", { href: place.href }, `equation (${String(place.number).replace(/[()]/g, "")})`);
    return element("span", {}, `equation: ${this.equations[label] ?? label}`);
  }
}

/**
 * Of a sum of products its numbers with the products worked out; where the sum is multiplied by factors, the sum with
 * them too; of anything else nothing. The holes of these templates have the places of `parts` for names.
 */
function workedOut(expression) {
  const [sum, ...factors] = expression[0] === "*" ? expression.slice(1) : [expression];
  const [operation, ...summands] = Array.isArray(sum) ? sum : [];
  if (operation !== "+" || !summands.some(Array.isArray)) return { templates: [], parts: [] };
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
