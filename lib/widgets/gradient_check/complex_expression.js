// The same expressions for complex values, each a pair [real, imaginary]: compileComplex, COMPLEX_OPERATIONS. Comparisons look at the real part.

/** As `compileExpression`, for values that are pairs. */
export function compileComplex(expression, indexOf) {
  if (typeof expression === "number") return () => [expression, 0];
  if (typeof expression === "string") {
    const index = indexOf(expression);
    return (values) => values[index];
  }
  const [operation, ...operands] = expression;
  const build = COMPLEX_OPERATIONS[operation];
  if (!build) throw new Error(`expression: no operation named ${operation} for complex values`);
  return build(...operands.map((operand) => compileComplex(operand, indexOf)));
}

const add = ([a, b], [c, d]) => [a + c, b + d];
const subtract = ([a, b], [c, d]) => [a - c, b - d];
const multiply = ([a, b], [c, d]) => [a * c - b * d, a * d + b * c];
const divide = ([a, b], [c, d]) => [(a * c + b * d) / (c * c + d * d), (b * c - a * d) / (c * c + d * d)];
const exponential = ([a, b]) => [Math.exp(a) * Math.cos(b), Math.exp(a) * Math.sin(b)];
const logarithm = ([a, b]) => [Math.log(Math.hypot(a, b)), Math.atan2(b, a)];

/** Whole powers only, as in a square: a product keeps a tiny imaginary part exact, an angle would not. */
function power(base, [exponent]) {
  if (!Number.isInteger(exponent) || exponent < 1) {
    throw new Error("expression: whole powers above 0 only, for complex values");
  }
  return exponent === 1 ? base : multiply(base, power(base, [exponent - 1]));
}

/** tanh(a + ib) = (t + iT) / (1 + itT) with t = tanh a and T = tan b. */
function tangent([a, b]) {
  const [t, T] = [Math.tanh(a), Math.tan(b)];
  return divide([t, T], [1, t * T]);
}

/** ln(1 + eᶻ), with the larger of the two exponents taken out. */
function softplus(z) {
  const largest = [Math.max(z[0], 0), 0];
  return add(largest, logarithm(add(exponential(subtract([0, 0], largest)), exponential(subtract(z, largest)))));
}

const complexOfOne = (f) => (a) => (values) => f(a(values));
const complexOfTwo = (f) => (a, b) => (values) => f(a(values), b(values));
const complexOfMany = (f) => (...operands) => (values) =>
  operands.map((operand) => operand(values)).reduce((a, b) => f(a, b));

export const COMPLEX_OPERATIONS = {
  "+": complexOfMany(add),
  "*": complexOfMany(multiply),
  "-": complexOfTwo(subtract),
  "/": complexOfTwo(divide),
  "^": complexOfTwo(power),
  neg: complexOfOne((a) => subtract([0, 0], a)),
  exp: complexOfOne(exponential),
  ln: complexOfOne(logarithm),
  tanh: complexOfOne(tangent),
  sin: complexOfOne(([a, b]) => [Math.sin(a) * Math.cosh(b), Math.cos(a) * Math.sinh(b)]),
  cos: complexOfOne(([a, b]) => [Math.cos(a) * Math.cosh(b), -Math.sin(a) * Math.sinh(b)]),
  softplus: complexOfOne(softplus),
  max: complexOfMany((a, b) => (b[0] > a[0] ? b : a)),
  positive: (condition, a, b) => (values) => (condition(values)[0] > 0 ? a(values) : b(values)),
};
