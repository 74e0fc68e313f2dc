// What a sum is made of: partsOf, contributionsTo. No page, no state.

/**
 * A sum of products, times factors: {sum, summands, factors}. A product that is no sum is its only summand; `apart` names
 * a factor that is no part of it.
 */
export function partsOf(expression, apart) {
  const isSum = (part) => Array.isArray(part) && part[0] === "+";
  const all = expression[0] === "*" ? expression.slice(1) : [expression];
  const [first] = all;
  const factors = isSum(first) ? all.slice(1) : all.filter((factor) => factor === apart);
  const rest = isSum(first) ? [first] : all.filter((factor) => factor !== apart);
  const sum = rest.length === 1 ? rest[0] : ["*", ...rest];
  return { sum, summands: isSum(sum) ? sum.slice(1) : [sum], factors };
}

const taken = new WeakMap(); // parts by quantity: a redraw asks for all that flows, and they stay the same

/**
 * What flows to a quantity along edges: {arriving: [{edge, amount}], sum, valve}. The edges are those that the quantity
 * names, one for each of its first summands; the valve is the slope that the sum has to pass, if there is one.
 */
export function contributionsTo(quantity, program) {
  if (!taken.has(quantity)) taken.set(quantity, partsOf(quantity.expression, quantity.valve));
  const { sum, summands } = taken.get(quantity);
  const edges = quantity.edges.split(" ").filter(Boolean);
  return {
    arriving: edges.map((edge, i) => ({ edge, amount: program.amount(summands[i]) })),
    sum: program.amount(sum),
    valve: quantity.valve,
  };
}
