// All quantities as a table whose rows can be touched: QuantityTable. It is filled when it is opened.

import { element, math, scrollBox, setState, setText } from "../shared/dom.js";

/** A closed table of buttons with data-q; who owns the page part listens to their clicks. */
export class QuantityTable {
  constructor(phases) {
    this.phases = phases;
    this.rows = [];
    this.body = scrollBox("all quantities", "bp-rows");
    this.box = element(
      "details",
      { class: "bp-table" },
      element("summary", {}, "All quantities as a table"),
      this.body,
    );
    this.box.addEventListener("toggle", () => this.draw());
  }

  /** @param {{program: object, cursor: string, selected: string, textOf: Function}} view */
  update(view) {
    this.view = view;
    if (this.box.open) this.draw();
  }

  draw() {
    if (!this.box.open || !this.view) return;
    if (this.program !== this.view.program) this.build(this.view.program);
    for (const { name, row, value } of this.rows) {
      setText(value, this.view.textOf(name));
      setState(row, "aria-current", name === this.view.cursor ? "step" : null);
      setState(row, "data-selected", name === this.view.selected);
    }
  }

  build(program) {
    this.program = program;
    this.rows = program.quantities.map((quantity) => this.row(quantity));
    const heads = ["symbol", "value", "phase", "in words"].map((text) => element("th", { scope: "col" }, text));
    this.body.replaceChildren(
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, ...heads)),
        element("tbody", {}, ...this.rows.map((entry) => entry.row)),
      ),
    );
  }

  row({ name, symbol, text, words, phase }) {
    const value = element("button", { type: "button", class: "bp-number", "data-q": name });
    const row = element(
      "tr",
      {},
      element("th", { scope: "row", "aria-label": text }, math("math", {}, symbol)),
      element("td", {}, value),
      element("td", {}, this.phases[phase]),
      element("td", {}, words),
    );
    return { name, row, value };
  }
}
