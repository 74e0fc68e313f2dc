// Moving about in a drawn network: moveInDrawing by key, nearestPart by pointer.

const NODE_REACH = 27; // pixels
const LINE_REACH = { mouse: 10, touch: 22 };

/**
 * Where an arrow key leads: up and down among the parts of one kind in a layer, left and right along the lines, from a
 * line to the unit at its end and from a unit to a line. Undefined: the key means nothing; a name: the new place.
 */
export function moveInDrawing({ items }, name, key) {
  const here = items[name];
  const all = Object.values(items);
  const isLine = here.kind === "weight" || here.kind === "bias";
  const lines = (layer) =>
    all.filter((item) => item.layer === layer && (item.kind === "weight" || item.kind === "bias"));
  const units = (layer) =>
    all.filter((item) => item.layer === layer && (item.kind === "unit" || item.kind === "input"));
  const peers = isLine ? lines(here.layer) : units(here.layer);
  const place = peers.indexOf(here);
  const moves = {
    ArrowUp: () => peers[place - 1],
    ArrowDown: () => peers[place + 1],
    Home: () => peers[0],
    End: () => peers.at(-1),
    ArrowLeft:
      () => (isLine
        ? (units(here.layer - 1)[here.from - 1] ?? units(here.layer - 1).at(-1))
        : lines(here.layer).find((line) => line.to === here.to)),
    ArrowRight:
      () => (isLine ? units(here.layer)[here.to - 1] : lines(here.layer + 1).find((line) => line.from === here.from)),
  };
  return moves[key] && (moves[key]() ?? here).name;
}

/** The unit under a point, else the line nearest to it and within reach of a "mouse" or a "touch", else null. */
export function nearestPart(parts, x, y, by) {
  const distance = (part) => (part.ends ? toSegment(x, y, ...part.ends) : toNode(x, y, part));
  const reach = (part) => (part.ends ? LINE_REACH[by] : NODE_REACH);
  const near = parts.map((part) => [part, distance(part)]).filter(([part, d]) => d < reach(part));
  const nodes = near.filter(([part]) => !part.ends);
  const choice = nodes.length > 0 ? nodes : near;
  return choice.reduce((best, each) => (best && best[1] <= each[1] ? best : each), null)?.[0] ?? null;
}

function toNode(x, y, { outline }) {
  const { e, f } = outline.transform.baseVal.consolidate().matrix;
  return Math.hypot(x - e, y - f);
}

function toSegment(x, y, [x1, y1], [x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}
