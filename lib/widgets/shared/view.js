// What the part of a page that shows a widget is built on: View, renderWith.

import { element, offerTabStops, setText } from "./dom.js";

const LATER = 60; // milliseconds

/**
 * What a widget was made with, in Python: plain data that never changes. Each widget has the parts that it needs.
 * @typedef {object} Definition
 * @property {Quantity[]} [quantities] what the page evaluates: see Program
 * @property {object[]} [networks] the networks to choose from, each with its drawing, its quantities, its given numbers
 * @property {Object<string, string>} [equations] names of equations by label, for where there are no numbered ones
 *
 * @typedef {object} Quantity one of a worksheet's, of which a widget gets the parts that it shows
 * @property {string} name
 * @property {string} symbol MathML @property {string} text the symbol as plain text @property {string} words
 * @property {*[]} [expression] how it is computed; a given number has none @property {string} [template] the same in MathML
 * @property {string} [equation] label of the book's equation, or its name
 */

let views = 0;

/**
 * One view of a model. The model holds what is set, a trait for each; whatever changes it, all is drawn anew, once.
 * A widget's own class names its `traits` (`static traits = ["pixels"]`) and writes
 * - `build()`, which makes the parts and puts them into a `frame`;
 * - `draw()`, which shows the state in them, in place;
 * - where there is need, `load()`: the model was changed elsewhere, and the view keeps more than the model does;
 *   `measured()`; `said`, which is what `announce` reads aloud.
 */
export class View {
  constructor(model, el) {
    this.model = model;
    /** @type {Definition} */
    this.definition = model.get("definition");
    this.key = `bp-${(views += 1)}`; // begins the ids of the parts
    this.endings = []; // what is to be done when the page no longer shows this view
    this.live = element("p", { class: "bp-hidden bp-live", "aria-live": "polite" });
    this.build();
    el.append(this.root);
    this.watch(this.root, () => this.measure());
    const hear = () => this.heard();
    for (const name of this.constructor.traits) {
      model.on(`change:${name}`, hear);
      this.endings.push(() => model.off(`change:${name}`, hear));
    }
    this.redraw();
  }

  /** The widget's outermost element: its parts, and what is read aloud. */
  frame(attributes, ...parts) {
    this.root = element("section", { "data-lm-suppress-shortcuts": "true", ...attributes }, ...parts, this.live);
  }

  get state() {
    return Object.fromEntries(this.constructor.traits.map((name) => [name, this.model.get(name)]));
  }

  /** Change traits, and draw once. Gives the problem with it, as a number's field asks for: none. */
  act(changes) {
    this.busy = true;
    this.model.set(changes);
    this.busy = false;
    this.model.save_changes();
    this.redraw();
    return "";
  }

  /** A trait was changed elsewhere, in another view or in Python; others may follow, and one drawing is for all. */
  heard() {
    if (this.busy) return;
    this.busy = true;
    queueMicrotask(() => {
      this.busy = false;
      this.load?.();
      this.redraw();
    });
  }

  redraw() {
    this.draw();
    this.measure();
  }

  /**
   * Call `hear(width)` whenever a part has another size, and a first time when the page is laid out: to ask for a width while
   * the page is being built would lay it out once more.
   */
  watch(part, hear) {
    const sizes = new ResizeObserver(([{ contentRect }]) => hear(Math.round(contentRect.width)));
    sizes.observe(part);
    this.endings.push(() => sizes.disconnect());
  }

  /**
   * Measure a little later, when the page is laid out anyway. A view far from the reader is not laid out; it gets its size,
   * and is measured, when it comes near.
   */
  measure() {
    this.measuring ??= setTimeout(() => {
      this.measuring = undefined;
      if (this.root.checkVisibility({ contentVisibilityAuto: true })) this.measured();
    }, LATER);
  }

  /** Sizes can be asked for: see which boxes scroll. */
  measured() {
    offerTabStops(this.root.querySelectorAll(".bp-scroll"));
  }

  say(text) {
    setText(this.live, text);
  }

  announce() {
    this.say(this.said);
  }

  /** The page no longer shows this view. */
  remove() {
    clearTimeout(this.measuring);
    for (const end of this.endings) end();
  }
}

/** What a widget's module exports: `export default renderWith(DigitReaderView)`. */
export function renderWith(Kind) {
  return {
    render({ model, el }) {
      const view = new Kind(model, el);
      return () => view.remove();
    },
  };
}
