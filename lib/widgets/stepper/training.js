// What training needs beside the steps: which gradient, which sample, runs, starts, choices. TrainingPanel.

import { element, labelled, setState, setText } from "../shared/dom.js";

const RUNS = [1, 10, 100, 1000];
const MODES = { one: "one sample", all: "all samples" };

/**
 * @param definition what Python says there is to choose
 * @param call `call(action, argument)` with "choose" | "run" | "reset" | "show"
 */
export class TrainingPanel {
  constructor({ key, definition, sampleCount, trains, call }) {
    this.key = key;
    const { modes, choices, starts } = definition;
    const fields = [];
    if (modes.length > 1) {
      this.mode = this.select("mode", modes.map((mode) => [mode, MODES[mode]]), (mode) => call("choose", { mode }));
      fields.push(labelled(trains ? "Gradient from" : "Cost of", this.mode));
    }
    if (sampleCount > 1) {
      const samples = Array.from({ length: sampleCount }, (_, i) => [i, `${i + 1} of ${sampleCount}`]);
      this.sample = this.select("sample", samples, (sample) => call("show", Number(sample)));
      fields.push(labelled("Sample", this.sample));
    }
    const choose = () => call("choose", { choice: this.chosen() });
    this.choices = choices.filter((choice) => choice.options.length > 1).map(({ title, options }, i) => {
      const select = this.select(`choice-${i}`, options.map(({ key, text }) => [key, text]), choose);
      fields.push(labelled(title, select));
      return select;
    });
    this.fixed = choices.map((choice) => (choice.options.length > 1 ? null : choice.options[0].key));
    if (trains) fields.push(runButtons(call));
    if (starts.length > 1) {
      this.start = this.select("start", starts.map(({ name }) => [name, name]), (name) => call("reset", name));
      fields.push(labelled("Start", this.start));
    }
    const reset = () => call("reset", this.start?.value);
    fields.push(
      element(
        "button",
        { type: "button", class: "bp-button bp-reset", click: reset },
        starts.length > 1 ? "Back to this start" : "Reset",
      ),
    );
    this.note = element("p", { class: "bp-message", role: "status" });
    this.box = element("div", { class: "bp-training", role: "group", "aria-label": "training" }, ...fields, this.note);
  }

  select(part, options, change) {
    const node = element(
      "select",
      { id: `${this.key}-${part}`, change: () => change(node.value) },
      ...options.map(([value, text]) => element("option", { value }, text)),
    );
    return node;
  }

  /** The key of the choice: one part for each kind of choice, in order. */
  chosen() {
    let next = 0;
    return this.fixed.map((key) => key ?? this.choices[next++].value).join("|");
  }

  /** @param session the state to show @param note words on what happened */
  update(session, note) {
    if (this.mode) this.mode.value = session.mode;
    if (this.sample) this.sample.value = session.sample;
    if (this.start) this.start.value = session.start_from;
    const parts = session.choice.split("|").filter((_, i) => this.fixed[i] === null);
    parts.forEach((part, i) => {
      this.choices[i].value = part;
    });
    setText(this.note, note);
    setState(this.note, "data-empty", note === "");
  }
}

function runButtons(call) {
  const buttons = RUNS.map((epochs) =>
    element("button", {
      type: "button",
      class: "bp-button",
      "aria-label": `Run ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
      click: () => call("run", epochs),
    }, String(epochs))
  );
  return element(
    "span",
    { class: "bp-field bp-runs", role: "group", "aria-label": "run epochs" },
    element("span", {}, "Run epochs"),
    ...buttons,
  );
}
