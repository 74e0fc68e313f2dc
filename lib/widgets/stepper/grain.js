// How far a click goes: GRAINS, stopsOf, Grain.

import { element, labelled } from "../shared/dom.js";

/** What belongs together in one click: a single number, all of a unit, all of a layer. */
const GROUPS = {
  number: ({ name }) => name,
  unit: ({ phase, layer, unit, sample }) => [phase, layer, unit, sample].join(),
  layer: ({ phase, layer, sample }) => [phase, layer, sample].join(),
};

/** The positions where a walk by this grain pauses: how many of the steps are computed then. */
export function stopsOf(steps, grain) {
  const groups = steps.map(GROUPS[grain]);
  return groups.flatMap((group, i) => (group === groups[i + 1] ? [] : [i + 1]));
}

/** The choice of the grain. */
export class Grain {
  constructor(key, redraw) {
    this.select = element(
      "select",
      { id: `${key}-grain`, change: redraw },
      ...Object.keys(GROUPS).map((name) => element("option", { value: name }, name)),
    );
    this.box = labelled("By", this.select);
  }

  /** Where the walk pauses. */
  stops(steps) {
    return stopsOf(steps, this.select.value);
  }
}
