// Changing a given number by typing, sliding or dragging: Editor, makeDraggable.

import { element, labelled, setText } from "../shared/dom.js";
import { NumberField, stepped } from "../shared/number_field.js";

const PIXELS_A_STEP = 4;

/**
 * One strip to change any given number: which one, a field, a slider.
 * @param change `change(name, value)` gives the problem in words, or an empty text
 * @param select `select(name)` is called when another quantity is chosen
 * @param settled `settled(name)` is called when a change is complete
 */
export class Editor {
  constructor({ key, change, select, settled }) {
    this.which = element("select", { id: `${key}-which`, change: () => select(this.which.value) });
    this.number = new NumberField({
      id: `${key}-field`,
      label: "to the number",
      sliderLabel: "slide the number",
      change: (value) => change(this.name, value),
      settled: () => settled(this.name),
    });
    this.number.label.className = "bp-hidden";
    this.words = element("span", { class: "bp-words" });
    this.box = element(
      "div",
      { class: "bp-editor" },
      labelled("Change", this.which),
      this.number.label,
      this.number.field,
      this.number.slider,
      this.words,
      this.number.message,
    );
  }

  /** @param {{program: object, selected: string, value: number, groups: object}} view */
  update({ program, selected, value, groups }) {
    if (this.program !== program) this.list(program, groups);
    const another = this.name !== selected;
    this.name = selected;
    if (this.which.value !== selected) this.which.value = selected;
    if (another) setText(this.words, program.quantity(selected).words);
    const { slider } = this.number;
    if (another || value < Number(slider.min) || value > Number(slider.max)) this.frame(value);
    this.number.update(value, another);
  }

  list(program, groups) {
    this.program = program;
    const titles = [...new Set(program.given.map(groups))];
    const option = ({ name, text }) => element("option", { value: name }, text);
    this.which.replaceChildren(
      ...titles.map((title) =>
        element("optgroup", { label: title }, ...program.given.filter((entry) => groups(entry) === title).map(option))
      ),
    );
  }

  /** The slider's ends: wide enough for the usual, wider for a large value. */
  frame(value) {
    const reach = Math.max(3, 2 * Math.abs(value));
    this.number.frame(this.name === "alpha" ? 0.01 : -reach, reach);
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
