// Axes, linear or logarithmic, that curves and points are placed on: Plot.

import { element, setState, setText, svg } from "./dom.js";
import { formatNumber, raised } from "./numbers.js";

const MARGIN = { left: 50, right: 12, top: 10, bottom: 38 };
const TICK_ROOM = { x: 64, y: 36 }; // pixels that a tick takes at least

let plots = 0;

/**
 * A picture as wide as its box, whose text keeps its size. The owner adds shapes to `shapes`, in the order in which
 * they lie over each other, and places them in `redraw`, which is called whenever the width or the axes change.
 * @param words what the picture shows, for who doesn't see it; `say` changes it
 * @param x,y {label, min, max, logarithmic?}
 * @param height in pixels; null means that a unit is as long upwards as across, and the height follows from the width
 */
export class Plot {
  constructor({ words, x, y, height = 240, redraw }) {
    Object.assign(this, { axes: { x, y }, height, followsWidth: height === null, redraw, width: 0 });
    const clip = `bp-plot-${(plots += 1)}`;
    this.grid = svg("g", { class: "bp-grid" });
    this.shapes = svg("g", { "clip-path": `url(#${clip})` });
    this.frameShape = svg("path", { class: "bp-axis" });
    this.clipShape = svg("rect");
    this.labels = {
      x: svg("text", { class: "bp-axis-label", "text-anchor": "end" }),
      y: svg("text", { class: "bp-axis-label" }),
    };
    this.picture = svg(
      "svg",
      { role: "img", "aria-label": words, class: "bp-plot" },
      svg("defs", {}, svg("clipPath", { id: clip }, this.clipShape)),
      this.grid,
      this.shapes,
      this.frameShape,
      this.labels.x,
      this.labels.y,
    );
    this.box = element("div", { class: "bp-plot-box" }, this.picture);
    this.sizes = new ResizeObserver(([{ contentRect }]) => this.layout(Math.round(contentRect.width)));
    this.sizes.observe(this.box);
  }

  /** Stop watching the width; the page no longer shows this plot. */
  remove() {
    this.sizes.disconnect();
  }

  say(words) {
    setState(this.picture, "aria-label", words);
  }

  /** Other ends of an axis: `frame({ y: { max: 3 } })`. */
  frame(changes) {
    for (const [name, change] of Object.entries(changes)) this.axes[name] = { ...this.axes[name], ...change };
    this.layout(this.width, true);
  }

  layout(width, again = false) {
    if (width <= 0 || (width === this.width && !again)) return;
    this.width = width;
    const { left, right, top, bottom } = MARGIN;
    const { x, y } = this.axes;
    const unit = (width - left - right) / (x.max - x.min);
    if (this.followsWidth) this.height = Math.round(top + bottom + unit * (y.max - y.min));
    const [x1, y1] = [width - right, this.height - bottom];
    for (const [name, value] of Object.entries({ width, height: this.height })) this.picture.setAttribute(name, value);
    const clip = { x: left, y: top, width: Math.max(x1 - left, 0), height: y1 - top };
    for (const [name, value] of Object.entries(clip)) this.clipShape.setAttribute(name, value);
    this.frameShape.setAttribute("d", `M${left} ${top}V${y1}H${x1}`);
    put(this.labels.x, x1, this.height - 4, this.axes.x.label);
    put(this.labels.y, left + 8, top + 8, this.axes.y.label);
    this.grid.replaceChildren(...this.ticks("x"), ...this.ticks("y"));
    this.redraw();
  }

  /** Where a point of the axes lies in the picture. */
  place(x, y) {
    const { left, right, top, bottom } = MARGIN;
    const [across, up] = [share(this.axes.x, x), share(this.axes.y, y)];
    return [left + across * (this.width - left - right), this.height - bottom - up * (this.height - top - bottom)];
  }

  /** The point of the axes under the pointer. */
  at(event) {
    const { left, right, top, bottom } = MARGIN;
    const seen = this.picture.getBoundingClientRect();
    const across = (event.clientX - seen.left - left) / (this.width - left - right);
    const up = (seen.bottom - bottom - event.clientY) / (this.height - top - bottom);
    return [valueAt(this.axes.x, across), valueAt(this.axes.y, up)];
  }

  /** A path through points, broken where one is not finite (or not above zero on a logarithmic axis). */
  path(points) {
    let pen = "M";
    return points.map(([x, y]) => {
      const [left, top] = this.place(x, y);
      if (!Number.isFinite(left) || !Number.isFinite(top)) {
        pen = "M";
        return "";
      }
      const step = `${pen}${clamp(left).toFixed(1)} ${clamp(top).toFixed(1)}`;
      pen = "L";
      return step;
    }).join("");
  }

  ticks(name) {
    const axis = this.axes[name];
    const length = name === "x" ? this.width - MARGIN.left - MARGIN.right : this.height - MARGIN.top - MARGIN.bottom;
    const [right, bottom] = [this.width - MARGIN.right, this.height - MARGIN.bottom];
    return tickValues(axis, Math.max(2, Math.floor(length / TICK_ROOM[name]))).flatMap((value) => {
      const [x, y] = name === "x"
        ? [this.place(value, axis.min)[0], bottom]
        : [MARGIN.left, this.place(axis.min, value)[1]];
      const text = axis.logarithmic ? `10${raised(Math.round(Math.log10(value)))}` : formatNumber(value, 3);
      return name === "x"
        ? [
          svg("path", { d: `M${x} ${MARGIN.top}V${bottom}` }),
          svg("text", { class: "bp-tick", x, y: y + 16, "text-anchor": "middle" }, text),
        ]
        : [
          svg("path", { d: `M${x} ${y}H${right}` }),
          svg("text", { class: "bp-tick", x: x - 6, y: y + 4, "text-anchor": "end" }, text),
        ];
    });
  }
}

/** How far along an axis a value lies, from 0 to 1. */
function share({ min, max, logarithmic }, value) {
  return logarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
}

function valueAt({ min, max, logarithmic }, part) {
  return logarithmic ? min * (max / min) ** part : min + part * (max - min);
}

/** Round numbers (1, 2 or 5 times a power of ten), or powers of ten on a logarithmic axis: at most `most`. */
function tickValues({ min, max, logarithmic }, most) {
  if (logarithmic) {
    const [low, high] = [Math.ceil(Math.log10(min) - 1e-9), Math.floor(Math.log10(max) + 1e-9)];
    return multiples(low, high, Math.max(1, Math.ceil((high - low) / most))).map((power) => 10 ** power);
  }
  const least = (max - min) / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= least * 0.999);
  return multiples(min, max, step);
}

function multiples(low, high, step) {
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Far outside the picture is as good as infinitely far, and browsers draw it. */
function clamp(pixels) {
  return Math.min(1e4, Math.max(-1e4, pixels));
}

function put(node, x, y, text) {
  node.setAttribute("x", x);
  node.setAttribute("y", y);
  setText(node, text);
}
