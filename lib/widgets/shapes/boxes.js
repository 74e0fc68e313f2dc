// Matrices as boxes of cells, drawn to scale: drawView. What stands in a cell, and where, comes from Python.

import { element, math, svg } from "../shared/dom.js";

/**
 * A view of a quantity. The factors of a matrix product stand to the left of the result and above it, so that a row
 * and a column meet in the cell they make; what joins cell by cell stands beside.
 * @param {object} view from Python
 * @param {Function|null} textOf the text of a named quantity; null draws the outlines only
 * @param {string} words names the result for a screen reader
 */
export function drawView(view, textOf, words) {
  const { result, product, others } = view;
  const grid = drawBox(result, textOf, words);
  const main = product.length ? crossing(grid, result, product, textOf) : alone("", grid, result, textOf);
  const beside = others.map(([sign, box], place) => {
    const first = !product.length && place === 0;
    const joined = product.length ? `with ${sign}` : sign; // the result holds it already
    return alone(first ? `= ${sign}`.trim() : joined, drawBox(box, textOf), box, textOf);
  });
  return element("div", { class: "se-view" }, main, ...beside);
}

/** A box; given `words` it is the result, whose cells can be reached by keyboard. */
function drawBox(box, textOf, words = null) {
  const [rows, columns] = [box.cells.length, box.cells[0].length];
  const size = `--se-rows:${rows};--se-columns:${columns}`;
  if (textOf === null) return element("div", { class: "se-box", style: size });
  const cell = (name, r, c) => {
    const place = words === null ? {} : { role: "gridcell", tabindex: "-1", "data-row": r, "data-column": c };
    return element("span", { class: "se-cell", "data-q": name ?? "", ...place }, name === null ? "1" : textOf(name));
  };
  const lines = box.cells.map((row, r) =>
    element(
      "div",
      { class: "se-row", ...(words === null ? {} : { role: "row" }) },
      ...row.map((name, c) => cell(name, r, c)),
    )
  );
  const named = words === null
    ? { role: "img", "aria-label": `${rows} rows, ${columns} columns` }
    : { role: "grid", "aria-label": words };
  return element("div", {
    class: `se-box${words === null ? "" : " se-result"}`,
    style: size,
    "data-role": box.role,
    ...named,
  }, ...lines);
}

/** A matrix product: left factor and factor above, with the inner sizes joined. */
function crossing(grid, result, [left, above], textOf) {
  const boxes = [place("above", drawBox(above, textOf)), place("left", drawBox(left, textOf)), place("result", grid)];
  const words = () => [
    place("above-name", symbolOf(above), columnsOf(above)),
    place("link", link()),
    place("above-rows", rowsOf(above, "se-inner")),
    place("left-columns", columnsOf(left, "se-inner")),
    place("left-rows", rowsOf(left)),
    place("left-name", symbolOf(left)),
    place("result-name", symbolOf(result)),
  ];
  return element("div", { class: "se-crossing" }, ...boxes, ...(textOf ? words() : []));
}

/** A box that stands beside, after a sign. */
function alone(sign, drawn, box, textOf) {
  const words = () => [place("columns", columnsOf(box)), place("rows", rowsOf(box)), place("name", symbolOf(box))];
  return element("div", { class: "se-alone" }, place("sign", sign), place("box", drawn), ...(textOf ? words() : []));
}

function place(area, ...children) {
  return element("div", { class: `se-at-${area}` }, ...children);
}

function symbolOf(box) {
  return math("math", {}, box.symbol);
}

function columnsOf(box, kind = "") {
  return element("span", { class: `se-size ${kind}` }, box.columns);
}

function rowsOf(box, kind = "") {
  return element("span", { class: `se-size se-upright ${kind}` }, box.rows ?? "");
}

/** The arc from the columns of the left factor to the rows of the one above. */
function link() {
  return svg(
    "svg",
    { viewBox: "0 0 100 100", preserveAspectRatio: "none", class: "se-link", "aria-hidden": "true" },
    svg("path", { d: "M50 100C50 70 70 50 100 50", "vector-effect": "non-scaling-stroke" }),
  );
}
