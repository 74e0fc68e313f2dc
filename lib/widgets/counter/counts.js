// Whole numbers as people read them, and how many times one is another: countText, isExact, timesText, timesInWords.

import { formatNumber } from "../shared/numbers.js";

const THOUSANDS = ["", " thousand", " million", " billion", " trillion"];

/** Not every whole number above 2⁵³ is a float; from there on a count is rounded, and is shown so. */
export function isExact(count) {
  return count <= Number.MAX_SAFE_INTEGER;
}

/** All figures in groups of three, or four figures and a power of ten. */
export function countText(count) {
  return isExact(count) ? String(count).replace(/\B(?=(\d{3})+$)/g, ",") : formatNumber(count, 4);
}

/** A ratio: with two decimals while it is small. */
export function timesText(ratio) {
  return ratio < 100 ? ratio.toFixed(2) : countText(Math.round(ratio));
}

/** A ratio in words, to two or three figures: "2.9", "51 thousand". */
export function timesInWords(ratio) {
  let [rest, place] = [ratio, 0];
  while (rest >= 999.5 && place < THOUSANDS.length) [rest, place] = [rest / 1000, place + 1];
  if (place === THOUSANDS.length) return formatNumber(ratio, 2);
  return `${rest < 9.95 ? rest.toFixed(1) : Math.round(rest)}${THOUSANDS[place]}`;
}
