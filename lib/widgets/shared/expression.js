// Expressions as prefix arrays, e.g. ["+", ["*", "a", "w"], "b"]: compileExpression, namesIn, OPERATIONS.

/**
 * Turn an expression into a function of the values.
 * @param {number|string|Array} expression a number, a name, or [operation, operand, …]
 * @param {(name: string) => number} indexOf where a name stands among the values
 * @returns {(values: Float64Array) => number}
 */
export function compileExpression(expression, indexOf) {
  if (typeof expression === "number") return () => expression;
  if (typeof expression === "string") {
    const index = indexOf(expression);
    if (index === undefined) throw new Error(`expression: no quantity named ${expression}`);
    return (values) => values[index];
  }
  const [operation, ...operands] = expression;
  const build = OPERATIONS[operation];
  if (!build) throw new Error(`expression: no operation named ${operation}`);
  return build(...operands.map((operand) => compileExpression(operand, indexOf)));
}

/** The names that an expression uses, each once, in order. */
export function namesIn(expression) {
  if (typeof expression === "string") return [expression];
  if (!Array.isArray(expression)) return [];
  return [...new Set(expression.slice(1).flatMap(namesIn))];
}

const ofOne = (f) => (a) => (values) => f(a(values));

export const OPERATIONS = {
  "+": (...terms) => (values) => terms.reduce((sum, term) => sum + term(values), 0),
  "*": (...factors) => (values) => factors.reduce((product, factor) => product * factor(values), 1),
  "-": (a, b) => (values) => a(values) - b(values),
  "/": (a, b) => (values) => a(values) / b(values),
  "^": (a, b) => (values) => a(values) ** b(values),
  neg: ofOne((a) => -a),
  exp: ofOne(Math.exp),
  ln: ofOne(Math.log),
  tanh: ofOne(Math.tanh),
  sin: ofOne(Math.sin),
  cos: ofOne(Math.cos),
  // ln(1 + eᵃ) without eᵃ, which would overflow for a large a.
  softplus: ofOne((a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)))),
  max: (...operands) => (values) => Math.max(...operands.map((operand) => operand(values))),
  positive: (condition, a, b) => (values) => (condition(values) > 0 ? a(values) : b(values)),
};
