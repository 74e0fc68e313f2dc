// The ways to a gradient in forward passes, counted beside measured, over the size of the network: PassPlot.

import { element, setText, svg } from "../shared/dom.js";
import { Plot } from "../shared/plot.js";
import { timesText } from "./counts.js";

const LEAST_FRAME = 6;
const SAMPLES = 60; // points of a curve
const BOUNDS = [2, 4]; // backpropagation lies between them, whatever the network

/**
 * Both axes logarithmic. A disc stands for backpropagation and a square for finite differences; filled is counted for
 * the present network, open is measured.
 * @param measured [{ size, backpropagation, finite_differences? }] with the number of weights and biases as size
 */
export class PassPlot {
  constructor({ measured }) {
    this.measured = measured;
    this.band = svg("path", { class: "mc-band" });
    this.line = svg("path", { class: "mc-line" });
    this.here = svg("path", { class: "mc-here" });
    this.tried = measured.flatMap(({ size, backpropagation, finite_differences: differences }) => [
      { mark: mark("disc", "mc-open"), at: [size, backpropagation] },
      ...(differences === null ? [] : [{ mark: mark("square", "mc-open"), at: [size, differences] }]),
    ]);
    this.counted = { G: mark("disc", "mc-filled"), D: mark("square", "mc-filled") };
    this.labels = { G: svg("text", { class: "mc-label" }), D: svg("text", { class: "mc-label" }) };
    this.plot = new Plot({
      words: "",
      height: 260,
      redraw: () => this.redraw(),
      x: { label: "weights and biases", min: 1, max: 10 ** LEAST_FRAME, logarithmic: true },
      y: { label: "forward passes", min: 1, max: 10 ** LEAST_FRAME, logarithmic: true },
    });
    this.plot.shapes.append(
      this.band,
      this.line,
      this.here,
      ...this.tried.map((each) => each.mark),
      ...Object.values(this.counted),
    );
    this.plot.picture.append(...Object.values(this.labels));
    const caption =
      "Disc: backpropagation, between the dashed lines at 2 and 4 for every network. Square: finite differences, " +
      "on the line 1 + P for every network. Filled: counted for the network above. " +
      (measured.length > 0 ? "Open: measured." : "");
    this.box = element("figure", { class: "mc-plot" }, this.plot.box, element("figcaption", {}, caption));
  }

  remove() {
    this.plot.remove();
  }

  update(program) {
    const [size, forward] = [program.value("P"), program.value("F")];
    this.size = size;
    this.passes = { G: program.value("G") / forward, D: program.value("D") / forward };
    this.plot.say(
      `Cost of a gradient in forward passes over ${size} weights and biases: backpropagation ` +
        `${timesText(this.passes.G)}, finite differences ${timesText(this.passes.D)}.`,
    );
    const decades = Math.max(LEAST_FRAME, Math.ceil(Math.log10(size + 1)));
    const max = 10 ** decades;
    if (max === this.plot.axes.x.max) this.redraw();
    else this.plot.frame({ x: { max }, y: { max } });
  }

  redraw() {
    const { plot } = this;
    if (plot.width === 0 || this.size === undefined) return;
    const { max } = plot.axes.x;
    const sizes = Array.from({ length: SAMPLES + 1 }, (_, i) => max ** (i / SAMPLES));
    this.band.setAttribute("d", BOUNDS.map((y) => plot.path([[1, y], [max, y]])).join(""));
    this.line.setAttribute("d", plot.path(sizes.map((size) => [size, 1 + size])));
    this.here.setAttribute("d", plot.path([[this.size, 1], [this.size, max]]));
    for (const { mark: node, at } of this.tried) move(node, plot.place(...at));
    for (const [name, passes] of Object.entries(this.passes)) {
      const [x, y] = plot.place(this.size, passes);
      move(this.counted[name], [x, y]);
      const onRight = x < plot.width * 0.6;
      for (
        const [key, value] of Object.entries({
          x: onRight ? x + 11 : x - 11,
          y: y + (name === "G" ? -9 : 4),
          "text-anchor": onRight ? "start" : "end",
        })
      ) this.labels[name].setAttribute(key, value);
      setText(this.labels[name], timesText(passes));
    }
  }
}

function mark(shape, kind) {
  return shape === "disc"
    ? svg("circle", { class: `mc-mark mc-disc ${kind}`, r: 5 })
    : svg("rect", { class: `mc-mark mc-square ${kind}`, x: -4.5, y: -4.5, width: 9, height: 9 });
}

function move(node, [x, y]) {
  node.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
}
