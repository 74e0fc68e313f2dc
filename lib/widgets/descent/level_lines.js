// Level lines of a function of two variables, by marching squares: sampleGrid, levelLine.

/** The values of a function on a grid of (cells + 1)² points; frame is [[x low, x high], [y low, y high]]. */
export function sampleGrid(valueAt, [[x0, x1], [y0, y1]], cells) {
  const places = (low, high) => Array.from({ length: cells + 1 }, (_, i) => low + ((high - low) * i) / cells);
  const [xs, ys] = [places(x0, x1), places(y0, y1)];
  return { xs, ys, rows: ys.map((y) => xs.map((x) => valueAt([x, y]))) };
}

/** Where the function has a value: pieces of line [[x, y], [x, y]], one or two in each cell that the line crosses. */
export function levelLine({ xs, ys, rows }, level) {
  const pieces = [];
  for (let j = 0; j + 1 < ys.length; j += 1) {
    for (let i = 0; i + 1 < xs.length; i += 1) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]].map(([a, b]) => [xs[a], ys[b], rows[b][a]]);
      const crossings = corners.map((corner, side) => crossing(corner, corners[(side + 1) % 4], level));
      const crossed = crossings.filter(Boolean);
      if (crossed.length === 2) pieces.push(crossed);
      // All four sides are crossed: the middle says which corners belong together.
      if (crossed.length === 4) {
        const middle = corners.reduce((sum, [, , value]) => sum + value / 4, 0);
        const [a, b, c, d] = crossings;
        const joined = (middle < level) === (corners[0][2] < level);
        pieces.push(...(joined ? [[a, b], [c, d]] : [[d, a], [b, c]]));
      }
    }
  }
  return pieces;
}

/** Where a side of a cell is crossed, as if the function were a straight line along it; else null. */
function crossing([x0, y0, v0], [x1, y1, v1], level) {
  if ((v0 < level) === (v1 < level)) return null;
  const share = (level - v0) / (v1 - v0);
  return [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
}
