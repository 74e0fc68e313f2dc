// A picture of a few pixels that can be drawn on, with pointer or keys: PixelGrid, and small pictures: thumbnail.

import { element, setState, svg } from "../shared/dom.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * One stop for the Tab key; the arrow keys move among the pixels, Space fills or clears one. The pointer draws where it
 * goes down on paper, and erases where it goes down on ink.
 */
export class PixelGrid {
  /** @param change `change(place, ink)` @param settled called when a stroke or a key press is over */
  constructor({ count, columns, change, settled }) {
    Object.assign(this, { columns, change, settled, active: 0, ink: [] });
    this.cells = Array.from({ length: count }, (_, place) =>
      element("div", {
        role: "gridcell",
        class: "dr-pixel",
        "data-place": place,
        tabindex: place === 0 ? 0 : -1,
      }));
    const rows = Array.from(
      { length: count / columns },
      (_, row) => element("div", { role: "row" }, ...this.cells.slice(row * columns, (row + 1) * columns)),
    );
    this.box = element("div", {
      role: "grid",
      class: "dr-grid",
      style: `--columns: ${columns}`,
      "aria-label": "the picture",
      keydown: (event) => this.key(event),
      pointerdown: (event) => this.press(event),
      pointermove: (event) => this.draw(event),
      pointerup: () => this.lift(),
      pointercancel: () => this.lift(),
    }, ...rows);
  }

  update(ink) {
    ink.forEach((value, place) => {
      if (value === this.ink[place]) return;
      const [row, column] = [Math.floor(place / this.columns), place % this.columns];
      this.cells[place].style.setProperty("--ink", value);
      setState(
        this.cells[place],
        "aria-label",
        `row ${row + 1}, column ${column + 1}: ${Math.round(100 * value)} % ink`,
      );
    });
    this.ink = [...ink];
  }

  activate(place) {
    setState(this.cells[this.active], "tabindex", -1);
    this.active = place;
    setState(this.cells[place], "tabindex", 0);
  }

  /** What a pixel gets that is touched: ink where there is little, else paper. */
  opposite(place) {
    return this.ink[place] < 0.5 ? 1 : 0;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const place = placeOf(event.target);
    if (event.key in ARROWS) this.move(place, ...ARROWS[event.key]);
    else if (event.key === " " || event.key === "Enter") {
      this.change(place, this.opposite(place));
      this.settled();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  move(place, right, down) {
    const [row, column] = [Math.floor(place / this.columns) + down, (place % this.columns) + right];
    const inside = row >= 0 && column >= 0 && column < this.columns && row * this.columns < this.cells.length;
    if (!inside) return;
    this.activate(row * this.columns + column);
    this.cells[this.active].focus();
  }

  press(event) {
    const place = placeOf(event.target);
    if (place === undefined || event.button !== 0) return;
    this.pen = this.opposite(place);
    this.activate(place);
    this.change(place, this.pen);
    this.box.setPointerCapture(event.pointerId);
  }

  draw(event) {
    if (this.pen === undefined) return;
    for (const { clientX, clientY } of [...event.getCoalescedEvents?.() ?? [], event]) {
      const under = document.elementFromPoint(clientX, clientY);
      const place = this.box.contains(under) ? placeOf(under) : undefined;
      if (place !== undefined && this.ink[place] !== this.pen) this.change(place, this.pen);
    }
  }

  lift() {
    if (this.pen === undefined) return;
    this.pen = undefined;
    this.settled();
  }
}

function placeOf(node) {
  const place = node.closest(".dr-pixel")?.dataset.place;
  return place === undefined ? undefined : Number(place);
}

/** The same pixels, small and still. */
export function thumbnail(ink, columns) {
  const size = `0 0 ${columns} ${ink.length / columns}`;
  const pixels = ink.map((value, place) =>
    svg("rect", {
      x: place % columns,
      y: Math.floor(place / columns),
      width: 1,
      height: 1,
      "fill-opacity": value,
    })
  );
  return svg("svg", { viewBox: size, class: "dr-thumbnail", "aria-hidden": "true" }, ...pixels);
}
