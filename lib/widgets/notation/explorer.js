// The notation explorer: one weight as a line, a name, a cell and a term. Entry of the widget NotationExplorer.

import { Drawing } from "../shared/drawing.js";
import { element, setState } from "../shared/dom.js";
import { moveInDrawing, nearestPart } from "./moves.js";
import { MatrixGrid } from "./matrix.js";
import { NamePanel, SumPanel } from "./panels.js";
import { QuizPanel, verdict } from "./quiz.js";
import { renderWith, View } from "../shared/view.js";

/** The model holds what is chosen, and how far the quiz is. */
class NotationView extends View {
  static traits = ["network", "selected", "quiz", "question", "answer", "score"];

  build() {
    const { key } = this;
    const { networks } = this.definition;
    this.networkChoice = new Chips(
      `${key}-network`,
      "Network",
      networks.map(({ sizes }) => sizes),
      (network) => this.act({ network, selected: firstOf(networks[network]), question: 0, answer: "", score: [0, 0] }),
    );
    this.modeChoice = new Chips(
      `${key}-mode`,
      "",
      ["Explore", "Quiz"],
      (place) => this.act({ quiz: place === 1, question: 0, answer: "", score: [0, 0] }),
    );
    this.quizPanel = new QuizPanel((question) => this.act({ question, answer: "" }));
    this.namePanel = new NamePanel();
    this.sumPanel = new SumPanel((name) => this.touch(name));
    this.drawingPlace = element("div", { class: "ne-drawing-place" });
    this.matrixPlace = element("div", { class: "bp-stack ne-matrices" });
    this.frame(
      { class: "bp-widget ne-explorer", "aria-label": "notation explorer" },
      element("div", { class: "ne-choices" }, this.networkChoice.box, this.modeChoice.box),
      this.quizPanel.box,
      element(
        "div",
        { class: "ne-main" },
        this.drawingPlace,
        element("div", { class: "ne-side" }, this.namePanel.box, this.matrixPlace),
      ),
      this.sumPanel.box,
    );
    this.watch(this.drawingPlace, (width) => {
      this.width = width;
      this.layOut();
    });
  }

  // The state.

  get data() {
    return this.definition.networks[this.state.network];
  }

  get asked() {
    const { questions } = this.data;
    return questions[this.state.question % questions.length];
  }

  /** Whether a question waits for its answer. */
  get open() {
    return this.state.quiz && this.state.answer !== this.asked[0];
  }

  /** The name that is lit: in a quiz the last answer, if any. */
  get lit() {
    const { quiz, answer, selected } = this.state;
    return quiz ? answer : selected;
  }

  /** The reader touches something: to see it, or as an answer. */
  touch(name) {
    const { quiz, selected, answer, score: [atOnce, answered] } = this.state;
    if (!quiz) {
      if (name !== selected) this.act({ selected: name });
    } else if (this.open && this.isAnswer(name)) {
      const right = name === this.asked[0];
      const first = answer === "";
      this.act({
        answer: name,
        ...(right ? { selected: name, score: [atOnce + (first ? 1 : 0), answered + 1] } : {}),
      });
    }
  }

  isAnswer(name) {
    return ["weight", "bias"].includes(this.data.items[name]?.kind);
  }

  // Drawing.

  /** Parts that belong to one network: made anew with it. */
  show(data) {
    const hadFocus = this.root.contains(document.activeElement);
    this.shown = data;
    this.drawing = new Drawing(data.drawing);
    this.parts = [...this.drawing.nodes, ...this.drawing.edges].filter((part) => data.items[nameOf(part)]);
    for (const part of this.parts) {
      const { name, line } = data.items[nameOf(part)];
      part.target = part.handle ?? part.outline;
      const attributes = { role: "radio", "aria-label": line, "data-part": name };
      for (const [attribute, value] of Object.entries(attributes)) part.target.setAttribute(attribute, value);
    }
    const { picture } = this.drawing;
    picture.setAttribute("role", "radiogroup");
    picture.addEventListener("click", (event) => this.point(event, true));
    picture.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.point(event, false));
    picture.addEventListener("keydown", (event) => this.press(event));
    this.drawingPlace.replaceChildren(this.drawing.box);
    this.matrices = data.matrices.map((matrix) => new MatrixGrid(matrix, data, (name) => this.touch(name)));
    this.matrixPlace.replaceChildren(...this.matrices.map(({ box }) => box));
    this.keepRoom(data);
    this.layOut();
    if (hadFocus && !this.root.contains(document.activeElement)) this.networkChoice.focus();
  }

  /** Where drawing and matrix stand side by side, room is kept for the rows of the tallest network: the style sheet does it. */
  keepRoom(data) {
    const heightOf = ({ drawing }) => drawing.rows * drawing.row_height;
    const rowsOf = ({ matrices }) => Math.max(...matrices.map(({ rows }) => rows.length));
    for (const [name, sizeOf] of [["--ne-lower", heightOf], ["--ne-missing-rows", rowsOf]]) {
      this.root.style.setProperty(name, Math.max(...this.definition.networks.map(sizeOf)) - sizeOf(data));
    }
  }

  layOut() {
    if (!this.width) return;
    this.drawing.layout(this.width);
    for (const edge of this.drawing.edges) edge.crowded = true; // a line shows its name only when it is lit
    this.light();
  }

  draw() {
    const { data } = this;
    const { network, quiz, question, answer, score } = this.state;
    if (data !== this.shown) this.show(data);
    this.networkChoice.update(network);
    this.modeChoice.update(quiz ? 1 : 0);
    const asked = { name: this.asked[0], where: this.asked[1], number: question };
    const found = verdict(data, asked.name, answer);
    this.quizPanel.update({ data, quiz, asked, found, score });
    const { open, lit } = this;
    setState(this.root, "data-open", open ? asked.where : null);
    const item = open ? null : data.items[lit];
    this.namePanel.update(item, data);
    this.sumPanel.update(item, data);
    const place = open && asked.where === "matrix" ? asked.name : lit || asked.name;
    const layer = Math.max(1, data.items[place].layer);
    this.matrices.forEach((matrix) =>
      matrix.update({ shown: matrix.layer === layer, lit, item: data.items[lit], open })
    );
    this.light();
    this.say(quiz ? this.quizPanel.spoken : this.namePanel.spoken);
  }

  measured() {
    super.measured();
    this.sumPanel.follow();
  }

  /** Light in the drawing what is lit, and say which part the Tab key leads to. */
  light() {
    const { drawing, data, lit, open } = this;
    const item = data.items[lit];
    const quantities = data.quantities;
    const shownText = (name) => (open && this.isAnswer(name) && name !== lit ? "" : quantities[name]?.text ?? "1");
    drawing.update({
      phase: "forward",
      cursor: lit,
      selected: lit,
      feeds: new Set(item?.lit ?? []),
      nameOf: (name) => name,
      textOf: shownText,
      kindOf: (name) => (name === lit && this.isAnswer(name) ? "bp-feeds" : ""),
    });
    const stop = this.parts.find((part) => nameOf(part) === lit) ?? this.parts[0];
    for (const part of this.parts) {
      setState(part.target, "aria-checked", String(nameOf(part) === lit));
      setState(part.target, "tabindex", part === stop ? 0 : -1);
    }
  }

  // Pointer and keys in the drawing.

  point(event, chosen) {
    const { left, top } = this.drawing.picture.getBoundingClientRect();
    const { quiz } = this.state;
    const parts = quiz ? this.parts.filter((part) => part.ends) : this.parts;
    const part = nearestPart(parts, event.clientX - left, event.clientY - top, chosen ? "touch" : "mouse");
    setState(this.drawing.picture, "data-near", part !== null);
    if (!part || (quiz && !chosen)) return;
    this.touch(nameOf(part));
    if (chosen) part.target.focus({ preventScroll: true });
  }

  press(event) {
    const name = event.target.dataset.part;
    if (!name) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.touch(name);
      return;
    }
    const next = moveInDrawing(this.data, name, event.key);
    if (next === undefined) return;
    event.preventDefault();
    if (!this.state.quiz) this.touch(next);
    this.parts.find((part) => nameOf(part) === next).target.focus();
  }
}

/** A row of radio buttons that look like buttons. */
class Chips {
  constructor(key, title, words, choose) {
    this.inputs = words.map((_, i) =>
      element("input", { type: "radio", name: key, id: `${key}-${i}`, change: () => choose(i) })
    );
    const options = words.map((text, i) =>
      element("span", { class: "ne-chip" }, this.inputs[i], element("label", { for: this.inputs[i].id }, text))
    );
    this.box = element(
      "fieldset",
      { class: "ne-chips", hidden: words.length < 2 },
      element("legend", { class: title ? "" : "bp-hidden" }, title || "What to do"),
      ...options,
    );
  }

  update(chosen) {
    this.inputs.forEach((input, i) => {
      input.checked = i === chosen;
    });
  }

  focus() {
    this.inputs.find(({ checked }) => checked)?.focus();
  }
}

function nameOf(part) {
  return part.labels[0].variants[0][1];
}

function firstOf({ items }) {
  return Object.keys(items).find((name) => items[name].kind === "weight");
}

export default renderWith(NotationView);
