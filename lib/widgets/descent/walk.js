// Gradient descent with the expressions that Python wrote: Walk. No page, no state but the numbers put in last.

import { Program } from "../shared/program.js";

export class Walk {
  /** @param landscape {quantities, variables, slopes, updated, columns}: what is given has a value, the rest an expression */
  constructor({ quantities, variables, slopes, updated, columns }) {
    this.program = new Program(quantities);
    Object.assign(this, { variables, slopes, updated });
    this.columns = [...columns, "alpha"];
    this.given = new Map(this.program.given.map(({ name, value }) => [name, value]));
    this.read = (name) => this.given.get(name);
  }

  cost(point) {
    this.put(point);
    this.program.evaluate(this.read, "cost");
    return this.program.value("cost");
  }

  /** A point and what belongs to it: {point, values, slopes, next, finite, still}. */
  stop(point, rate) {
    this.put(point);
    this.given.set("alpha", rate);
    this.program.evaluate(this.read);
    const value = (name) => this.program.value(name);
    const next = this.updated.map(value);
    const slopes = this.slopes.map(value);
    const values = Object.fromEntries([...this.columns, ...this.updated].map((name) => [name, value(name)]));
    const finite = [values.cost, ...slopes, ...next].every(Number.isFinite);
    return { point, values, slopes, next, finite, still: next.every((each, i) => each === point[i]) };
  }

  /** The stops from a start on; the walk ends early where a number overflows. */
  path(start, rate, steps) {
    const stops = [this.stop(start, rate)];
    while (stops.length <= steps && stops.at(-1).finite) stops.push(this.stop(stops.at(-1).next, rate));
    return stops;
  }

  put(point) {
    this.variables.forEach((name, i) => this.given.set(name, point[i]));
  }
}
