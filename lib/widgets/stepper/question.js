// A question before an error is shown, for who wants to think first: Question, questionAbout.

import { element, setState, setText } from "../shared/dom.js";

const SIGNS = [["+", "positive"], ["−", "negative"], ["0", "zero"]];
const SIZES = [["l", "larger"], ["s", "smaller"], ["e", "equal"]];

/**
 * What can be asked of an error before it is seen: its sign, or, where one of its layer was seen before, its size beside
 * that one; by turns. {text, answers: [[key, word]], right}, or null of anything else.
 */
export function questionAbout(step, steps, program) {
  const isError = ({ phase, edges }) => phase === "error" && edges !== undefined;
  if (!step || !isError(step)) return null;
  const value = program.value(step.name);
  if (!Number.isFinite(value)) return null;
  const ofLayer = steps.filter((each) => isError(each) && each.layer === step.layer && each.sample === step.sample);
  const place = ofLayer.indexOf(step);
  const other = ofLayer[place - 1];
  if (place % 2 === 0) {
    const right = value > 0 ? "positive" : value < 0 ? "negative" : "zero";
    return { text: `Before you see it: is ${step.text} positive, negative or zero?`, answers: SIGNS, right };
  }
  const [size, known] = [Math.abs(value), Math.abs(program.value(other.name))];
  const alike = Math.abs(size - known) <= 1e-12 * Math.max(size, known);
  const right = alike ? "equal" : size > known ? "larger" : "smaller";
  return {
    text: `Before you see it: is ${step.text} larger or smaller in size than ${other.text}?`,
    answers: SIZES,
    right,
  };
}

/**
 * The switch, in `box`, and the question with its answers, in `panel`, which are touched or typed.
 * @param answered `answered(verdict)` is called with what is to be said of the answer
 */
export class Question {
  constructor({ answered }) {
    this.answered = answered;
    this.box = element(
      "button",
      { type: "button", class: "bp-button bp-ask", "aria-pressed": "false", click: () => this.toggle() },
      "Ask me first",
    );
    this.text = element("p");
    this.buttons = element("div", { class: "bp-answers", role: "group", "aria-label": "answers" });
    this.panel = element(
      "div",
      { class: "bp-question", keydown: (event) => this.type(event) },
      this.text,
      this.buttons,
    );
  }

  /** Whether a question is open. */
  get isOpen() {
    return Boolean(this.asked);
  }

  get isWanted() {
    return this.box.getAttribute("aria-pressed") === "true";
  }

  toggle() {
    this.box.setAttribute("aria-pressed", String(!this.isWanted));
  }

  /** Ask, unless nothing is to be asked; gives whether it is. */
  ask(question) {
    this.asked = this.isWanted ? question : null;
    if (!this.asked) return false;
    setText(this.text, question.text);
    this.buttons.replaceChildren(
      ...question.answers.map(([key, word]) =>
        element(
          "button",
          { type: "button", class: "bp-button", title: `Key: ${key}`, click: () => this.answer(word) },
          word,
        )
      ),
    );
    return true;
  }

  close() {
    this.asked = null;
  }

  answer(word) {
    const { right } = this.asked;
    this.answered(word === right ? `Right: ${right}.` : `You said ${word}. It is ${right}.`);
  }

  type(event) {
    const key = event.key === "-" ? "−" : event.key;
    const answer = this.asked?.answers.find(([wanted]) => wanted === key);
    if (answer) this.answer(answer[1]);
  }

  update() {
    setState(this.panel, "data-shown", this.isOpen);
  }
}
