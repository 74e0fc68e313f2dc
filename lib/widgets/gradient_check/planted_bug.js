// A mistake to be found: all derivatives in a table, and the answers to choose from. PlantedBug.

import { element, math, scrollBox, setState, setText } from "../shared/dom.js";
import { formatNumber } from "../shared/numbers.js";

const ROUND_OFF = 1e-15; // of the largest derivative: two gradients that are this close are the same

const WORDS = {
  differs: ["✗", "differs"],
  agrees: ["✓", "agrees"],
  open: ["?", "no digit left"],
};

/** |a − b| beside the larger of the two. */
export function relativeError(a, b) {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}

/** What a derivative and its central difference say of each other: a difference within the doubt is no mistake. */
function judge(seen, numeric, doubt, tolerance) {
  const size = Math.max(Math.abs(seen), Math.abs(numeric));
  const difference = Math.abs(seen - numeric);
  if (!(difference <= Math.max(tolerance * size, doubt))) return "differs";
  return size <= doubt ? "open" : "agrees";
}

/** Which entries of two gradients are not the same number. */
function apart(a, b, tolerance) {
  const least = ROUND_OFF * Math.max(...a.map(Math.abs), ...b.map(Math.abs));
  return a.map((value, i) => Math.abs(value - b[i]) > least && !(relativeError(value, b[i]) <= tolerance));
}

/**
 * @param select a weight or bias was chosen in the table @param answer a mistake was chosen @param another asks for another
 * mistake @param control stands beside the button @param message what that control has to say
 */
export class PlantedBug {
  constructor({ key, definition, select, answer, another, control, message }) {
    Object.assign(this, { key, definition, select });
    this.summary = element("p", { class: "gc-summary" });
    this.body = element("tbody");
    const heads = ["derivative for", "", "backpro\u00adpagation", "central difference", "relative error"]
      .map((text) => element("th", { scope: "col" }, text));
    this.table = element("table", {}, element("thead", {}, element("tr", {}, ...heads)), this.body);
    this.rows = [];
    const { mistakes } = definition;
    this.answers = Object.entries(mistakes).map(([name, { words, wrong }], i) => {
      const input = element("input", {
        type: "radio",
        name: `${key}-bug`,
        id: `${key}-bug-${i}`,
        value: name,
        change: () => answer(name),
      });
      const formula = scrollBox("wrong formula", "gc-wrong", math("math", {}, wrong));
      const label = element("label", { for: input.id }, element("span", {}, words), formula);
      return { name, input, box: element("div", { class: "gc-answer" }, input, label) };
    });
    this.verdict = element("p", { class: "gc-verdict", role: "status" });
    this.box = element(
      "div",
      { class: "gc-bug" },
      element(
        "div",
        { class: "gc-bug-head" },
        element("button", { type: "button", class: "bp-button", click: another }, "Plant another bug"),
        control,
      ),
      message,
      scrollBox("all derivatives", "gc-rows", this.table),
      this.summary,
      element(
        "fieldset",
        { class: "gc-answers" },
        element("legend", {}, "Which mistake is it?"),
        ...this.answers.map(({ box }) => box),
      ),
      this.verdict,
    );
  }

  /** Other parameters, for another network. */
  build(parameters) {
    if (this.parameters === parameters) return;
    this.parameters = parameters;
    this.rows = parameters.map(({ name, text, words }) => {
      const [sign, word] = [element("span"), element("span", { class: "gc-word" })];
      const numbers = Array.from({ length: 3 }, () => element("td"));
      const button = element("button", {
        type: "button",
        class: "gc-pick",
        "aria-label": `look at ${text}, ${words}`,
        click: () => this.select(name),
      }, text);
      const row = element(
        "tr",
        {},
        element("th", { scope: "row" }, button),
        element("td", { class: "gc-sign" }, sign, " ", word),
        ...numbers,
      );
      return { name, button, texts: [sign, word, ...numbers], row };
    });
    this.body.replaceChildren(...this.rows.map(({ row }) => row));
  }

  /**
   * @param seen, numeric, doubts the two gradients, entry by entry, and how far the second may be off
   * @param guess the answer chosen @param verdict words on it
   */
  update({ parameters, chosen, seen, numeric, doubts, guess, verdict, right }) {
    this.build(parameters);
    const found = seen.map((value, i) => judge(value, numeric[i], doubts[i], this.definition.tolerance));
    this.rows.forEach(({ name, button, texts, row }, i) => {
      const numbers = [formatNumber(seen[i], 3), formatNumber(numeric[i], 3)];
      const shown = [...WORDS[found[i]], ...numbers, formatNumber(relativeError(seen[i], numeric[i]), 2)];
      texts.forEach((node, place) => setText(node, shown[place]));
      setState(row, "data-differs", found[i] === "differs");
      setState(button, "aria-pressed", name === chosen);
    });
    setText(this.summary, summaryOf(parameters, found));
    for (const { name, input } of this.answers) input.checked = name === guess;
    setState(this.verdict, "data-right", guess === "" ? null : right);
    setText(this.verdict, verdict);
  }
}

/** Names of the groups (the weights or the biases of a layer) of which an entry is marked, each once. */
function groupsOf(parameters, marked) {
  return [...new Set(parameters.filter((_, i) => marked[i]).map(({ group }) => group))];
}

function summaryOf(parameters, found) {
  const differ = found.map((each) => each === "differs");
  const [count, open] = ["differs", "open"].map((word) => found.filter((each) => each === word).length);
  const rest = open > 0 ? ` At ${open} nothing is left to compare: round-off and this ε hide them.` : "";
  if (count === 0) {
    if (open === parameters.length) return "Nothing is left to compare: round-off and this ε hide all derivatives.";
    return `${open > 0 ? "" : "All "}${parameters.length - open} derivatives agree.${rest}`;
  }
  const whole = groupsOf(parameters, differ).map((group) => {
    const inGroup = differ.filter((_, i) => parameters[i].group === group);
    return inGroup.every(Boolean) ? `all of ${group}` : `${inGroup.filter(Boolean).length} of ${group}`;
  });
  return `${count} of ${parameters.length} differ: ${listed(whole)}.${rest}`;
}

/**
 * Why what the table shows speaks against an answer: the gradients `seen` beside those that the answer `would` give and the
 * `right` ones.
 */
export function whyNot({ parameters, seen, would, right, tolerance }) {
  const [seenWrong, wouldBeWrong] = [seen, would].map((gradient) => apart(gradient, right, tolerance));
  if (!apart(seen, would, tolerance).some(Boolean)) {
    return "With these numbers that mistake gives the very same derivatives as the one planted. Change a weight, and look again.";
  }
  const marksOnly = (marked, other) => {
    const groups = groupsOf(parameters, marked).filter((group) => !groupsOf(parameters, other).includes(group));
    const entries = parameters.filter((_, i) => marked[i] && !other[i]).map(({ text }) => text);
    return listed(groups.length > 0 ? groups : entries);
  };
  const [missing, surplus] = [marksOnly(wouldBeWrong, seenWrong), marksOnly(seenWrong, wouldBeWrong)];
  if (missing) return `With that mistake the derivatives for ${missing} would be wrong too. Here they agree.`;
  if (surplus) return `With that mistake the derivatives for ${surplus} would be right. Here they are wrong.`;
  const distances = seen.map((value, i) => Math.abs(value - would[i]));
  const worst = distances.indexOf(Math.max(...distances));
  const [wouldBe, stands, isRight] = [would, seen, right].map((gradient) => formatNumber(gradient[worst]));
  return "That mistake would make the same derivatives wrong, but by other amounts: " +
    `for ${parameters[worst].text} it would give ${wouldBe}, and here stands ${stands}. (Right is ${isRight}.)`;
}

function listed(names) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
