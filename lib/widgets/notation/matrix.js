// A layer's weights as a grid of cells, the biases in a row below: MatrixGrid.

import { element, math, scrollBox, setState } from "../shared/dom.js";
import { formatNumber } from "../shared/numbers.js";

const MOVES = {
  ArrowUp: (r, c) => [r - 1, c],
  ArrowDown: (r, c) => [r + 1, c],
  ArrowLeft: (r, c) => [r, c - 1],
  ArrowRight: (r, c) => [r, c + 1],
  Home: (r) => [r, 0],
  End: (r) => [r, Infinity],
};

export class MatrixGrid {
  /** @param touch `touch(name)` is called for a cell that is pointed at, touched or reached by key */
  constructor({ layer, symbol, bias_symbol, text, code, rows, biases }, { items, quantities }, touch) {
    Object.assign(this, { layer, touch });
    const cell = (name, r, c) =>
      element(
        "td",
        { class: "ne-cell", "data-q": name, "data-r": r, "data-c": c, tabindex: -1, "aria-label": items[name].line },
        element("span", {}, math("math", {}, quantities[name].symbol)),
        element("span", { class: "ne-value" }, formatNumber(quantities[name].value, 3)),
      );
    const row = (title, names, r, kind) =>
      element(
        "tr",
        { class: kind },
        element("th", { scope: "row" }, title),
        ...names.map((name, c) => cell(name, r, c)),
      );
    const columns = rows[0].map((_, k) => element("th", { scope: "col" }, `to ${k + 1}`));
    this.table = element(
      "table",
      { role: "grid", "aria-label": `${text} and the biases of layer ${layer}` },
      element("thead", {}, element("tr", {}, element("td", { class: "ne-corner" }), ...columns)),
      element(
        "tbody",
        {},
        ...rows.map((names, r) => row(`from ${r + 1}`, names, r, "")),
        row(math("math", {}, bias_symbol), biases, rows.length, "ne-biases"),
      ),
    );
    this.box = element(
      "div",
      { class: "ne-matrix" },
      element("p", { class: "ne-matrix-name" }, math("math", {}, symbol), " ", element("code", {}, code)),
      scrollBox(`matrix ${text}`, "ne-matrix-box", this.table),
    );
    this.cells = [...this.table.querySelectorAll(".ne-cell")];
    this.table.addEventListener("click", (event) => this.point(event, true));
    this.table.addEventListener("pointerover", (event) => event.pointerType === "mouse" && this.point(event, false));
    this.table.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param view {shown, lit, item, open}: whether this is the layer, the name that is lit, and whether a quiz is open */
  update({ shown, lit, item, open }) {
    this.open = open;
    setState(this.box, "data-shown", shown);
    const many = new Set(item?.lit ?? []);
    const stop = this.cells.find((cell) => cell.dataset.q === lit) ?? this.cells[0];
    for (const cell of this.cells) {
      const name = cell.dataset.q;
      setState(cell, "data-lit", name === lit ? "one" : many.has(name) ? "many" : null);
      setState(cell, "aria-selected", String(name === lit));
      setState(cell, "tabindex", cell === stop ? 0 : -1);
    }
  }

  point(event, chosen) {
    const cell = event.target.closest(".ne-cell");
    if (!cell || (this.open && !chosen)) return;
    this.touch(cell.dataset.q);
    if (chosen) cell.focus({ preventScroll: true });
  }

  key(event) {
    const cell = event.target.closest(".ne-cell");
    if (!cell) return;
    const { q, r, c } = cell.dataset;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.touch(q);
      return;
    }
    if (!MOVES[event.key]) return;
    event.preventDefault();
    const [row, column] = MOVES[event.key](Number(r), Number(c));
    const { r: lastRow, c: lastColumn } = this.cells.at(-1).dataset;
    const clip = (value, last) => Math.min(Math.max(value, 0), Number(last));
    const place = [clip(row, lastRow), clip(column, lastColumn)];
    const next = this.cells.find((each) => Number(each.dataset.r) === place[0] && Number(each.dataset.c) === place[1]);
    if (!this.open) this.touch(next.dataset.q);
    next.focus();
  }
}
