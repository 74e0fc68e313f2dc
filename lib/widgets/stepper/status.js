// Where the reader is in the training step: Status.

import { contributionsTo } from "../shared/contributions.js";
import { element, setState, setText } from "../shared/dom.js";
import { formatNumber } from "../shared/numbers.js";

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
    const quantity = session.program.quantity(session.cursor);
    const made = quantity.edges ? madeOf(contributionsTo(quantity, session.program), textOf) : "";
    return `${where}: ${quantity.words}, equals ${textOf(session.cursor)}${made}`;
  }
}

/** What flowed in, as the drawing's bands, and the valve that it passed. */
function madeOf({ arriving, sum, valve }, textOf) {
  const amounts = arriving.map(({ amount }) => formatNumber(amount, 3)).join(" and ");
  const together = arriving.length > 1 ? `, together ${formatNumber(sum, 3)}` : "";
  const passed = valve ? `, times the slope ${textOf(valve)}` : "";
  return `: ${amounts}${together}${passed}`;
}
