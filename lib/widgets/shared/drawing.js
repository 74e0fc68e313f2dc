// A picture of units and edges that carries numbers: Drawing. What it draws comes as data from Python.

import { scrollBox, setState, setText, svg } from "./dom.js";

const RADIUS = 24;
const HALF_SIDE = 14; // of a square
const ROW = 122; // two labels below a unit, two above the next one, and a gap between them
const EDGE_TEXT = RADIUS + 20;
const NEARER = 7; // to the unit: what flows has no prefix, and ends behind the arrowhead
const UNDER = RADIUS + 27; // a line: where the labels below units end
const NOTES = 24;
// Pixels that a label needs in height
const LINE = 12;
const MARGIN = { left: 42, near: 32, right: 96, beside: 94, box: 46, close: 33, top: 24 };
const GAP = { close: 80, least: 92, most: 230 };
// Where labels stand on edges: at both ends from the first gap on, with a short one at the end from the second, at the start from the
// third, else near the middle: not so near that those of edges that cross would meet, unless the columns are close, and a little to
// the side where the units have shorter labels.
const BOTH_ENDS = 190;
const FLOW_ENDS = 176;
const AT_START = 122;
const NEAR_MIDDLE = 0.44;
const MIDDLE = 0.48;
const ASIDE = 0.5;
const VARIANTS = { gradient: 1, update: 2 };

let drawings = 0;
let halos = 0;

/**
 * Nodes stand on a grid of columns and rows; labels stand in or at nodes and on edges. A label has variants
 * [prefix, name, role] for the phases up to the errors, for the gradients and for the update; the names are those
 * of a single sample. Positions follow the width there is, so that text never shrinks; rows are as high as the
 * plan's row_height, or as the labels of a training step need it. Where the columns stand so close that an edge has room for one
 * number only, the newest of its numbers stands there alone. On a phone the columns of a plan that is "close" move
 * together, since its labels are short.
 */
export class Drawing {
  /** @param {{nodes: Array, edges: Array, notes: Array, columns: string[], rows: number, words: string}} plan */
  constructor(plan) {
    this.plan = plan;
    this.key = `bp-arrow-${(drawings += 1)}`;
    this.titles = plan.columns.map((title) => svg("text", { class: "bp-column" }, title));
    this.edges = plan.edges.map((edge) => ({
      ...edge,
      texts: edge.labels.map(label),
      line: svg("line", { class: "bp-edge" }),
      handle: svg("line", { class: "bp-handle", "data-q": edge.labels[0]?.variants[0][1] ?? null }),
    }));
    this.nodes = plan.nodes.map((node) => ({ ...node, outline: outlineOf(node), texts: node.labels.map(label) }));
    this.notes = plan.notes.map(({ column, ...entry }) => ({ column, ...label(entry) }));
    for (const edge of this.edges) edge.texts.forEach((text) => Object.assign(text, { edge }));
    this.labels = [...[...this.edges, ...this.nodes].flatMap((part) => part.texts), ...this.notes];
    this.under = svg("g"); // below the edges and above the units there is room for what flows
    this.over = svg("g");
    this.picture = svg(
      "svg",
      { role: "img", "aria-label": plan.words, class: "bp-picture" },
      svg("defs", {}, arrowhead(this.key)),
      ...this.titles,
      this.under,
      ...this.edges.flatMap((edge) => [edge.line, edge.handle]),
      ...this.nodes.map((node) => node.outline),
      this.over,
      ...this.edges.flatMap((edge) => edge.texts).map((text) => haloOf(text, this.key)),
      ...this.labels.map((text) => text.node),
    );
    this.box = scrollBox(
      "network drawing",
      plan.right_labels && plan.rows > 2 ? "bp-drawing bp-tall" : "bp-drawing",
      this.picture,
    );
  }

  /** Place everything for a width in pixels. */
  layout(width) {
    const { gap, x, y, ...size } = gridOf(this.plan, width);
    this.narrow = gap < AT_START;
    this.roomy = gap >= BOTH_ENDS;
    this.showsFlow = gap >= FLOW_ENDS;
    setState(this.picture, "data-narrow", this.narrow);
    for (const [name, value] of Object.entries(size)) this.picture.setAttribute(name, Math.round(value));
    this.corner = [size.width - 4, 10];
    this.titles.forEach((title, column) => put(title, x(column), 14));
    for (const note of this.notes) put(note.node, x(note.column), size.height - 10);
    const place = ({ column, row }) => [x(column), y(row)];
    for (const node of this.nodes) placeNode(node, ...place(node));
    for (const edge of this.edges) {
      placeEdge(edge, this.nodes[edge.from].shape, place(this.nodes[edge.from]), place(this.nodes[edge.to]));
    }
    const starts = new Set(this.edges.map((edge) => edge.ends[0][0]));
    for (const start of starts) markCrowded(this.edges.filter((edge) => edge.ends[0][0] === start));
  }

  /**
   * Write the numbers and light what belongs to the cursor.
   * @param {{phase: string, cursor: string, selected: string, feeds: Set<string>, nameOf: Function, textOf: Function,
   *   kindOf: Function, along: Function}} view `along(edge, digits)` is the text of what flows along an edge, if anything does
   */
  update(view) {
    const variant = VARIANTS[view.phase] ?? 0;
    setState(this.picture, "data-phase", view.phase);
    for (const text of this.labels) {
      const [prefix, pattern, role] = fitting(text.variants, variant, view.nameOf);
      const flows = this.showsFlow && text.place === "end" && !text.name
        ? view.along?.(text.edge, this.roomy ? 3 : 2)
        : "";
      const doubled = !this.roomy && variant > 0 && text.place === "start";
      text.name = pattern && !doubled ? view.nameOf(pattern) : "";
      const alone = !this.roomy && text.place === "end";
      if (text.spot) moveTo(text, flows ? text.flowSpot : text.spot);
      if (flows) writeFlow(text, flows);
      else writeLabel(text, alone ? "" : prefix, role, pattern === "", this.narrow, view);
    }
    for (const node of this.nodes) {
      const current = node.texts.some((text) => text.name !== "" && text.name === view.cursor);
      const feeds = node.texts.some((text) => view.feeds.has(text.name));
      node.lit = current ? "current" : feeds ? "feeds" : null;
      node.feeds = feeds;
      setState(node.outline, "data-lit", node.lit);
    }
    for (const edge of this.edges) {
      const variants = edge.labels.flatMap((entry) => entry.variants);
      const names = variants.map((each) => each && view.nameOf(each[1]));
      const path = this.nodes[edge.from].feeds && this.nodes[edge.to].lit === "current";
      const lit = path || names.some((name) => name && (name === view.cursor || view.feeds.has(name)));
      const shown = !edge.crowded || lit || names.includes(view.selected);
      for (const text of edge.texts) setState(text.node, "data-off", shown ? null : "");
      setState(edge.line, "class", `bp-edge${lit ? " bp-lit" : ""}`);
      setState(edge.line, "marker-end", lit && view.phase === "forward" ? `url(#${this.key})` : null);
      setState(edge.line, "marker-start", lit && view.phase === "error" ? `url(#${this.key})` : null);
    }
  }

  /** Bring what belongs to the cursor into view, where the picture is larger than its box. */
  follow(cursor) {
    const text = this.labels.find((entry) => entry.name === cursor);
    const { box, picture } = this;
    if (!text) return;
    const [x, y] = ["x", "y"].map((name) => Number(text.node.getAttribute(name)));
    if (picture.clientWidth > box.clientWidth) box.scrollLeft = x - box.clientWidth / 2;
    if (picture.clientHeight > box.clientHeight) box.scrollTop = y - box.clientHeight / 2;
  }
}

/** How far columns and rows of a plan stand apart in a width in pixels, and the size that this takes: {gap, x, y, width, height}. */
function gridOf(plan, width) {
  const last = Math.max(...plan.nodes.map((node) => node.column));
  const phone = width < 420;
  const close = phone && plan.close;
  const [left, right] = sideMargins(plan, phone, close, (sides) => (width - sides) / last >= FLOW_ENDS);
  const gap = Math.min(GAP.most, Math.max(close ? GAP.close : GAP.least, (width - left - right) / Math.max(last, 1)));
  const top = plan.columns.length ? MARGIN.top : 0;
  const x = (column) => left + gap * column;
  const y = (row) => top + (plan.row_height ?? ROW) * (row + 0.5);
  return { gap, x, y, width: x(last) + right, height: y(plan.rows - 0.5) + (plan.notes.length ? NOTES : 0) };
}

/** Left and right: room for what stands beside the last column; less on a phone, and where `isWide` if there is less. */
function sideMargins(plan, phone, close, isWide) {
  if (phone && plan.right_labels) return [RADIUS + 3, MARGIN.right];
  if (plan.right_labels) {
    return isWide(MARGIN.near + MARGIN.beside) ? [MARGIN.near, MARGIN.beside] : [MARGIN.left, MARGIN.right];
  }
  return close ? [MARGIN.close, MARGIN.close] : [MARGIN.left, MARGIN.box];
}

function placeEdge(edge, shape, ...ends) {
  edge.ends = ends;
  const rim = shape === "square" ? HALF_SIDE : RADIUS;
  for (const line of [edge.line, edge.handle]) drawLine(line, ...ends, rim);
  for (const text of edge.texts) placeOn(text, ...ends);
}

/** A label's text element, with its prefix and its number apart. */
function label({ place, variants }) {
  const prefix = svg("tspan", { class: "bp-prefix" });
  const value = svg("tspan", { class: "bp-value" });
  return { place, variants, prefix, value, name: "", node: svg("text", { class: "bp-label" }, prefix, value) };
}

/** What keeps the line of an edge away from its number: the number again, below it, with a broad outline (drawing.css). */
function haloOf({ node }, key) {
  node.id = `${key}-${(halos += 1)}`;
  return svg("use", { href: `#${node.id}`, class: "bp-halo" });
}

/** The variant for a phase, or an earlier one where the worksheet has no such quantity (a bias that is kept). */
function fitting(variants, last, nameOf) {
  const known = variants.slice(0, last + 1).reverse().find((variant) => variant && (!variant[1] || nameOf(variant[1])));
  return known ?? ["", "", ""];
}

/** A label without a pattern is only a title. */
function writeLabel(text, prefix, role, title, narrow, view) {
  const shown = text.name !== "";
  setState(text.node, "data-q", shown ? text.name : null);
  setText(text.prefix, shown || title ? prefix : "");
  setState(text.value, "dx", shown && prefix ? 4 : null);
  let number = shown ? view.textOf(text.name, 3) : "";
  if (narrow && number.length > 6) number = view.textOf(text.name, 2);
  setText(text.value, number);
  setState(text.value, "data-long", text.place === "inside" && number.length > 6);
  setState(text.node, "class", shown ? `bp-label bp-${role} ${view.kindOf(text.name)}` : "bp-label");
}

/** What flows along an edge, in the colour of the phase: no quantity of its own, so nothing to touch. */
function writeFlow(text, flows) {
  setState(text.node, "data-q", null);
  setText(text.prefix, "");
  setState(text.value, "dx", null);
  setText(text.value, flows);
  setState(text.node, "class", "bp-label bp-flow");
}

function outlineOf(node) {
  if (node.shape === "circle") return svg("circle", { class: "bp-node", r: RADIUS });
  const [width, height] = node.shape === "box" ? [76, 2 * RADIUS] : [2 * HALF_SIDE, 2 * HALF_SIDE];
  return svg("rect", { class: "bp-node", x: -width / 2, y: -height / 2, width, height, rx: height / 6 });
}

// Where a label stands at a node: its anchor and its distance from the centre.
const NODE_PLACES = {
  inside: ["middle", 0, 5],
  above: ["middle", 0, -RADIUS - 6],
  higher: ["middle", 0, -RADIUS - 20],
  below: ["middle", 0, RADIUS + 13],
  lower: ["middle", 0, UNDER],
  right: ["start", RADIUS + 8, -3],
  "lower right": ["start", RADIUS + 8, 14],
};

function placeNode({ outline, texts }, x, y) {
  outline.setAttribute("transform", `translate(${x} ${y})`);
  for (const { node, place } of texts) {
    const [anchor, dx, dy] = NODE_PLACES[place];
    put(node, x + dx, y + dy, anchor);
  }
}

/**
 * Labels of edges stand in columns, where the edges of neighbours are well apart; one in the "middle" stands there, or
 * below a line that is too short for it.
 */
function placeOn(text, [x1, y1], [x2, y2]) {
  const gap = x2 - x1;
  const narrow = gap < AT_START;
  if (text.place === "middle") {
    put(text.node, x1 + gap / 2, (y1 + y2) / 2 + (narrow && y1 === y2 ? UNDER : 4));
    return;
  }
  const along = narrow ? (gap < GAP.least ? MIDDLE : NEAR_MIDDLE) : (EDGE_TEXT + 17) / gap;
  const below = gap < BOTH_ENDS ? 2 : 4;
  const start = y1 + along * (y2 - y1) + below;
  const end = y2 + along * (y1 - y2) + below;
  text.flowSpot = [x2 - EDGE_TEXT + NEARER, end, "end"];
  if (narrow) text.spot = [x1 + gap / 2 + ASIDE * Math.sign(y2 - y1), start];
  else if (text.place === "end" && gap >= BOTH_ENDS) text.spot = [x2 - EDGE_TEXT, end, "end"];
  else text.spot = [x1 + EDGE_TEXT, start, "start"];
  moveTo(text, text.spot);
}

/** Put a label to one of its spots, unless it is there. */
function moveTo(text, spot) {
  if (text.at !== spot) put(text.node, ...spot);
  text.at = spot;
}

/** Edges whose labels would run into one another show them only when they are lit or selected. */
function markCrowded(edges) {
  for (const index of edges[0].texts.keys()) {
    const heights = edges.map((edge) => Number(edge.texts[index].node.getAttribute("y"))).sort((a, b) => a - b);
    const crowded = heights.some((y, i) => i > 0 && y - heights[i - 1] < LINE);
    for (const edge of edges) edge.crowded = crowded || (index > 0 && edge.crowded);
  }
}

function put(node, x, y, anchor = "middle") {
  node.setAttribute("x", x);
  node.setAttribute("y", y);
  node.setAttribute("text-anchor", anchor);
}

/** A line from rim to rim, with room for an arrowhead; `rim` is how far the first is from its centre. */
function drawLine(line, [x1, y1], [x2, y2], rim) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  const [first, last] = [rim + 2, RADIUS + 2];
  const ends = { x1: x1 + dx * first, y1: y1 + dy * first, x2: x2 - dx * last, y2: y2 - dy * last };
  for (const [name, value] of Object.entries(ends)) line.setAttribute(name, value);
}

function arrowhead(id) {
  return svg("marker", {
    id,
    viewBox: "0 0 8 8",
    refX: 7,
    refY: 4,
    markerWidth: 9,
    markerHeight: 9,
    markerUnits: "userSpaceOnUse",
    orient: "auto-start-reverse",
  }, svg("path", { d: "M0 0 8 4 0 8z", class: "bp-arrow" }));
}
