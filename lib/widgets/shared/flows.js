// What flows through a drawing: ribbons as wide as the numbers are large, valves, and rings: Flows.

import { element, setState, setText, svg } from "./dom.js";
import { formatNumber } from "./numbers.js";

const WIDEST = 14; // pixels of the largest contribution
const THICKEST = 5; // pixels of the largest error's ring
const RING = 19.5; // radius: inside the outline of a unit
const VALVE = 30; // radius: outside it
const SPREAD = Math.PI / 3; // of a closed valve, to both sides
const BANDS =
  "A band is as wide as the product that flows along it is large; the bar at the upper right is its scale. ";
const DASHES = "Dashed means negative.";
const RINGS_AND_VALVES = "A ring is as thick as δ is large. Two arcs in front of a unit close as f′ goes to 0. ";

/**
 * Ribbons lie on the edges of a drawing, under everything else. A ribbon's width is the size of what flows along its edge;
 * a negative one has another colour and is dashed. A valve at the right of a unit is open by f′, of 1; a unit has a
 * ring as thick as its error is large.
 */
export class Flows {
  /** @param drawing a Drawing, whose geometry they follow */
  constructor(drawing) {
    this.drawing = drawing;
    this.ribbons = drawing.edges.map(() => svg("line", { class: "bp-ribbon" }));
    this.rings = drawing.nodes.map(() => svg("circle", { class: "bp-ring", r: RING }));
    this.valves = drawing.nodes.map(() => svg("path", { class: "bp-valve" }));
    this.scale = svg("line", { class: "bp-ribbon" });
    this.scaleText = svg("text", { class: "bp-column" });
    const hasRings = drawing.nodes.some(({ ring }) => ring);
    this.legend = element("p", { class: "bp-legend" }, BANDS, hasRings ? RINGS_AND_VALVES : "", DASHES);
    drawing.under.append(...this.ribbons);
    drawing.over.append(...this.rings, ...this.valves, this.scale, this.scaleText);
  }

  /** Follow the drawing to its new places. */
  layout() {
    const { edges, nodes, corner } = this.drawing;
    edges.forEach(({ line }, i) => {
      for (const end of ["x1", "y1", "x2", "y2"]) this.ribbons[i].setAttribute(end, line.getAttribute(end));
    });
    [this.rings, this.valves].forEach((marks) =>
      marks.forEach((mark, i) => mark.setAttribute("transform", nodes[i].outline.getAttribute("transform")))
    );
    const [x, y] = corner;
    for (const [end, value] of Object.entries({ x1: x - 22, y1: y, x2: x, y2: y })) this.scale.setAttribute(end, value);
    this.scaleText.setAttribute("x", x - 26);
    this.scaleText.setAttribute("y", y + 4);
    this.scaleText.setAttribute("text-anchor", "end");
  }

  /**
   * @param {{ribbons: Map<string, {amount: number, now: boolean}>, largest: number, largestError: number,
   *   nameOf: Function, valueOf: Function}} flow by the name that stands on an edge; `valueOf(name)` is undefined
   *   where it is not known
   */
  update({ ribbons, largest, largestError, nameOf, valueOf }) {
    const { edges, nodes } = this.drawing;
    edges.forEach((edge, i) => drawRibbon(this.ribbons[i], flowAlong(edge, ribbons), largest));
    nodes.forEach(({ ring, valve }, i) => {
      drawRing(this.rings[i], ring && valueOf(nameOf(ring)), largestError);
      drawValve(this.valves[i], valve && valueOf(nameOf(valve)));
    });
    const step = ribbons.size > 0 ? roundedDown(largest) : 0;
    drawRibbon(this.scale, step > 0 ? { amount: step, now: true } : undefined, largest);
    setText(this.scaleText, step > 0 ? formatNumber(step) : "");
  }
}

/** What flows along an edge of a drawing, of all that flows. */
export function flowAlong({ labels }, ribbons) {
  const names = labels.flatMap(({ variants }) => variants).map((variant) => variant?.[1]);
  return ribbons.get(names.find((name) => ribbons.has(name)));
}

function drawRibbon(line, flow, largest) {
  const width = flow && largest > 0 ? (WIDEST * Math.abs(flow.amount)) / largest : 0;
  setState(line, "stroke-width", Number.isFinite(width) ? width.toFixed(2) : 0);
  setState(line, "data-sign", flow?.amount < 0 ? "minus" : null);
  setState(line, "data-now", flow?.now ? "" : null);
}

function drawRing(circle, error, largest) {
  const width = largest > 0 && Number.isFinite(error) ? (THICKEST * Math.abs(error)) / largest : 0;
  setState(circle, "stroke-width", width.toFixed(2));
  setState(circle, "data-sign", error < 0 ? "minus" : null);
}

/** Two arcs at the right of the unit, which leave open what the slope lets through. */
function drawValve(path, slope) {
  const shown = Number.isFinite(slope);
  const open = SPREAD * Math.min(Math.max(slope, 0), 1);
  const at = (angle) => `${(VALVE * Math.cos(angle)).toFixed(1)} ${(VALVE * Math.sin(angle)).toFixed(1)}`;
  const arc = (from, to) => `M${at(from)}A${VALVE} ${VALVE} 0 0 1 ${at(to)}`;
  setState(path, "d", shown && open < SPREAD ? arc(-SPREAD, -open) + arc(open, SPREAD) : null);
}

/** The largest of 1, 2, 5, 10, … times a power of ten that is not above a number. */
function roundedDown(value) {
  if (!(value > 0) || !Number.isFinite(value)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  return [5, 2, 1].find((digit) => digit * power <= value * (1 + 1e-12)) * power;
}
