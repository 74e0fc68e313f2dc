// A worksheet made ready to run: Program. No page, no state.

import { compileExpression, namesIn } from "./expression.js";

/** An ordered list of quantities whose expressions are compiled once and evaluated as often as wanted. */
export class Program {
  /** @param {Array} quantities [{name, phase, line, …, expression?}] in order; no expression means given */
  constructor(quantities) {
    this.quantities = quantities;
    this.index = new Map(quantities.map((quantity, i) => [quantity.name, i]));
    this.values = new Float64Array(quantities.length);
    this.amounts = new Map(); // rules of parts that were asked for
    this.given = quantities.filter((quantity) => quantity.expression === undefined);
    this.steps = quantities.filter((quantity) => quantity.expression !== undefined);
    const indexOf = (name) => this.index.get(name);
    this.rules = this.steps.map((
      quantity,
    ) => [indexOf(quantity.name), compileExpression(quantity.expression, indexOf)]);
  }

  /** Evaluate everything, or up to and with the quantity `last`; `read(name)` gives what is given. */
  evaluate(read, last = null) {
    const end = last === null ? Infinity : this.index.get(last);
    for (const { name } of this.given) this.values[this.index.get(name)] = read(name);
    for (const [index, rule] of this.rules) {
      if (index > end) break;
      this.values[index] = rule(this.values);
    }
  }

  /** The name of what goes by `single` where there is one sample only: that of this sample, or of no sample; else "". */
  ofSample(single, sample) {
    this.bySample ??= new Map(this.quantities.map((each) => [`${each.single} ${each.sample ?? ""}`, each.name]));
    return this.bySample.get(`${single} ${sample}`) ?? this.bySample.get(`${single} `) ?? "";
  }

  has(name) {
    return this.index.has(name);
  }

  quantity(name) {
    return this.quantities[this.index.get(name)];
  }

  value(name) {
    return this.values[this.index.get(name)];
  }

  /** What an expression amounts to with the values as they are. */
  amount(expression) {
    if (!this.amounts.has(expression)) {
      this.amounts.set(expression, compileExpression(expression, (name) => this.index.get(name)));
    }
    return this.amounts.get(expression)(this.values);
  }

  /** What a quantity is computed from, directly. */
  feeds(name) {
    return namesIn(this.quantity(name).expression);
  }

  /** The first quantity on the way to `name` that is not finite. */
  origin(name) {
    const source = this.feeds(name).find((fed) => !Number.isFinite(this.value(fed)));
    return source === undefined ? name : this.origin(source);
  }
}
