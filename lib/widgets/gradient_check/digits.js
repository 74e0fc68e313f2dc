// Numbers with all their digits, and which of them two numbers share: fixedTogether, markShared.

import { element } from "../shared/dom.js";
import { formatNumber } from "../shared/numbers.js";

const MOST_DECIMALS = 24; // more of them are a row of zeros that nobody counts

/**
 * Texts of numbers with the same count of decimals, so that the largest has `digits` digits; padded to one length.
 * If all numbers are too tiny for that, each has a power of ten.
 */
export function fixedTogether(values, digits = 17) {
  if (!values.every(Number.isFinite)) return values.map((value) => formatNumber(value));
  const size = Math.max(...values.map(Math.abs));
  const decimals = Math.max(0, digits - 1 - (size > 0 ? Math.floor(Math.log10(size)) : 0));
  const text = (
    value,
  ) => (decimals > MOST_DECIMALS ? formatNumber(value, digits) : value.toFixed(decimals).replace("-", "−"));
  const texts = values.map(text);
  const length = Math.max(...texts.map((text) => text.length));
  return texts.map((text) => text.padStart(length, "\u2007")); // a space as wide as a figure
}

/** How many characters two texts share from the start. */
function shared(a, b) {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count += 1;
  return count;
}

/** Write a text into a node with the part that it shares with another one marked. */
export function markShared(node, text, other) {
  const count = shared(text, other);
  if (node.dataset.text === text && node.dataset.count === String(count)) return;
  Object.assign(node.dataset, { text, count });
  const padding = text.length - text.trimStart().length;
  const marked = element("span", { class: "gc-shared" }, text.slice(padding, count));
  node.replaceChildren(text.slice(0, padding), marked, text.slice(Math.max(padding, count)));
}
