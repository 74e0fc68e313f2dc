// The pictures of a walk: CurvePicture, SurfacePicture, CostPicture.

import { element, svg } from "../shared/dom.js";
import { formatNumber } from "../shared/numbers.js";
import { levelLine, sampleGrid } from "./level_lines.js";
import { Plot } from "../shared/plot.js";

const CURVE_POINTS = 240;
const CELLS = 60;
const LEVELS = 10;
const LABEL_ROOM = 26; // pixels between the numbers on level lines
const GRADIENT_LENGTH = 44; // pixels

/** A plot that is lower on a phone, where the formulas are to be seen with it. */
class CurvePlot extends Plot {
  layout(width, again) {
    this.height = width < 400 ? 220 : 300;
    super.layout(width, again);
  }
}

/** A curve: the cost over one weight, its tangent where the walk is, and the walk. */
export class CurvePicture {
  /** @param laid is called when the picture has been laid out for another width */
  constructor(walk, { frame: [[low, high]] }, [label], laid) {
    this.walk = walk;
    this.points = Array.from({ length: CURVE_POINTS + 1 }, (_, i) => low + ((high - low) * i) / CURVE_POINTS)
      .map((w) => [w, walk.cost([w])]);
    const costs = this.points.map(([, cost]) => cost);
    const top = Math.max(...costs);
    this.shapes = shapesOf("de-curve", "de-tangent", "de-path", "de-dots", "de-step", "de-here");
    this.plot = new CurvePlot({
      words: "",
      redraw: () => {
        this.draw();
        laid();
      },
      x: { label, min: low, max: high },
      y: { label: "Cost", min: below(Math.min(0, ...costs), top), max: top },
    });
    this.plot.shapes.append(...Object.values(this.shapes));
    this.legend = legend([
      ["de-curve", "cost"],
      ["de-tangent", "tangent: its slope here"],
      ["de-path de-dotted", "updates so far"],
      ["de-step", "next update"],
      ["de-start", "start: drag it"],
      ["de-here", "where we are"],
    ]);
  }

  /** Where the start is drawn, in pixels. */
  handle([w]) {
    return this.plot.place(w, this.walk.cost([w]));
  }

  pointAt(event) {
    return this.plot.at(event).slice(0, 1);
  }

  draw(stops = this.stops) {
    this.stops = stops;
    if (!stops || this.plot.width === 0) return;
    const { plot, shapes } = this;
    const here = stops.at(-1);
    const onCurve = stops.map(({ point: [w], values }) => [w, values.cost]);
    const [[w], [slope], cost] = [here.point, here.slopes, here.values.cost];
    const { min, max } = plot.axes.x;
    setPath(shapes["de-curve"], plot.path(this.points));
    setPath(shapes["de-tangent"], plot.path([min, max].map((each) => [each, cost + slope * (each - w)])));
    setPath(shapes["de-path"], plot.path(onCurve));
    setPath(shapes["de-dots"], dots(plot, onCurve));
    setPath(shapes["de-step"], here.finite ? arrow(plot.place(w, cost), plot.place(here.next[0], cost)) : "");
    setPath(shapes["de-here"], ring(plot.place(w, cost)));
  }
}

/** A surface from above: level lines with their cost, the gradient where the walk is, and the walk. */
export class SurfacePicture {
  constructor(walk, { frame }, labels, laid) {
    this.grid = sampleGrid((point) => walk.cost(point), frame, CELLS);
    const values = this.grid.rows.flat();
    const [low, high] = [Math.min(...values), Math.max(...values)];
    // Closer together at the bottom, where the walk ends.
    const level = (i) => low + (high - low) * ((i + 1) / (LEVELS + 1)) ** 2;
    this.levels = Array.from({ length: LEVELS }, (_, i) => Number(level(i).toPrecision(2)));
    this.lines = this.levels.map((each) => levelLine(this.grid, each));
    this.shade = svg("image", { href: shading(this.grid, low, high), preserveAspectRatio: "none" });
    this.numbers = svg("g", { class: "de-levels" });
    this.shapes = shapesOf("de-level", "de-level-here", "de-gradient", "de-path", "de-dots", "de-step", "de-here");
    const axis = (i) => ({ label: labels[i], min: frame[i][0], max: frame[i][1] });
    this.plot = new Plot({
      words: "",
      height: null,
      redraw: () => {
        this.lay();
        laid();
      },
      x: axis(0),
      y: axis(1),
    });
    const { "de-level": lines, ...over } = this.shapes;
    this.plot.shapes.append(this.shade, lines, this.numbers, ...Object.values(over));
    this.legend = legend([
      ["de-level", "level line, with its cost"],
      ["de-level-here", "level line through where we are"],
      ["de-gradient", "gradient: steepest way up (its length says nothing)"],
      ["de-path de-dotted", "updates so far"],
      ["de-step", "next update"],
      ["de-start", "start: drag it"],
      ["de-here", "where we are"],
      ["de-shade", "the bluer, the lower"],
    ]);
  }

  handle([x, y]) {
    return this.plot.place(x, y);
  }

  pointAt(event) {
    return this.plot.at(event);
  }

  /** What doesn't change with the walk. */
  lay() {
    const { plot, grid, lines, levels } = this;
    const [dx, dy] = [(grid.xs[1] - grid.xs[0]) / 2, (grid.ys[1] - grid.ys[0]) / 2];
    const [left, top] = plot.place(grid.xs[0] - dx, grid.ys.at(-1) + dy);
    const [right, bottom] = plot.place(grid.xs.at(-1) + dx, grid.ys[0] - dy);
    for (const [name, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top })) {
      this.shade.setAttribute(name, value);
    }
    setPath(this.shapes["de-level"], lines.map((pieces) => drawn(plot, pieces)).join(""));
    this.numbers.replaceChildren(...numbersOn(plot, lines, levels));
    this.draw();
  }

  draw(stops = this.stops) {
    this.stops = stops;
    if (!stops || this.plot.width === 0) return;
    const { plot, shapes } = this;
    const here = stops.at(-1);
    const place = plot.place(...here.point);
    const points = stops.map(({ point }) => point);
    const inside = Number.isFinite(here.values.cost);
    setPath(shapes["de-level-here"], inside ? drawn(plot, levelLine(this.grid, here.values.cost)) : "");
    setPath(shapes["de-gradient"], here.finite ? arrow(place, uphill(place, here.slopes)) : "");
    setPath(shapes["de-path"], plot.path(points));
    setPath(shapes["de-dots"], dots(plot, points));
    setPath(shapes["de-step"], here.finite ? arrow(place, plot.place(...here.next)) : "");
    setPath(shapes["de-here"], ring(place));
  }
}

/** The cost after each update. */
export class CostPicture {
  constructor() {
    this.shapes = shapesOf("de-curve", "de-here");
    this.plot = new Plot({
      words: "Cost by update",
      height: 190,
      redraw: () => this.place(),
      x: { label: "update", min: 0, max: 10 },
      y: { label: "Cost", min: 0, max: 1 },
    });
    this.plot.shapes.append(...Object.values(this.shapes));
  }

  draw(stops) {
    this.costs = stops.map(({ values }) => values.cost);
    const finite = this.costs.filter(Number.isFinite);
    const [steps, top] = [Math.max(10, this.costs.length - 1), Math.max(...finite, 1e-300)];
    const low = Math.min(0, ...finite);
    const x = { min: below(0, steps), max: above(0, steps) };
    const y = { min: below(low, top), max: top + (top - low) / 6 }; // room for the axis' name
    const { axes } = this.plot;
    if (axes.x.max !== x.max || axes.x.min !== x.min || axes.y.min !== y.min || axes.y.max !== y.max) {
      this.plot.frame({ x, y });
    } else this.place();
    const [first, last] = [this.costs[0], this.costs.at(-1)].map((cost) => formatNumber(cost));
    const taken = this.costs.length - 1;
    this.plot.say(
      taken === 0
        ? `Cost by update: ${first} at the start`
        : `Cost by update: from ${first} to ${last} after update ${taken}`,
    );
  }

  place() {
    if (!this.costs || this.plot.width === 0) return;
    const points = this.costs.map((cost, step) => [step, cost]);
    setPath(this.shapes["de-curve"], this.plot.path(points));
    setPath(this.shapes["de-here"], ring(this.plot.place(...points.at(-1))));
  }
}

/** A little below the lower end of an axis, and above the upper one: a mark at the end is not cut in two. */
const below = (low, high) => low - (high - low) / 25;
const above = (low, high) => high + (high - low) / 25;

/** Name -> an empty path of that class, in the order in which they lie over each other. */
function shapesOf(...names) {
  return Object.fromEntries(names.map((name) => [name, svg("path", { class: name })]));
}

function setPath(node, d) {
  if (node.getAttribute("d") !== d) node.setAttribute("d", d);
}

function drawn(plot, pieces) {
  return pieces.map((piece) => plot.path(piece)).join("");
}

/** Points of no length, which a round pen draws as dots. */
function dots(plot, points) {
  return points.map((point) => plot.path([point])).filter(Boolean).map((place) => `${place}h0`).join("");
}

/** Whether a place is near enough to the picture to be drawn. */
function isNear([x, y]) {
  return Math.abs(x) < 1e4 && Math.abs(y) < 1e4;
}

function ring([x, y]) {
  return isNear([x, y]) ? `M${x - 6} ${y}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0` : "";
}

/** A line with a head; nothing where it would be shorter than its head, or begins far away. */
function arrow([x0, y0], [x1, y1]) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (!(length > 4) || !isNear([x0, y0])) return "";
  const reach = Math.min(1, 2000 / length);
  const [x, y] = [x0 + (x1 - x0) * reach, y0 + (y1 - y0) * reach];
  const [a, b] = [((x1 - x0) / length) * 8, ((y1 - y0) / length) * 8];
  return `M${x0} ${y0}L${x} ${y}M${x - a - b / 2} ${y - b + a / 2}L${x} ${y}L${x - a + b / 2} ${y - b - a / 2}`;
}

/** The end of an arrow uphill from a place; the picture's y grows downwards. */
function uphill([x, y], [right, up]) {
  const length = Math.hypot(right, up);
  return length > 0 ? [x + (right / length) * GRADIENT_LENGTH, y - (up / length) * GRADIENT_LENGTH] : [x, y];
}

/** A small picture of the values: opaque where the function is low. */
function shading({ xs, ys, rows }, low, high) {
  const canvas = element("canvas", { width: xs.length, height: ys.length });
  const context = canvas.getContext("2d");
  const picture = context.createImageData(xs.length, ys.length);
  [...rows].reverse().flat().forEach((value, i) => {
    const height = Math.sqrt((value - low) / (high - low));
    picture.data.set([60, 130, 200, 120 * (1 - height)], 4 * i);
  });
  context.putImageData(picture, 0, 0);
  return canvas.toDataURL();
}

/** The cost of each level, written on its line where there is room: as far from the other numbers as can be. */
function numbersOn(plot, lines, levels) {
  const taken = [];
  return lines.flatMap((pieces, i) => {
    const free = pieces.map(([start]) => plot.place(...start))
      .filter(([x, y]) => x > 70 && x < plot.width - 30 && y > 24 && y < plot.height - 50)
      .map((place) => [place, Math.min(...taken.map(([a, b]) => Math.hypot(place[0] - a, place[1] - b)))])
      .reduce((best, each) => (each[1] > best[1] ? each : best), [null, LABEL_ROOM])[0];
    if (!free) return [];
    taken.push(free);
    return [svg("text", { x: free[0], y: free[1] + 4, "text-anchor": "middle" }, formatNumber(levels[i], 2))];
  });
}

const SAMPLES = {
  "de-start": "M14 1l6 6l-6 6l-6 -6z",
  "de-here": "M8 7a6 6 0 1 0 12 0a6 6 0 1 0 -12 0",
  "de-shade": "M3 1h22v12h-22z",
  "de-dotted": "M4 7h0M24 7h0",
  "de-step": arrow([2, 7], [26, 7]),
  "de-gradient": arrow([2, 7], [26, 7]),
};

/** @param entries [classes of what is drawn, words] */
function legend(entries) {
  const sample = (kinds) =>
    svg(
      "svg",
      { width: 28, height: 14, "aria-hidden": "true" },
      ...kinds.split(" ").map((kind) => svg("path", { class: kind, d: SAMPLES[kind] ?? "M2 7H26" })),
    );
  return element(
    "ul",
    { class: "de-legend", "aria-label": "legend" },
    ...entries.map(([kinds, words]) => element("li", {}, sample(kinds), words)),
  );
}
