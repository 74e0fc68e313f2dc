// Quantities as Python packs them, unpacked: unpackPool, unpackProgram.

/** The quantities that a pool's lists hold, one list an attribute. */
export function unpackPool({ shapes, ...attributes }) {
  const entries = attributes.name.map((_, i) =>
    Object.fromEntries(Object.entries(attributes).map(([key, list]) => [key, list[i] ?? undefined]))
  );
  return { shapes, entries, byName: new Map(entries.map((entry) => [entry.name, entry])) };
}

/**
 * A program's quantities in order: {name, single, phase, line, equation, words, text, symbol, sample?, group?, expression?,
 * template?}. Of several samples (`count`, or 0 for a single one) each has those that belong to it, and what they share is
 * computed from all of them. `single` is the name that a quantity has where there is one sample.
 */
export function unpackProgram(stages, pool, count) {
  const samples = Array.from({ length: count }, (_, i) => i);
  return stages.flatMap(([perSample, ...runs]) => {
    const entries = unpackRuns(runs).map((place) => pool.entries[place]);
    if (!count) return entries.map((entry) => alone(entry, pool));
    if (!perSample) return entries.map((entry) => ofAll(entry, pool, samples));
    return samples.flatMap((i) => entries.map((entry) => ofSample(entry, pool, i)));
  });
}

function alone(entry, pool) {
  return quantity(entry, pool.shapes[entry.shape], namesIn(entry));
}

/** What flows to it passes the valve of the same sample. */
function ofSample(entry, pool, i) {
  const [name, text, symbol, words] = entry.of[i];
  const names = namesIn(entry).map((each) => nameOf(each, pool, i));
  const valve = entry.valve && nameOf(entry.valve, pool, i);
  return quantity(entry, pool.shapes[entry.shape], names, { name, text, symbol, words, sample: i, valve });
}

function ofAll(entry, pool, samples) {
  if (entry.sum === undefined) return alone(entry, pool);
  const names = samples.flatMap((i) => namesIn(entry).map((each) => nameOf(each, pool, i)));
  return quantity(entry, pool.shapes[entry.sum], names);
}

function quantity(entry, shape, names, own = {}) {
  return { ...entry, single: entry.name, ...own, ...written(shape, names) };
}

function namesIn({ names }) {
  return names ? names.split(" ") : [];
}

/** A name among several samples: what belongs to no sample keeps its own. */
function nameOf(single, pool, i) {
  return pool.byName.get(single).of?.[i][0] ?? single;
}

/** An expression and its template with names where a shape has numbers. */
function written(shape, names) {
  if (shape === undefined) return {};
  const [expression, template] = shape;
  return {
    expression: withNames(expression, names),
    template: template.replace(/data-q="(\d+)"/g, (_, number) => `data-q="${names[number]}"`),
  };
}

function withNames(expression, names) {
  if (typeof expression === "string") return names[expression];
  if (!Array.isArray(expression)) return expression;
  const [operation, ...operands] = expression;
  return [operation, ...operands.map((operand) => withNames(operand, names))];
}

/** Places from their runs: [first, length, first, length, …]. */
function unpackRuns(runs) {
  const places = [];
  for (let i = 0; i < runs.length; i += 2) {
    for (let k = 0; k < runs[i + 1]; k += 1) places.push(runs[i] + k);
  }
  return places;
}
