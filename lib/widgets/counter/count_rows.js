// Counts as numbers and as bars on one logarithmic axis: CountRows.

import { countText, isExact } from "./counts.js";
import { element, math, setState, setText } from "../shared/dom.js";
import { raised } from "../shared/numbers.js";

const MOST_TICKS = 6;
const LEAST_DECADES = 6;

/**
 * A row for each count: its name, its bar, its number. One row is chosen, and its formula is shown elsewhere.
 * @param quantities the counts, with words and symbol @param barless names of those that are no multiplications
 */
export class CountRows {
  constructor({ key, quantities, barless, choose }) {
    this.rows = quantities.map(({ name, words, symbol }) => {
      const input = element("input", { type: "radio", name: `${key}-count`, change: () => choose(name) });
      const bar = element("span", { class: "mc-bar", "data-count": name });
      const track = barless.includes(name) ? [] : [element("span", { class: "mc-track" }, bar)];
      const number = element("span", { class: "mc-number" });
      const node = element(
        "label",
        { class: "mc-row" },
        input,
        element("span", { class: "mc-words" }, `${words} `, math("math", {}, symbol)),
        number,
        ...track,
      );
      return { name, input, bar, number, node, drawn: track.length > 0 };
    });
    this.axis = element("span", { class: "mc-axis" });
    this.box = element(
      "fieldset",
      { class: "mc-rows" },
      element(
        "legend",
        {},
        "Multiplications for one sample. Each line of the scale stands for ten times as many as the one before; pick a row to see its formula:",
      ),
      ...this.rows.map(({ node }) => node),
      element("div", { class: "mc-row mc-scale-row", "aria-hidden": "true" }, this.axis),
    );
  }

  update(program, chosen) {
    const most = Math.max(...this.rows.filter(({ drawn }) => drawn).map(({ name }) => program.value(name)));
    this.scale(Math.max(Math.ceil(Math.log10(most) - 1e-9), LEAST_DECADES));
    for (const { name, input, bar, number, node } of this.rows) {
      const value = program.value(name);
      input.checked = name === chosen;
      setState(node, "data-chosen", name === chosen);
      setText(number, `${isExact(value) ? "" : "≈ "}${countText(value)}`);
      bar.style.width = `${((100 * Math.log10(value)) / this.decades).toFixed(2)}%`;
    }
  }

  /** Ticks at powers of ten, few enough to be read. */
  scale(needed) {
    const step = Math.ceil(needed / MOST_TICKS);
    const ticks = Math.ceil(needed / step);
    if (this.decades === step * ticks) return;
    this.decades = step * ticks;
    this.box.style.setProperty("--mc-ticks", String(this.decades));
    this.axis.replaceChildren(
      ...Array.from(
        { length: ticks + 1 },
        (_, i) => element("span", { style: `left:${(100 * i) / ticks}%` }, i === 0 ? "1" : `10${raised(i * step)}`),
      ),
    );
  }
}
