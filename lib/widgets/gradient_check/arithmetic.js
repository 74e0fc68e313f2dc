// A central difference as one would work it out on paper, digit below digit: Arithmetic.

import { element, math, setText } from "../shared/dom.js";
import { fixedTogether, markShared } from "./digits.js";
import { formatNumber } from "../shared/numbers.js";

/** @param formulas MathML of the two costs, of 2ε and of the whole */
export class Arithmetic {
  constructor(formulas) {
    const row = (label, kind = "") => {
      const value = element("td", { class: "gc-digits" });
      return { value, row: element("tr", { class: kind }, element("th", { scope: "row" }, label), value) };
    };
    const symbol = (name) => math("math", {}, formulas[name]);
    this.rows = {
      above: row(symbol("above")),
      below: row(symbol("below")),
      difference: row("difference", "gc-result"),
      twice: row(symbol("twice")),
      central: row("quotient", "gc-result"),
      analytic: row("backpropagation"),
    };
    this.note = element("p", { class: "gc-caption" });
    this.box = element(
      "div",
      { class: "gc-arithmetic" },
      element("div", { class: "gc-formula" }, math("math", { displaystyle: "true" }, formulas.central)),
      element("table", {}, element("tbody", {}, ...Object.values(this.rows).map((each) => each.row))),
      this.note,
    );
  }

  update({ above, below, eps, analytic }) {
    const { rows } = this;
    const difference = above - below;
    const [first, second, third] = fixedTogether([above, below, difference]);
    markShared(rows.above.value, first, second);
    markShared(rows.below.value, second, first);
    setText(rows.difference.value, third);
    setText(rows.twice.value, formatNumber(2 * eps, 3));
    const [central, derivative] = fixedTogether([difference / (2 * eps), analytic], 13);
    markShared(rows.central.value, central, derivative);
    markShared(rows.analytic.value, derivative, central);
    setText(this.note, words(Math.max(Math.abs(above), Math.abs(below)), Math.abs(difference)));
  }
}

function words(cost, difference) {
  if (difference === 0) return "The two costs agree in all their digits: the difference has none left.";
  const cancelled = Math.max(0, Math.floor(Math.log10(cost / difference)));
  if (!Number.isFinite(cancelled)) return "";
  const left = Math.max(0, 16 - cancelled);
  return `Of about 16 digits that a cost has, ${cancelled} cancel in the difference and ${left} are left. ` +
    "Underlined is what two numbers share.";
}
