// The cost as a function of one given number, and numeric derivatives of it: CostProbe, UNIT_ROUNDOFF.

import { compileComplex } from "./complex_expression.js";
import { Program } from "../shared/program.js";

export const UNIT_ROUNDOFF = 2 ** -53; // the largest relative error of rounding to float64
const SAFETY = 16; // the round-off of a cost is estimated; so many times that is what it may be, as in lib.gradient_check
const STEP = 0.01; // for the second and third derivative, which need to be known roughly only

/** Evaluates a worksheet's cost where one number is moved. `given` holds all given numbers. */
export class CostProbe {
  constructor(quantities) {
    this.program = new Program(quantities);
    const { index, steps } = this.program;
    this.complexRules = steps.slice(0, steps.findIndex(({ name }) => name === "cost") + 1).map((quantity) => [
      index.get(quantity.name),
      compileComplex(quantity.expression, (name) => index.get(name)),
    ]);
    this.complexValues = quantities.map(() => [0, 0]);
  }

  /** The cost where the number `name` is larger by `shift`. */
  cost(given, name, shift) {
    this.program.evaluate((each) => (each === name ? given[each] + shift : given[each]), "cost");
    return this.program.value("cost");
  }

  forward(given, name, eps) {
    return (this.cost(given, name, eps) - this.cost(given, name, 0)) / eps;
  }

  central(given, name, eps) {
    return (this.cost(given, name, eps) - this.cost(given, name, -eps)) / (2 * eps);
  }

  /**
   * How far the central difference may be off: by truncation, less than its distance from that with 2ε, and by the
   * round-off of the cost and of the outputs in it.
   */
  doubt(given, name, eps) {
    const truncation = Math.abs(this.central(given, name, 2 * eps) - this.central(given, name, eps));
    const cost = Math.abs(this.cost(given, name, eps));
    return truncation + (SAFETY * UNIT_ROUNDOFF * (cost + Math.sqrt(2 * cost))) / eps;
  }

  /** Im Cost(w + iε) / ε: the cost of a complex number, and no difference. */
  complex(given, name, eps) {
    const { program, complexValues } = this;
    for (const each of program.given) {
      complexValues[program.index.get(each.name)] = [given[each.name], each.name === name ? eps : 0];
    }
    for (const [place, rule] of this.complexRules) complexValues[place] = rule(complexValues);
    return complexValues[program.index.get("cost")][1] / eps;
  }

  /** All quantities, such as the derivatives that the worksheet's own backpropagation gives. */
  evaluate(given) {
    this.program.evaluate((name) => given[name]);
    return (name) => this.program.value(name);
  }

  /** The size of the third derivative, by differences; zero where they show nothing but round-off. */
  thirdDerivative(given, name) {
    const at = (steps) => this.cost(given, name, steps * STEP);
    const size = Math.abs(at(2) - 2 * at(1) + 2 * at(-1) - at(-2)) / (2 * STEP ** 3);
    const noise = (UNIT_ROUNDOFF * Math.abs(at(0))) / STEP ** 3;
    return size > 30 * noise ? size : 0;
  }

  /** On which side of zero each of these quantities lies, as text. */
  sides(given, name, shift, quantities) {
    this.cost(given, name, shift);
    return quantities.map((each) => (this.program.value(each) > 0 ? "+" : "0")).join("");
  }

  /** The smallest ε up to `most` from which on w + ε or w − ε has one of `kinks` on its other side; null if there is none. */
  kink(given, name, kinks, most) {
    if (kinks.length === 0) return null;
    const here = this.sides(given, name, 0, kinks);
    const crossed = (eps) => [eps, -eps].some((shift) => this.sides(given, name, shift, kinks) !== here);
    if (!crossed(most)) return null;
    let [low, high] = [Number.MIN_VALUE, most];
    for (let i = 0; i < 60; i += 1) {
      const middle = Math.sqrt(low) * Math.sqrt(high);
      if (crossed(middle)) high = middle;
      else low = middle;
    }
    return high;
  }
}
