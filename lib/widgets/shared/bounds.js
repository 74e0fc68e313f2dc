// What a given number may be: problemWith, shareOutRest.

/**
 * The problem with a value in words, or an empty text.
 * @param {string} name @param {number|null} value null where a text was no number
 * @param {string|null} target of a target: any "numbers", a "fraction", or "probabilities" that add up to 1
 */
export function problemWith(name, value, target = null) {
  if (value === null) return "That is no number.";
  if (!Number.isFinite(value)) return "That is too large for a number.";
  if (name === "alpha" && !(value > 0)) return "The learning rate must be greater than 0.";
  if (target !== null && target !== "numbers" && !(value >= 0 && value <= 1)) {
    return "With this loss a target lies between 0 and 1.";
  }
  return "";
}

/** Targets that are probabilities add up to 1: after a change of one, the others share the rest in proportion. */
export function shareOutRest(targets, changed) {
  const rest = 1 - targets[changed];
  const others = targets.reduce((sum, target, k) => (k === changed ? sum : sum + target), 0);
  for (let k = 0; k < targets.length; k += 1) {
    if (k !== changed) targets[k] = others > 0 ? (targets[k] * rest) / others : rest / (targets.length - 1);
  }
}
