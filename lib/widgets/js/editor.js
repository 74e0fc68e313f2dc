// Changing a given number by typing, sliding or dragging: Editor, makeDraggable.

import { element, setState, setText } from "./dom.js";
import { formatNumber, parseNumber } from "./numbers.js";

const PIXELS_A_STEP = 4;

/**
 * One strip to change any given number: which one, a field, a slider.
 * @param change `change(name, value)` gives the problem in words, or an empty text
 * @param select `select(name)` is called when another quantity is chosen
 * @param settled `settled(name)` is called when a change is complete
 */
export class Editor {
  constructor({ key, change, select, settled }) {
    this.calls = { change, select, settled };
    const id = (part) => `${key}-${part}`;
    this.which = element("select", { id: id("which"), change: () => select(this.which.value) });
    this.field = element("input", { id: id("field"), type: "text", inputmode: "decimal", autocomplete: "off",
      "aria-describedby": id("message"), input: () => this.typed(false), change: () => this.typed(true),
      keydown: (event) => this.nudge(event) });
    this.slider = element("input", { type: "range", "aria-label": "slide the number", step: "0.01",
      input: () => this.slid(), change: () => settled(this.name) });
    this.words = element("span", { class: "bp-words" });
    this.message = element("p", { id: id("message"), class: "bp-message", role: "status" });
    this.box = element("div", { class: "bp-editor" },
      element("label", { for: id("which") }, "Change"), this.which,
      element("label", { for: id("field"), class: "bp-hidden" }, "to the number"), this.field,
      this.slider, this.words, this.message);
  }

  /** @param {{program: object, selected: string, value: number, groups: object}} view */
  update({ program, selected, value, groups }) {
    if (this.program !== program) this.list(program, groups);
    const another = this.name !== selected;
    this.name = selected;
    this.value = value;
    if (this.which.value !== selected) this.which.value = selected;
    if (another) {
      this.say("");
      const quantity = program.quantity(selected);
      setText(this.words, quantity.words);
      this.frame(value);
    }
    if (another || document.activeElement !== this.field || parseNumber(this.field.value) !== value) {
      if (!this.refused) this.field.value = readable(value);
    }
    if (value < Number(this.slider.min) || value > Number(this.slider.max)) this.frame(value);
    this.slider.value = value;
    setState(this.slider, "aria-valuetext", formatNumber(value));
  }

  list(program, groups) {
    this.program = program;
    const titles = [...new Set(program.given.map(groups))];
    const option = ({ name, text }) => element("option", { value: name }, text);
    this.which.replaceChildren(...titles.map((title) =>
      element("optgroup", { label: title }, ...program.given.filter((entry) => groups(entry) === title).map(option))));
  }

  /** The slider's ends: wide enough for the usual, wider for a large value. */
  frame(value) {
    const reach = Math.max(3, 2 * Math.abs(value));
    this.slider.min = this.name === "alpha" ? 0.01 : -reach;
    this.slider.max = reach;
  }

  typed(complete) {
    const text = this.field.value;
    const value = parseNumber(text);
    if (value === null && !complete) return;
    const before = this.value;
    this.refused = true;
    const problem = this.calls.change(this.name, value);
    this.refused = false;
    setState(this.field, "aria-invalid", problem && complete ? "true" : null);
    if (!problem) this.say("");
    if (!complete) return;
    if (problem) {
      this.say(`“${text.trim()}”: ${problem} The old value ${formatNumber(before, 6)} stays.`);
      this.field.value = readable(before);
      setState(this.field, "aria-invalid", null);
    } else {
      this.calls.settled(this.name);
    }
  }

  slid() {
    const value = Number(Number(this.slider.value).toFixed(2));
    this.say(this.calls.change(this.name, value));
  }

  /** Up and down in the field go by a hundredth, with Shift by a tenth. */
  nudge(event) {
    const sign = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!sign) return;
    event.preventDefault();
    this.say(this.calls.change(this.name, stepped(this.value, sign * (event.shiftKey ? 10 : 1))));
    this.field.value = readable(this.value);
    this.calls.settled(this.name);
  }

  say(text) {
    setText(this.message, text);
  }
}

/**
 * Given numbers (data-q) inside `root` follow the finger sideways; a touch without a move selects.
 * @param isGiven `isGiven(name)` @param valueOf `valueOf(name)`
 * @param change `change(name, value)` @param settled `settled(name)` after a drag
 */
export function makeDraggable(root, { isGiven, valueOf, change, settled }) {
  let drag = null;
  root.addEventListener("pointerdown", (event) => {
    const name = event.target.closest("[data-q]")?.dataset.q;
    if (!name || event.button !== 0 || !isGiven(name)) return;
    drag = { name, x: event.clientX, from: valueOf(name), moved: false, pointer: event.pointerId };
  });
  root.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const steps = Math.round((event.clientX - drag.x) / PIXELS_A_STEP);
    if (!drag.moved && steps === 0) return;
    if (!drag.moved) root.setPointerCapture(drag.pointer);
    drag.moved = true;
    change(drag.name, stepped(drag.from, steps));
  });
  const end = () => {
    if (drag?.moved) settled(drag.name);
    drag = null;
  };
  root.addEventListener("pointerup", end);
  root.addEventListener("pointercancel", end);
}

/** Hundredths away from a value, without the noise of binary fractions. */
function stepped(value, hundredths) {
  return Number((value + hundredths / 100).toFixed(10));
}

function readable(value) {
  return String(value).replace("-", "−");
}
