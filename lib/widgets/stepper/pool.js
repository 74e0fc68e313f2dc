// Quantities as Python packs them, unpacked: unpackPool, unpackRuns.

/**
 * A list of quantities {name, phase, line, equation, words, text, symbol, sample?, group?, expression?, template?}.
 * They come as one list an attribute; expressions and templates come as shapes, with numbers where names belong.
 */
export function unpackPool({ shapes, ...attributes }) {
  return attributes.name.map((_, i) => {
    const entry = Object.fromEntries(Object.entries(attributes).map(([key, list]) => [key, list[i] ?? undefined]));
    entry.single ??= entry.name;
    if (entry.shape === undefined) return entry;
    const names = entry.names.split(" ");
    const [expression, template] = shapes[entry.shape];
    entry.expression = withNames(expression, names);
    entry.template = template.replace(/data-q="(\d+)"/g, (_, number) => `data-q="${names[number]}"`);
    return entry;
  });
}

function withNames(expression, names) {
  if (typeof expression === "string") return names[expression];
  if (!Array.isArray(expression)) return expression;
  const [operation, ...operands] = expression;
  return [operation, ...operands.map((operand) => withNames(operand, names))];
}

/** Places from their runs: [first, length, first, length, …]. */
export function unpackRuns(runs) {
  const places = [];
  for (let i = 0; i < runs.length; i += 2) {
    for (let k = 0; k < runs[i + 1]; k += 1) places.push(runs[i] + k);
  }
  return places;
}
