// What a walk is doing, in words: verdict.

import { whyNotFinite } from "../shared/numbers.js";

const FLAT = 1e-6; // a slope that is as good as zero
const SLOW = 0.01; // the share of its cost that an update should at least take away

/**
 * @param stops the walk so far, see walk.js @param textOf `textOf(variable)` the variable as text
 * @returns {{kind: string, words: string}}
 */
export function verdict(stops, variables, textOf) {
  const here = stops.at(-1);
  if (!here.finite) return { kind: "overflow", words: overflowWords(here) };
  if (here.slopes.every((slope) => Math.abs(slope) <= FLAT)) {
    const words = `It has come to rest: ${flatWords(here)}, and an update moves next to nothing.`;
    return { kind: "rest", words: `${words} (Flat does not mean low: look at the cost.)` };
  }
  if (stops.length === 1) {
    return { kind: "start", words: "Nothing is moved yet. The formulas say what the first update does." };
  }
  const [change, turned] = [costChange(stops), turning(stops, variables)];
  const names = turned.map(textOf).join(" and ");
  if (change > 0) return { kind: "diverges", words: rising(stops, names) };
  if (turned.length > 0) {
    const jump = turned.length === 1 ? "jumps" : "jump";
    const words = change === 0
      ? `It goes round in a circle: ${names} ${jump} to and fro between two places, and the cost stays as it is.`
      : `It overshoots: ${names} ${jump} over the bottom to the other side with each update. The cost falls all the same.`;
    return { kind: "oscillates", words };
  }
  return -change < SLOW
    ? {
      kind: "slow",
      words: "Downhill, but slowly: this update took away less than a hundredth of the cost. The slope or α is small.",
    }
    : { kind: "falls", words: "Downhill: the cost falls." };
}

function overflowWords({ values }) {
  const value = Object.values(values).find((each) => !Number.isFinite(each)) ?? Infinity;
  return `It has diverged. ${whyNotFinite(value)} Each move was larger than the one before.`;
}

function flatWords({ slopes }) {
  return slopes.length === 1 ? "the slope is zero or nearly so" : "all slopes are zero or nearly so";
}

/** The change of the cost by the last update, as a share of what it was; rounding counts as no change. */
function costChange(stops) {
  const [before, after] = stops.slice(-2).map(({ values }) => values.cost);
  const change = (after - before) / (Math.abs(before) || 1);
  return Math.abs(change) < 1e-12 ? 0 : change;
}

/** The variables whose last two moves went opposite ways and were not small beside the others'. */
function turning(stops, variables) {
  if (stops.length < 3) return [];
  const [first, second, third] = stops.slice(-3).map(({ point }) => point);
  const moves = variables.map((_, i) => [second[i] - first[i], third[i] - second[i]]);
  const largest = Math.max(...moves.map(([, last]) => Math.abs(last)));
  return variables.filter((_, i) => moves[i][0] * moves[i][1] < 0 && Math.abs(moves[i][1]) >= largest / 10);
}

function rising(stops, names) {
  const costs = stops.map(({ values }) => values.cost);
  const [first, second, third] = costs.slice(-3);
  // A walk that leaps about may rise twice and fall again: it runs away only where it is higher than ever before.
  const often = stops.length > 3 && first < second && second < third && third >= Math.max(...costs);
  const over = names
    ? `${names} jumped over the bottom and landed higher`
    : "the update went over the bottom and landed higher";
  return often
    ? `It diverges: the cost grows with every update, since ${over}. Take a smaller α.`
    : `Uphill: ${over} than before. Take a smaller α.`;
}
