// The errors of numeric derivatives over ε, as curves with a marker on each: ErrorCurve, METHODS, lineSample.

import { element, setState, setText, svg } from "../shared/dom.js";
import { formatNumber } from "../shared/numbers.js";
import { Plot } from "../shared/plot.js";
import { UNIT_ROUNDOFF } from "./cost_probe.js";

const PER_DECADE = 8;
const ERRORS = { min: 1e-17, max: 10 };
const FOOT = 1e-15; // the error at which the guides are named
const FAR = 1000; // times what the theory has: no round-off explains it
const MARKS = {
  circle: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z",
  square: "M-4.5 -4.5H4.5V4.5H-4.5Z",
  diamond: "M0 -6L6 0L0 6L-6 0Z",
};

/** The ways to a numeric derivative; each is a method of the probe. */
export const METHODS = [
  { key: "central", words: "central difference", mark: "circle" },
  { key: "forward", words: "forward difference", mark: "square" },
  { key: "complex", words: "complex step", mark: "diamond" },
];

/** A piece of a method's line, with its mark. */
export function lineSample(method) {
  return svg(
    "svg",
    { viewBox: "0 0 34 14", width: 34, height: 14, class: "gc-sample", "aria-hidden": "true" },
    svg("path", { class: `gc-curve gc-${method.key}`, d: "M0 7H34" }),
    svg("path", { class: `gc-mark gc-${method.key}`, d: MARKS[method.mark], transform: "translate(17 7)" }),
  );
}

/** @param pick called with an ε that the reader points at @param picked when the pointer lets go */
export class ErrorCurve {
  constructor({ eps: [min, max], pick, picked }) {
    const steps = Math.round(Math.log10(max / min) * PER_DECADE);
    this.grid = Array.from({ length: steps + 1 }, (_, i) => Number((min * (max / min) ** (i / steps)).toPrecision(12)));
    this.curves = METHODS.map(({ key }) => svg("path", { class: `gc-curve gc-${key}` }));
    this.marks = METHODS.map(({ key, mark }) => svg("path", { class: `gc-mark gc-${key}`, d: MARKS[mark] }));
    this.cursor = svg("path", { class: "gc-cursor" });
    this.guides = ["∝ ε²", "∝ 1/ε"].map((text) => ({
      line: svg("path", { class: "gc-guide" }),
      text: svg("text", { class: "gc-guide-text" }, text),
    }));
    this.best = svg("path", { class: "gc-best" });
    this.kink = svg("path", { class: "gc-kink" });
    this.kinkText = svg("text", { class: "gc-guide-text" }, "kink");
    this.plot = new Plot({
      words: "",
      height: 300,
      x: { label: "ε", min, max, logarithmic: true },
      y: { label: "error", ...ERRORS, logarithmic: true },
      redraw: () => this.redraw(),
    });
    this.plot.shapes.append(
      this.kink,
      ...this.guides.map(({ line }) => line),
      this.best,
      this.cursor,
      ...this.curves,
      ...this.guides.map(({ text }) => text),
      this.kinkText,
      ...this.marks,
    );
    const point = (event) => pick(Math.min(max, Math.max(min, Number(this.plot.at(event)[0].toPrecision(3)))));
    this.plot.picture.addEventListener("pointerdown", (event) => {
      if (event.button === 0) this.plot.picture.setPointerCapture(event.pointerId);
      point(event);
    });
    this.plot.picture.addEventListener("pointermove", (event) => event.buttons === 1 && point(event));
    this.plot.picture.addEventListener("pointerup", picked);
    this.caption = element("p", { class: "gc-caption" });
    this.box = element("div", { class: "gc-curves" }, this.plot.box, this.caption);
  }

  remove() {
    this.plot.remove();
  }

  /** Evaluate the curves anew. `derivative` is what backpropagation gives, `kinks` names what ReLU bends at. */
  compute(probe, given, name, derivative, kinks) {
    const cost = Math.abs(probe.cost(given, name, 0));
    const third = kinks.length === 0 ? probe.thirdDerivative(given, name) : 0;
    Object.assign(this, { third, cost });
    this.kinkAt = probe.kink(given, name, kinks, this.grid.at(-1));
    this.bestEps = third > 0 && cost > 0 ? Math.cbrt((3 * UNIT_ROUNDOFF * cost) / third) : null;
    this.points = METHODS.map(({ key }) =>
      this.grid.map((eps) => [eps, Math.abs(probe[key](given, name, eps) - derivative)])
    );
    this.redraw();
    setText(this.caption, this.words());
  }

  words() {
    if (this.bestEps !== null) {
      const least = Math.min(...this.points[0].map(([, error]) => error));
      if (least > FAR * this.estimate(this.bestEps)) {
        return "No ε brings the error down to the thin lines. The numeric derivatives agree with each other, " +
          "and not with backpropagation.";
      }
      return "Thin lines: what the theory estimates for the central difference. " +
        `They meet near the best ε (▲), ${formatNumber(this.bestEps, 2)}.`;
    }
    if (this.kinkAt !== null) {
      return `From ε = ${
        formatNumber(this.kinkAt, 3)
      } on, a weighted sum passes its kink at 0 on the way from w − ε to w + ε.`;
    }
    return "The third derivative of the cost is zero here (or too small to be seen): no truncation error, only round-off.";
  }

  /** Place the marks of this ε: `errors` by method. */
  mark(eps, errors) {
    Object.assign(this, { eps, errors });
    this.placeMarks();
    const said = METHODS.map(({ key, words }) => `${words} ${formatNumber(errors[key], 2)}`).join(", ");
    this.plot.say(
      `The error of three numeric derivatives over ε, both axes logarithmic. At ε = ${formatNumber(eps)}: ${said}.`,
    );
  }

  /** What the theory has for the error of the central difference. */
  estimate(eps) {
    return this.truncation(eps) + this.roundOff(eps);
  }

  truncation(eps) {
    return (eps ** 2 * this.third) / 6;
  }

  roundOff(eps) {
    return (UNIT_ROUNDOFF * this.cost) / eps;
  }

  redraw() {
    if (!this.points || this.plot.width === 0) return;
    const { plot, grid } = this;
    const shown = (points) => plot.path(points.map(([eps, error]) => [eps, visible(error)]));
    this.curves.forEach((curve, i) => curve.setAttribute("d", shown(this.points[i])));
    const estimates = [(eps) => this.truncation(eps), (eps) => this.roundOff(eps)];
    const ends = [grid[0], grid.at(-1)];
    this.guides.forEach(({ line, text }, i) => {
      const estimate = estimates[i];
      const there = estimate(1) > 0;
      line.setAttribute("d", there ? plot.path(ends.map((eps) => [eps, estimate(eps)])) : "");
      setState(text, "display", there ? null : "none");
      if (there) this.label(text, i);
    });
    this.drawUpright(this.kink, this.kinkText, this.kinkAt);
    const [x, y] = this.bestEps ? plot.place(this.bestEps, ERRORS.min) : [0, 0];
    this.best.setAttribute("d", this.bestEps ? `M${x} ${y - 9}L${x + 6} ${y}H${x - 6}Z` : "");
    this.placeMarks();
  }

  /** A guide is named near its foot, on the outer side of the V. */
  label(text, i) {
    const eps = i === 0 ? Math.sqrt((6 * FOOT) / this.third) : (UNIT_ROUNDOFF * this.cost) / FOOT;
    const [x, y] = this.plot.place(eps, FOOT);
    const right = this.plot.place(this.grid.at(-1), 1)[0] - 38;
    text.setAttribute("x", i === 0 ? x - 8 : Math.min(x + 8, right));
    text.setAttribute("y", y);
    text.setAttribute("text-anchor", i === 0 ? "end" : "start");
  }

  drawUpright(line, text, eps) {
    const there = eps !== null && eps >= this.grid[0];
    const [x, top] = there ? this.plot.place(eps, ERRORS.max) : [0, 0];
    line.setAttribute("d", there ? `M${x} ${top}V${this.plot.place(eps, ERRORS.min)[1]}` : "");
    setState(text, "display", there ? null : "none");
    text.setAttribute("x", x - 5);
    text.setAttribute("y", top + 30);
    text.setAttribute("text-anchor", "end");
  }

  placeMarks() {
    if (this.eps === undefined || this.plot.width === 0) return;
    const [x, top] = this.plot.place(this.eps, ERRORS.max);
    this.cursor.setAttribute("d", `M${x} ${top}V${this.plot.place(this.eps, ERRORS.min)[1]}`);
    this.marks.forEach((mark, i) => {
      const [left, height] = this.plot.place(this.eps, visible(this.errors[METHODS[i].key]));
      setState(mark, "display", Number.isFinite(height) ? null : "none");
      if (Number.isFinite(height)) mark.setAttribute("transform", `translate(${left} ${height})`);
    });
  }
}

/** An error of zero, which a logarithmic axis doesn't have, lies on its lower edge. */
function visible(error) {
  return error <= ERRORS.min ? ERRORS.min : error;
}
