// One reader's way through the training steps of a worksheet: Session. Pure state, no page.

import { problemWith, shareOutRest } from "../shared/bounds.js";
import { contributionsTo } from "../shared/contributions.js";
import { unpackPool, unpackProgram } from "./pool.js";
import { Program } from "../shared/program.js";

/** The parts of the state; each is a trait of the model of the same name. */
export const STATE = [
  "given",
  "samples",
  "sample",
  "epoch",
  "used",
  "mode",
  "choice",
  "cursor",
  "selected",
  "start_from",
  "cost_history",
];

/**
 * Where the reader is, and what the numbers are there. `cursor` is the quantity computed last ("" before the
 * first); whatever comes after it is not known yet. Training never copies a new weight before all are computed.
 */
export class Session {
  constructor(definition, state) {
    this.definition = definition;
    this.pool = unpackPool(definition.pool);
    this.places = placesByName(definition.places, this.pool);
    this.programs = new Map();
    this.load(state);
  }

  /** Take over a state from outside, and bring all values up to date. */
  load(state) {
    for (const key of STATE) this[key] = state[key];
    this.program = this.programFor(this.mode);
    if (!this.program.has(this.cursor)) this.cursor = "";
    if (!this.program.has(this.selected)) this.selected = "";
    this.evaluate();
  }

  get state() {
    return Object.fromEntries(STATE.map((key) => [key, this[key]]));
  }

  programFor(mode) {
    const key = `${this.choice} ${mode}`;
    if (!this.programs.has(key)) {
      const stages = this.definition.programs[this.choice];
      this.programs.set(key, new Program(unpackProgram(stages, this.pool, mode === "all" ? this.sampleCount : 0)));
    }
    return this.programs.get(key);
  }

  evaluate() {
    this.program.evaluate((name) => this.read(name));
    if (this.program.has(this.cursor)) this.sample = this.program.quantity(this.cursor).sample ?? this.sample;
  }

  // What is given: weights, biases and α by name; inputs and targets by their place among the samples.

  read(name) {
    if (name in this.given) return this.given[name];
    const [array, row, column] = this.placeOf(name);
    return this.samples[array][row][column];
  }

  placeOf(name) {
    const [array, row, column] = this.places.get(name);
    return [array, row ?? this.sample, column];
  }

  /** Change a given number. Gives the problem in words and leaves it as it was, or an empty text. */
  change(name, value) {
    const isParameter = name in this.given;
    const target = !isParameter && this.placeOf(name)[0] === "Y" ? this.targets : null;
    const problem = problemWith(name, value, target);
    if (problem) return problem;
    if (isParameter) this.given = { ...this.given, [name]: value };
    else this.changeSample(name, value, target);
    this.evaluate();
    this.correctHistory();
    return "";
  }

  changeSample(name, value, target) {
    const [array, row, column] = this.placeOf(name);
    const rows = this.samples[array].map((numbers) => [...numbers]);
    rows[row][column] = value;
    if (target === "probabilities") shareOutRest(rows[row], column);
    this.samples = { ...this.samples, [array]: rows };
  }

  /** What targets may be with the present loss: see bounds.js. */
  get targets() {
    return this.definition.targets[this.choice] ?? "numbers";
  }

  // The cursor.

  get steps() {
    return this.program.steps;
  }

  /** How many quantities are computed. */
  get position() {
    return this.steps.findIndex((step) => step.name === this.cursor) + 1;
  }

  get phase() {
    return this.cursor === "" ? "given" : this.program.quantity(this.cursor).phase;
  }

  /** Whether a quantity is known at the cursor. */
  knows(name) {
    const { index } = this.program;
    const reached = this.cursor === "" ? -1 : index.get(this.cursor);
    return index.get(name) <= reached || this.program.quantity(name).expression === undefined;
  }

  /** What goes by this name where there is a single sample: of the present one, z1_2 is z1_3_2 among all samples. */
  nameOf(single) {
    return this.program.ofSample(single, this.sample);
  }

  /**
   * What flows along the edges in the phase of the cursor, for the sample shown: see `Flows`. What was computed since that
   * position flows now.
   */
  flow(since = this.position - 1) {
    const { program, phase, sample } = this;
    const now = new Set(this.steps.slice(since, this.position).map((step) => step.name));
    const shown = program.steps.filter((step) => (step.sample ?? sample) === sample);
    const gathering = shown.filter((step) => step.edges !== undefined);
    const ribbons = new Map();
    let largest = 0;
    for (const step of gathering.filter((each) => each.phase === phase)) {
      for (const { edge, amount } of contributionsTo(step, program).arriving) {
        largest = Math.max(largest, Math.abs(amount));
        if (this.knows(step.name)) ribbons.set(edge, { amount, now: now.has(step.name) });
      }
    }
    const errors = gathering.filter((each) => each.phase === "error").map(({ name }) => Math.abs(program.value(name)));
    return {
      ribbons,
      largest,
      largestError: Math.max(0, ...errors),
      nameOf: (single) => this.nameOf(single),
      valueOf: (name) => (name && this.knows(name) ? program.value(name) : undefined),
    };
  }

  /** The same quantity of another sample, as a cursor. */
  cursorFor(sample) {
    const present = this.cursor && this.program.quantity(this.cursor);
    if (this.mode === "one" || !present || present.sample === undefined) return this.cursor;
    const place = this.steps.filter((step) => step.sample === present.sample).indexOf(present);
    return this.steps.filter((step) => step.sample === sample)[place]?.name ?? "";
  }

  goTo(position) {
    const inside = Math.max(0, Math.min(position, this.steps.length));
    this.cursor = inside === 0 ? "" : this.steps[inside - 1].name;
    this.evaluate();
  }

  /** Take the cursor to a computed quantity, or select a given one for a change. */
  touch(name) {
    if (this.program.quantity(name).expression === undefined) this.selected = name;
    else this.goTo(this.steps.findIndex((step) => step.name === name) + 1);
  }

  /** The first quantity of a phase; the start for "given". */
  enter(phase) {
    this.goTo(this.steps.findIndex((step) => step.phase === phase) + 1);
  }

  // Training.

  get sampleCount() {
    return this.samples.X?.length ?? 0;
  }

  get trains() {
    return Object.keys(this.definition.updates).length > 0;
  }

  /** The cost over all samples with the weights as they are. */
  costOfAll() {
    return this.forwardOfAll().value("cost");
  }

  /** The worksheet over all samples, evaluated up to the cost. */
  forwardOfAll(read = (name) => this.read(name)) {
    const program = this.programFor(this.definition.modes.at(-1));
    program.evaluate(read, "cost");
    return program;
  }

  /**
   * What the update brings, once every new weight is known: the cost of what is shown and that over all samples, each as
   * [before, after]; null before that.
   */
  payOff() {
    if (!this.trains || this.position < this.steps.length) return null;
    const { program } = this;
    const moved = this.moved();
    const fresh = (name) => moved[name] ?? this.read(name);
    const costs = (read) => {
      program.evaluate(read, "cost");
      return [program.value("cost"), this.forwardOfAll(read).value("cost")];
    };
    const [after, before] = [costs(fresh), costs((name) => this.read(name))];
    this.evaluate();
    return { shown: [before[0], after[0]], all: [before[1], after[1]] };
  }

  /** The new weights, as they are computed now. */
  moved() {
    return Object.fromEntries(
      Object.entries(this.definition.updates).map(([old, fresh]) => [old, this.program.value(fresh)]),
    );
  }

  /** After an edit the cost is another one, though nothing was learnt: it takes the place of the last. */
  correctHistory() {
    const cost = this.trains ? this.costOfAll() : NaN;
    if (Number.isFinite(cost)) this.cost_history = [...this.cost_history.slice(0, -1), cost];
  }

  /** Put the new weights in place and go on to the next sample or epoch. Gives a problem in words, or "". */
  advance() {
    this.cost_history = [...this.cost_history];
    return this.learn();
  }

  /** Train for a number of epochs; the cursor stays where it is. */
  run(epochs) {
    this.cost_history = [...this.cost_history];
    const end = this.epoch + epochs;
    let problem = "";
    while (this.epoch < end && !problem) problem = this.learn();
    this.evaluate();
    return problem;
  }

  learn() {
    this.program.evaluate((name) => this.read(name));
    const moved = this.moved();
    const before = this.given;
    this.given = { ...before, ...moved };
    const cost = this.costOfAll();
    if (![...Object.values(moved), cost].every(Number.isFinite)) {
      this.given = before;
      this.evaluate();
      return `The training stops in epoch ${this.epoch}: the new weights would be too large for a number. ` +
        "The last finite weights stay; a smaller learning rate may help.";
    }
    this.cost_history.push(cost);
    this.count();
    return "";
  }

  /** An epoch is over when every sample was used: one by one, in whatever order, or all together. */
  count() {
    const samples = Array.from({ length: this.sampleCount }, (_, i) => i);
    const used = this.mode === "all" ? samples : [...new Set([...this.used, this.sample])];
    const left = samples.filter((i) => !used.includes(i));
    if (this.mode === "one") this.sample = left.find((i) => i > this.sample) ?? left[0] ?? 0;
    this.used = left.length > 0 ? used : [];
    if (left.length === 0) this.epoch += 1;
  }

  /** Back to the start of that name: its numbers, the first sample, the first epoch, nothing computed. */
  reset(name = this.start_from) {
    const start = this.definition.starts.find((entry) => entry.name === name);
    this.given = { ...start.given };
    this.samples = this.definition.samples;
    Object.assign(this, {
      start_from: name,
      sample: this.definition.sample ?? 0,
      epoch: 1,
      used: [],
      cursor: "",
      cost_history: [],
    });
    this.cost_history = this.trains ? [this.costOfAll()] : [];
    this.evaluate();
  }

  /**
   * Another mode, sample or choice of functions: the numbers stay, the cursor too where it has a counterpart. With other
   * functions there is another cost, and the counting of epochs and updates begins anew.
   */
  choose(changes) {
    const { single } = this.cursor ? this.program.quantity(this.cursor) : {};
    this.load({ ...this.state, ...changes });
    if (this.cursor === "" && single) this.touch(this.nameOf(single) || this.selected);
    if ("choice" in changes && this.trains) {
      Object.assign(this, { epoch: 1, used: [], cost_history: [this.costOfAll()] });
    }
  }
}

/** Name of an input or target -> [array, row or undefined for that of the present sample, column]. */
function placesByName(places, pool) {
  return new Map(
    Object.entries(places).flatMap(([single, [array, column]]) => [
      [single, [array, undefined, column]],
      ...(pool.byName.get(single)?.of ?? []).map(([name], row) => [name, [array, row, column]]),
    ]),
  );
}
