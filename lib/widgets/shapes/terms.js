// A long sum that lines can break: withBreaks.

import { math } from "../shared/dom.js";

/** Each term of a sum as a <math> of its own, since MathML Core breaks no line within one; `template` is trusted MathML. */
export function withBreaks(template) {
  const terms = [math("math", { displaystyle: "true" })];
  for (const part of [...math("math", {}, template).children]) {
    if (part.localName === "mo" && "+−".includes(part.textContent) && terms.at(-1).firstChild) {
      part.setAttribute("form", "infix"); // or, as the first of its formula, it would be set as a sign
      terms.push(math("math", { displaystyle: "true" }));
    }
    terms.at(-1).append(part);
  }
  return terms.map((term) => term.outerHTML).join("<wbr>");
}
