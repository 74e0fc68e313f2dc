// A formula from one template: in symbols, and the same in numbers. Formula, formulaLines, openHoles, fillHoles,
// breakAtSums, equationLink.

import { element, math, scrollBox, setText } from "./dom.js";

const INVISIBLE_TIMES = "\u2062";

/**
 * Shows a template's right-hand side twice. The template is MathML with holes,
 * <mn data-q="NAME">; a hole with data-p needs parentheses when its number is negative
 * (or has a power of ten).
 */
export class Formula {
  /** @param {Element} symbols @param {Element} numbers two <math> elements to write into */
  constructor(symbols, numbers) {
    this.symbols = symbols;
    this.numbers = numbers;
    this.holes = [];
  }

  /** Put another formula in: `symbolOf(name)` gives the MathML of a quantity's symbol. */
  show(template, symbolOf) {
    this.symbols.innerHTML = template;
    for (const hole of this.symbols.querySelectorAll("[data-q]")) {
      hole.replaceWith(math("mrow", { "data-q": hole.dataset.q }, symbolOf(hole.dataset.q)));
    }
    for (const sign of this.symbols.querySelectorAll("[data-times]")) {
      const betweenFigures = sign.previousElementSibling?.localName === "mn" &&
        sign.nextElementSibling?.localName === "mn";
      if (!betweenFigures) sign.textContent = INVISIBLE_TIMES;
    }
    this.holes = openHoles(this.numbers, template);
  }

  /** Write the numbers in place. */
  fill(textOf) {
    fillHoles(this.holes, textOf);
  }
}

/** A left side, and what it equals line by line, each after its sign. */
export function formulaLines(left, ...rights) {
  const lines = rights.map((right) => {
    const line = math("math", { displaystyle: "true" }, "<mo>=</mo>");
    line.append(right);
    return element("div", { class: "bp-line" }, line);
  });
  return scrollBox("formula", "bp-lines", element("div", { class: "bp-left" }, left), ...lines);
}

/** The numbered equation in the book, where there is one; else its name. */
export function equationLink(label, name) {
  const place = globalThis.book?.equation?.(label);
  return place ? element("a", { href: place.href }, `equation (${place.number})`) : element("span", {}, name);
}

/** Put a template into a row; gives its holes. */
export function openHoles(row, template) {
  row.innerHTML = template;
  return [...row.querySelectorAll("mn[data-q]")].map(openHole);
}

/** Write numbers into holes, in place. */
export function fillHoles(holes, textOf) {
  for (const { name, number, brackets } of holes) {
    const text = textOf(name);
    setText(number, text);
    const apart = text.startsWith("−") || text.includes("·");
    for (const bracket of brackets) bracket.style.display = apart ? "" : "none";
  }
}

/** Let a row take several lines where it is too long: from each plus sign on, it goes on in a formula of its own. */
export function breakAtSums(row) {
  const first = row.parentNode;
  const formulas = [first];
  for (const node of [...row.childNodes]) {
    if (node.textContent === "+") {
      node.setAttribute("form", "infix");
      formulas.push(math("math", { displaystyle: "true" }));
    }
    if (formulas[1]) formulas.at(-1).append(node);
  }
  first.parentNode.replaceChildren(...formulas);
}

/** Make a hole ready for a number, with brackets beside it that can be hidden. */
function openHole(hole) {
  const name = hole.dataset.q;
  const number = math("mn", {});
  const brackets = hole.hasAttribute("data-p") ? ["(", ")"].map((sign) => math("mo", { stretchy: "false" }, sign)) : [];
  const [open, close] = brackets;
  const row = math("mrow", isNaN(name) ? { "data-q": name } : {}); // a number stands for a part that has no name
  row.append(...(open ? [open, number, close] : [number]));
  hole.replaceWith(row);
  return { name, number, brackets };
}
