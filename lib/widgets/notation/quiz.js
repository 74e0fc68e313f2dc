// The quiz: a question, and which mistake was made. QuizPanel, verdict.

import { element, setText } from "../shared/dom.js";

const HINT =
  "Point at a line or a unit of the drawing, a cell of the matrix, or a term of the sum; touch it on a phone. " +
  "With the keyboard: Tab to the drawing or the matrix, then the arrow keys.";
const PLACES = { drawing: "Touch its line in the drawing.", matrix: "Touch its cell in the matrix." };

/**
 * What an answer is worth.
 * @returns {{right: boolean, answer: string, reason: string}|null} null before the first answer
 */
export function verdict({ items }, asked, answer) {
  if (answer === "") return null;
  const [wanted, got] = [items[asked], items[answer]];
  const right = asked === answer;
  return { right, answer, reason: right ? `It is the ${got.line}.` : reasonOf(wanted, got) };
}

function reasonOf(wanted, got) {
  if (wanted.kind !== got.kind) {
    return got.kind === "bias"
      ? "a bias. Its line comes from the node with the 1; a weight has two numbers below, from and to."
      : "a weight. A bias has one number below, and its line comes from the node with the 1.";
  }
  const layer = wanted.layer !== got.layer;
  const [from, to] = [wanted.from !== got.from, wanted.to !== got.to];
  const swapped = wanted.from === got.to && wanted.to === got.from && wanted.kind === "weight";
  if (layer && !from && !to) {
    return "in the wrong layer. The number in brackets is the layer where the line ends; the inputs are layer 0.";
  }
  const also = layer ? " The layer is wrong too: it is the one where the line ends." : "";
  if (swapped) {
    return "you swapped from and to. The first number below is where the line starts (the row), the second where it ends " +
      `(the column).${also}`;
  }
  if (wanted.kind === "bias") return `of another unit. The number below is the unit where the line ends.${also}`;
  if (got.from === wanted.from + 1 && got.to === wanted.to + 1) {
    return `one too far on both sides. Units are counted from 1; only Python counts from 0.${also}`;
  }
  if (!from) {
    return `right at the start, but it ends at another unit. The second number below is where the line ends.${also}`;
  }
  if (!to) {
    return `right at the end, but it starts at another unit. The first number below is where the line starts.${also}`;
  }
  return `another start and another end. First number below: from; second: to.${also}`;
}

/** One box for the hint, or for the question, the verdict and the way on. */
export class QuizPanel {
  constructor(ask) {
    this.question = element("p", { class: "ne-question" });
    this.message = element("p", { class: "ne-verdict" });
    this.next = element(
      "button",
      { type: "button", class: "bp-button", click: () => ask(this.number + 1) },
      "Next question",
    );
    this.score = element("span", { class: "ne-score" });
    this.quiz = element("div", { class: "ne-asking" }, this.question, this.score, this.next, this.message);
    this.hint = element("p", { class: "ne-hint" }, HINT);
    this.box = element("div", { class: "ne-quiz" }, this.hint, this.quiz);
    this.spoken = "";
  }

  update({ data, quiz, asked, found, score }) {
    this.hint.hidden = quiz;
    this.quiz.hidden = !quiz;
    if (!quiz) return;
    this.number = asked.number;
    this.question.innerHTML = `Find <math>${data.quantities[asked.name].symbol}</math>. ${PLACES[asked.where]}`;
    this.message.innerHTML = found ? messageOf(found, data) : "";
    setText(this.next, found?.right ? "Next question" : "Skip it");
    setText(this.score, `Right at the first try: ${score[0]} of ${score[1]}`);
    const { text } = data.quantities[found?.answer || asked.name];
    this.spoken = found
      ? `${found.right ? "Right" : "Not yet"}: ${text}. ${found.reason}`
      : `Find ${text}. ${PLACES[asked.where]}`;
  }
}

function messageOf({ right, reason, answer }, { quantities }) {
  const symbol = `<math>${quantities[answer].symbol}</math>`;
  return right ? `<b>Right.</b> ${reason}` : `<b>Not yet.</b> That is ${symbol}: ${reason}`;
}
