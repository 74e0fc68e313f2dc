// A bar over all quantities, coloured by phase, to drag: Scrub.

import { element, setState } from "../shared/dom.js";

const ROLES = { forward: "forward", loss: "error", error: "error", gradient: "update", update: "update" };

/** @param go `go(position)` takes the cursor to so many computed quantities */
export class Scrub {
  constructor({ go }) {
    this.box = element("input", {
      type: "range",
      class: "bp-scrub",
      min: 0,
      step: 1,
      "aria-label": "which quantity",
      input: () => go(Number(this.box.value)),
    });
  }

  /** @param {{program: object, steps: Array, position: number}} session @param words where it is, to be read aloud */
  update({ program, steps, position }, words) {
    if (this.program !== program) this.show(program, steps);
    this.box.value = position;
    setState(this.box, "aria-valuetext", words);
  }

  show(program, steps) {
    this.program = program;
    this.box.max = steps.length;
    const ends = steps.flatMap((
      { phase },
      i,
    ) => (phase === steps[i + 1]?.phase ? [] : [[phase, (i + 1) / steps.length]]));
    const colours = ends.map(([phase, end], i) => {
      const from = i === 0 ? 0 : ends[i - 1][1];
      return `var(--role-${ROLES[phase]}) ${percent(from)} calc(${percent(end)} - 2px), transparent 0 ${percent(end)}`;
    });
    this.box.style.setProperty("--phases", `linear-gradient(to right, ${colours.join(", ")})`);
  }
}

function percent(share) {
  return `${(100 * share).toFixed(2)}%`;
}
