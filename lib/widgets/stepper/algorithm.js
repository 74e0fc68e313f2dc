// Which line of the algorithm is at work: Algorithm.

import { element, setState } from "../shared/dom.js";

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
