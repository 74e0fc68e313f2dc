// One number to be changed by typing, by arrow keys or with a slider: NumberField, stepped.

import { element, setState, setText } from "./dom.js";
import { formatNumber, parseNumber } from "./numbers.js";

/**
 * Its parts (label, field, slider, message) for the owner to place, or all of them in `box`. A text that is refused
 * leaves the old value and says why.
 * @param label what the number is
 * @param change `change(value)` gives the problem in words, or an empty text; a value of null means: no number
 * @param settled `settled()` is called when a change is complete
 * @param logarithmic whether the slider goes by powers of ten, for numbers above zero
 * @param whole whether slider and arrow keys give whole numbers only; the keys then go by 1, with Shift by 10
 */
export class NumberField {
  constructor(
    {
      id,
      label,
      sliderLabel = `slide ${label}`,
      change,
      settled = () => {},
      min = -3,
      max = 3,
      logarithmic = false,
      whole = false,
    },
  ) {
    Object.assign(this, { change, settled, logarithmic, whole, refused: false });
    this.message = element("p", { id: `${id}-message`, class: "bp-message", role: "status" });
    this.field = element("input", {
      id,
      type: "text",
      inputmode: whole && "numeric", // a phone's other keys for numbers have no minus and no e
      autocomplete: "off",
      "aria-describedby": this.message.id,
      focus: () => {
        this.begin();
        this.show();
        this.field.select(); // what is typed takes its place
      },
      input: () => this.typed(false),
      change: () => this.typed(true),
      blur: () => this.end(),
      keydown: (event) => this.nudge(event),
    });
    this.slider = element("input", {
      type: "range",
      "aria-label": sliderLabel,
      step: "0.01",
      input: () => this.slid(),
      change: () => settled(),
    });
    this.label = element("label", { for: id }, label);
    this.frame(min, max);
  }

  /** The parts in a row, but for the message: that may have its place elsewhere. */
  get row() {
    return element("div", { class: "bp-number-field" }, this.label, this.field, this.slider);
  }

  /** All parts in a row. */
  get box() {
    const { row } = this;
    row.append(this.message);
    return row;
  }

  /** The slider's ends. */
  frame(min, max) {
    const [low, high] = this.logarithmic ? [Math.log10(min), Math.log10(max)] : [min, max];
    Object.assign(this.slider, { min: low, max: high });
  }

  /** Show a value. What the reader is typing stays, unless `fresh`: then it is another number's. */
  update(value, fresh = false) {
    if (fresh || value !== this.value) this.say(""); // a message speaks of the value that was
    this.value = value;
    if (fresh) this.begin();
    if ((fresh || !this.typing) && !this.refused) this.show();
    this.slider.value = this.logarithmic ? Math.log10(value) : value;
    setState(this.slider, "aria-valuetext", this.whole ? String(value) : formatNumber(value));
  }

  /** From here on a text that is refused brings this value back, whatever its beginning has changed on the way. */
  begin() {
    this.before = this.value;
    this.typing = false;
  }

  /** The reader has left the field: what a running network did to the number meanwhile shows again. */
  end() {
    this.typing = false;
    this.show();
  }

  /** Whole, where the reader wrote the number or is about to change it; one that was computed is short elsewhere. */
  show() {
    const { field, own, value } = this;
    const long = value === own || field.matches(":focus");
    field.value = long ? String(value).replace("-", "−") : formatNumber(value);
  }

  typed(complete) {
    const text = this.field.value;
    const value = parseNumber(text, this.whole);
    this.typing = !complete;
    if (value === null && !complete) return;
    this.refused = true;
    const problem = this.change(value);
    this.refused = false;
    setState(this.field, "aria-invalid", problem && complete ? "true" : null);
    if (!problem) this.say("");
    if (!complete) return;
    if (problem) {
      if (this.value !== this.before) this.change(this.before);
      const why = text.trim() ? `“${shortened(text.trim())}”: ${problem}` : "Nothing is written here.";
      this.say(`${why} The old value ${formatNumber(this.before, 6)} stays.`);
      this.show();
      setState(this.field, "aria-invalid", null);
    } else {
      this.own = this.value;
      this.begin();
      this.settled();
    }
  }

  slid() {
    const position = Number(this.slider.value);
    const value = this.logarithmic ? Number((10 ** position).toPrecision(3)) : Number(position.toFixed(2));
    this.say(this.change(this.whole ? Math.round(value) : value));
  }

  /** Up and down in the field go by a hundredth (of a power of ten on a logarithmic scale), with Shift by a tenth. */
  nudge(event) {
    const sign = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!sign) return;
    event.preventDefault();
    const hundredths = sign * (event.shiftKey ? 10 : 1);
    this.say(this.change(this.moved(hundredths)));
    this.show();
    this.begin();
    this.settled();
  }

  moved(hundredths) {
    if (this.whole) return this.value + hundredths;
    if (this.logarithmic) return Number((this.value * 10 ** (hundredths / 100)).toPrecision(3));
    return stepped(this.value, hundredths);
  }

  say(text) {
    setText(this.message, text);
  }
}

/** Hundredths away from a value, without the noise of binary fractions. */
export function stepped(value, hundredths) {
  return Number((value + hundredths / 100).toFixed(10));
}

function shortened(text) {
  return text.length > 24 ? `${text.slice(0, 20)} …` : text;
}
