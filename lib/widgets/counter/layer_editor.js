// The layers of a network, drawn to scale, to be added, removed and changed in width: LayerEditor.

import { element, setState, setText, svg } from "../shared/dom.js";
import { NumberField } from "../shared/number_field.js";

const HEIGHT = 100; // of the picture, in units of its own
const LEAST = 3; // a layer is never drawn lower than this
const HALF_BAR = 0.07; // as a part of a column's width

/**
 * A column for each layer, one of them selected, and controls for that one.
 * @param limits {layers, units} @param nameOf `nameOf(l)` gives a size's symbol, such as n₀
 * @param act `act({ sizes?, layer? })` takes a change over @param settled called when a change is complete
 */
export class LayerEditor {
  constructor({ key, limits, examples, nameOf, act, settled }) {
    Object.assign(this, { key, limits, nameOf, act, settled, columns: [] });
    this.picture = svg("svg", { class: "mc-scale", preserveAspectRatio: "none", "aria-hidden": "true" });
    this.row = element("div", { class: "mc-columns" });
    this.field = new NumberField({
      id: `${key}-width`,
      label: "units",
      sliderLabel: "slide the number of units",
      change: (value) => this.resize(value),
      settled,
      min: 1,
      max: limits.units,
      logarithmic: true,
      whole: true,
    });
    this.add = button("Add a layer after it", () => this.insert());
    this.cut = button("Remove it", () => this.remove());
    this.box = element(
      "div",
      { class: "mc-editor" },
      element(
        "fieldset",
        { class: "mc-layers" },
        element("legend", {}, "Layers from input to output, drawn to scale. Pick one to change it:"),
        element("div", { class: "mc-stage" }, this.picture, this.row),
      ),
      this.field.box,
      element("div", { class: "mc-buttons" }, this.add, this.cut, ...this.exampleButtons(examples)),
    );
  }

  exampleButtons(examples) {
    if (examples.length === 0) return [];
    const choose = (sizes) => this.change({ sizes, layer: Math.min(this.layer, sizes.length - 1) });
    return [
      element("span", { class: "mc-title" }, "or take"),
      ...examples.map((sizes) => button(sizes.join("-"), () => choose([...sizes]))),
    ];
  }

  update(sizes, layer) {
    const another = this.layer !== layer || this.sizes?.length !== sizes.length;
    Object.assign(this, { sizes, layer });
    if (this.columns.length !== sizes.length) this.build();
    this.columns.forEach(({ input, size, node }, l) => {
      input.checked = l === layer;
      setText(size, String(sizes[l]));
      setState(node, "data-selected", l === layer);
      setState(input, "aria-label", `${this.nameOf(l)}, ${placeName(l, sizes.length - 1)}: ${sizes[l]} units`);
    });
    this.draw();
    setText(this.field.label, `Units ${this.nameOf(layer)} of ${placeName(layer, sizes.length - 1)}`);
    this.field.update(sizes[layer], another);
    setState(this.add, "aria-disabled", sizes.length > this.limits.layers ? "true" : null);
    setState(this.cut, "aria-disabled", sizes.length <= 2 ? "true" : null);
  }

  build() {
    this.columns = this.sizes.map((_, l) => {
      const input = element("input", {
        type: "radio",
        name: `${this.key}-layer`,
        change: () => this.act({ layer: l }),
      });
      const size = element("span", { class: "mc-size" });
      const node = element(
        "label",
        { class: "mc-column" },
        input,
        size,
        element("span", { class: "mc-name" }, this.nameOf(l)),
      );
      return { input, size, node };
    });
    this.row.replaceChildren(...this.columns.map(({ node }) => node));
    this.row.style.gridTemplateColumns = `repeat(${this.sizes.length}, minmax(0, 1fr))`;
    this.picture.setAttribute("viewBox", `0 0 ${this.sizes.length} ${HEIGHT}`);
  }

  /** A bar for each layer, and between two bars the area of their weights. */
  draw() {
    const most = Math.max(...this.sizes);
    const heights = this.sizes.map((size) => Math.max((size / most) * HEIGHT, LEAST));
    const [top, bottom] = [heights.map((each) => (HEIGHT - each) / 2), heights.map((each) => (HEIGHT + each) / 2)];
    const areas = heights.slice(1).map((_, i) => {
      const [left, right] = [i + 0.5 + HALF_BAR, i + 1.5 - HALF_BAR];
      const corners = [[left, top[i]], [right, top[i + 1]], [right, bottom[i + 1]], [left, bottom[i]]];
      return svg("polygon", { class: "mc-weights", points: corners.join(" ") });
    });
    const bars = heights.map((height, l) =>
      svg("rect", {
        class: `mc-layer${l === this.layer ? " mc-selected" : ""}`,
        x: l + 0.5 - HALF_BAR,
        width: 2 * HALF_BAR,
        y: top[l],
        height,
      })
    );
    this.picture.replaceChildren(...areas, ...bars);
  }

  // Changes. Each gives the problem in words, or an empty text.

  resize(value) {
    const { units } = this.limits;
    if (value === null) return "That is no number.";
    if (!Number.isInteger(value) || value < 1 || value > units) {
      return `A layer has a whole number of units, from 1 to ${units}.`;
    }
    this.act({ sizes: this.sizes.map((size, l) => (l === this.layer ? value : size)) });
    return "";
  }

  insert() {
    const { sizes, layer } = this;
    if (sizes.length > this.limits.layers) {
      return this.field.say(`At most ${this.limits.layers} layers of weights fit here.`);
    }
    return this.change({
      sizes: [...sizes.slice(0, layer + 1), sizes[layer], ...sizes.slice(layer + 1)],
      layer: layer + 1,
    });
  }

  remove() {
    const { sizes, layer } = this;
    if (sizes.length <= 2) return this.field.say("A network has an input and an output at least.");
    return this.change({ sizes: sizes.filter((_, l) => l !== layer), layer: Math.min(layer, sizes.length - 2) });
  }

  change(changes) {
    this.field.say("");
    this.act(changes);
    this.settled();
  }
}

function placeName(l, last) {
  if (l === 0) return "the input";
  return l === last ? `layer ${l}, the output` : `layer ${l}`;
}

function button(words, click) {
  return element("button", { type: "button", class: "bp-button", click }, words);
}
