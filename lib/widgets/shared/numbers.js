// Numbers as people read and write them: formatNumber, raised, parseNumber, whyNotFinite.

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** `number` with `digits` significant digits; shorter where that is exact but for round-off (0.4, not 0.4000). */
export function formatNumber(number, digits = 4) {
  if (Number.isNaN(number)) return "not a number";
  if (!Number.isFinite(number)) return number > 0 ? "∞" : "−∞";
  if (number === 0) return "0";
  const value = Number(number.toPrecision(Math.max(digits, 12)));
  const size = Math.abs(value);
  const text = size >= 1e6 || size < 1e-4 ? scientific(value, digits) : plain(value, digits);
  return text.replace("-", "−");
}

function plain(value, digits) {
  const rounded = Number(value.toPrecision(digits));
  const leading = Math.floor(Math.log10(Math.abs(rounded)));
  const fixed = rounded.toFixed(Math.max(0, digits - 1 - leading));
  const shortest = String(value);
  return shortest.length <= fixed.length ? shortest : fixed;
}

function scientific(value, digits) {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return `${Number(mantissa)}·10${raised(Number(exponent))}`;
}

/** A whole number in raised figures. */
export function raised(number) {
  return [...String(number)].map((c) => (c === "-" ? "⁻" : SUPERSCRIPTS[c])).join("");
}

/**
 * The number that `text` says, or null. Takes a real minus sign, a decimal comma, 2·10⁻³ and 10⁻³ too. In 1,000 the comma may
 * part thousands, as it does in a whole number, or be a decimal one: that is no number.
 */
export function parseNumber(text, whole = false) {
  const lowered = (power) => [...power].map((c) => (c === "⁻" ? "-" : SUPERSCRIPTS.indexOf(c))).join("");
  const plainText = text
    .trim()
    .replace(/^([−–-]?)10([⁻⁰¹²³⁴-⁹]+)$/, (_, sign, power) => `${sign}1e${lowered(power)}`)
    .replace(/[·×]\s*10([⁻⁰¹²³⁴-⁹]+)$/, (_, power) => `e${lowered(power)}`)
    .replace(/[−–]/g, "-");
  const grouped = /^[+-]?[1-9]\d{0,2}(,\d{3})+$/.test(plainText);
  if (grouped && !whole) return null;
  const number = grouped ? plainText.replaceAll(",", "") : plainText.replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(number) ? Number(number) : null;
}

/** A word on why a value is not finite; an empty text when it is. */
export function whyNotFinite(value, beganAt) {
  if (Number.isFinite(value)) return "";
  const where = beganAt ? ` It began at ${beganAt}.` : "";
  if (Number.isNaN(value)) return `Not a number: ∞ − ∞, 0 · ∞ or 0 / 0 has no value.${where}`;
  return `∞: too large for a number (more than 1.8·10³⁰⁸), so it overflowed.${where}`;
}
