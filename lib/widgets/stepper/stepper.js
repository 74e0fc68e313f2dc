// The stepper: one cursor in a training step, and the views that follow it. Entry of the widget StepThrough.

import { Algorithm } from "./algorithm.js";
import { Chart } from "./chart.js";
import { Drawing } from "../shared/drawing.js";
import { element } from "../shared/dom.js";
import { Editor, makeDraggable } from "./editor.js";
import { flowAlong, Flows } from "../shared/flows.js";
import { Grain } from "./grain.js";
import { formatNumber } from "../shared/numbers.js";
import { Predictions } from "./predictions.js";
import { FormulaPanel } from "../shared/formula_panel.js";
import { QuantityTable } from "./table.js";
import { Question, questionAbout } from "./question.js";
import { Scrub } from "./scrub.js";
import { Session, STATE } from "./session.js";
import { Status } from "./status.js";
import { TrainingPanel } from "./training.js";
import { Transport } from "../shared/transport.js";
import { renderWith, View } from "../shared/view.js";

const LOUD_FROM = 1000; // milliseconds a step; a quicker play is not read aloud

/** The parts of one view, joined to the model: what one part does, all show, and every other view too. */
class StepperView extends View {
  static traits = STATE;

  build() {
    const { definition, key } = this;
    const session = new Session(definition, this.state);
    this.session = session;
    const atEnd = () => session.position === session.steps.length;
    this.transport = new Transport({ key, go: (action) => this.go(action), atEnd });
    this.formula = new FormulaPanel(key, definition.equations, () => this.redraw());
    if (session.steps.some(({ layer }) => layer)) this.grain = new Grain(key, () => this.redraw());
    this.status = new Status(
      definition.phases,
      (phase) => this.stopAnd(() => session.enter(phase)),
      this.transport.speedBox,
      this.formula.sizeBox,
    );
    this.scrub = new Scrub({ go: (position) => this.stopAnd(() => session.goTo(position)) });
    this.drawing = new Drawing(definition.drawing);
    this.flows = new Flows(this.drawing);
    this.algorithm = new Algorithm(definition.algorithm);
    this.editor = new Editor({
      key,
      change: (name, value) => this.do(() => session.change(name, value)),
      select: (name) => this.do(() => session.touch(name)),
      settled: (name) => this.announce(name),
    });
    this.training = new TrainingPanel({
      key,
      definition,
      sampleCount: session.sampleCount,
      trains: session.trains,
      call: (action, argument) => this.train(action, argument),
    });
    this.table = new QuantityTable(definition.phases);
    if (this.grain && definition.phases.error) this.addQuestion();
    const ends = [];
    if (session.trains) {
      this.chart = new Chart("Cost over all samples");
      this.predictions = new Predictions({ outputs: definition.outputs, show: (sample) => this.train("show", sample) });
      ends.push(element("div", { class: "bp-results" }, this.chart.box, this.predictions.box));
    }
    const main = definition.drawing.columns.length > 3 ? "bp-main bp-deep" : "bp-main";
    const aside = definition.algorithm.length > 0 ? [this.algorithm.box] : [];
    this.frame(
      { class: "bp-widget bp-stepper", tabindex: "0", "aria-label": definition.title },
      element("div", { class: "bp-top" }, this.transport.box, ...(this.grain ? [this.grain.box] : []), this.scrub.box),
      this.status.box,
      element("div", { class: main }, this.drawing.box, ...aside),
      this.formula.box,
      this.editor.box,
      this.flows.legend,
      this.training.box,
      ...ends,
      this.table.box,
    );
    this.listen();
  }

  /** A question before each error, for who wants it. */
  addQuestion() {
    this.question = new Question({ answered: (verdict) => this.go("next", verdict) });
    this.formula.stack.append(this.question.panel);
    this.training.box.append(this.question.box);
  }

  listen() {
    const { root, session } = this;
    root.addEventListener("keydown", (event) => this.transport.key(event));
    root.addEventListener("click", (event) => {
      const name = event.target.closest("[data-q]")?.dataset.q;
      const selecting = !getSelection().isCollapsed; // text to be copied
      if (!selecting && name && session.program.has(name)) this.stopAnd(() => session.touch(name));
    });
    makeDraggable(this.drawing.box, {
      isGiven: (name) => session.program.has(name) && session.program.quantity(name).expression === undefined,
      valueOf: (name) => session.program.value(name),
      change: (name, value) =>
        this.do(() => {
          session.touch(name);
          return session.change(name, value);
        }),
      settled: (name) => this.announce(name),
    });
    this.watch(this.drawing.box, (width) => {
      if (width === 0 || width === this.width) return;
      this.width = width;
      this.drawing.layout(width);
      this.flows.layout();
      this.redraw();
    });
  }

  remove() {
    super.remove();
    this.transport.stop();
  }

  load() {
    this.session.load(this.state);
  }

  // Acting: change the session, tell the model, draw.

  do(change) {
    this.question?.close();
    this.verdict = "";
    const problem = change() ?? "";
    this.act(this.session.state);
    return problem;
  }

  stopAnd(change) {
    this.transport.stop();
    this.do(change);
    this.drawing.follow(this.session.cursor);
    this.announce();
  }

  /** @param verdict what is to be said of an answer, which the next quantity follows */
  go(action, verdict = "") {
    const { session } = this;
    const count = session.steps.length;
    this.note = "";
    if (action === "next" && !verdict && this.asks()) return;
    this.do(() => {
      if (action === "first") session.goTo(0);
      else if (action === "last") session.goTo(count);
      else if (action === "back") session.goTo(this.stopBefore());
      else if (session.position < count) session.goTo(this.stops().find((stop) => stop > session.position));
      else if (session.trains) {
        this.note = session.advance();
        if (!this.note) session.goTo(0);
      }
    });
    if (verdict) {
      this.verdict = verdict;
      this.redraw();
      this.transport.next.focus({ preventScroll: true });
    }
    this.drawing.follow(session.cursor);
    if (!this.transport.playing || this.transport.milliseconds >= LOUD_FROM) this.announce();
  }

  /** Ask before the next quantity, if it is an error and the reader wants it; who presses Next once more is shown it. */
  asks() {
    const { question, session } = this;
    const next = session.steps[this.stops().find((stop) => stop > session.position) - 1];
    if (!question || question.isOpen || !question.ask(questionAbout(next, session.steps, session.program))) {
      return false;
    }
    this.transport.stop();
    this.redraw();
    this.say(question.text.textContent);
    question.buttons.firstChild.focus({ preventScroll: true });
    return true;
  }

  /** The positions where the buttons and keys pause. */
  stops() {
    const { steps } = this.session;
    return this.grain?.stops(steps) ?? steps.map((_, i) => i + 1);
  }

  stopBefore() {
    return this.stops().filter((stop) => stop < this.session.position).at(-1) ?? 0;
  }

  train(action, argument) {
    const { session } = this;
    this.note = "";
    this.stopAnd(() => {
      if (action === "run") this.note = session.run(argument);
      else if (action === "reset") session.reset(argument);
      else if (action === "choose") session.choose(argument);
      else if (action === "show") session.choose({ sample: argument, cursor: session.cursorFor(argument) });
    });
    if (action === "run" && !this.note) this.say(`${argument} epochs run. ${this.chart.caption.textContent}`);
  }

  /** Tell what happened, first the number that was changed. */
  announce(changed) {
    const textOf = (name) => this.textOf(name);
    const edit = changed ? `${this.session.program.quantity(changed).words} is now ${textOf(changed)}; ` : "";
    const told = [
      edit + this.status.spoken(this.session, textOf),
      this.formula.remark.hidden ? "" : this.formula.remark.textContent,
    ];
    this.say(this.note || told.filter(Boolean).join(". "));
  }

  // Drawing: every view from the same state.

  textOf(name, digits = this.formula.digits) {
    return this.session.knows(name) ? formatNumber(this.session.program.value(name), digits) : "?";
  }

  draw() {
    const { session } = this;
    const { program, cursor, selected } = session;
    const feeds = new Set(cursor ? program.feeds(cursor) : []);
    const textOf = (name) => this.textOf(name);
    const flow = session.flow(this.stopBefore());
    this.transport.update({ position: session.position, count: session.steps.length, nextWords: this.nextWords() });
    this.status.update(session);
    this.scrub.update(session, this.status.text.textContent);
    this.drawing.update({
      phase: session.phase,
      cursor,
      selected,
      feeds,
      nameOf: (pattern) => session.nameOf(pattern),
      textOf: (name, digits) => this.textOf(name, digits),
      kindOf: (name) => this.kindOf(name, feeds),
      along: (edge, digits) => formatFlow(flowAlong(edge, flow.ribbons), digits),
    });
    this.flows.update(flow);
    this.algorithm.update(cursor ? program.quantity(cursor).line : 0);
    this.formula.update(session, (value) => formatNumber(value, this.formula.digits), this.question?.isOpen);
    this.question?.update();
    if (selected) {
      this.editor.update({ program, selected, value: program.value(selected), groups: (quantity) => quantity.group });
    }
    if (this.verdict) this.formula.say(this.verdict);
    else this.formula.say(this.payOffWords(), "With the new weights: ");
    this.training.update(session, this.note ?? "");
    if (session.trains) {
      const all = session.forwardOfAll();
      this.chart.update(session.cost_history, all.value("cost"));
      this.predictions.update(session, all);
    }
    this.table.update({ program, cursor, selected, textOf });
  }

  measured() {
    this.status.follow();
    super.measured();
  }

  /** What the update brings, at the end of it. */
  payOffWords() {
    const payOff = this.session.payOff();
    if (!payOff) return "";
    const step = (costs) => costs.map((cost) => formatNumber(cost, this.formula.digits)).join(" → ");
    const { mode, sampleCount } = this.session;
    if (mode === "all" || sampleCount === 1) return `cost ${step(payOff.all)}`;
    return `cost of sample ${step(payOff.shown)}, of all ${step(payOff.all)}`;
  }

  nextWords() {
    const { session } = this;
    if (session.position < session.steps.length) return "Next";
    if (!session.trains) return "";
    return session.mode === "all" || session.sampleCount === 1 ? "Next epoch" : "Next sample";
  }

  kindOf(name, feeds) {
    const { session } = this;
    const kinds = [];
    if (name === session.cursor) kinds.push("bp-current");
    if (feeds.has(name)) kinds.push("bp-feeds");
    if (session.program.quantity(name).expression === undefined) kinds.push("bp-given");
    if (name === session.selected) kinds.push("bp-selected");
    if (!session.knows(name)) kinds.push("bp-unknown");
    return kinds.join(" ");
  }
}

function formatFlow(flow, digits) {
  return flow ? formatNumber(flow.amount, digits) : "";
}

export default renderWith(StepperView);
