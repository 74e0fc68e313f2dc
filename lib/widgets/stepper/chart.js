// A small line chart of one series: Chart.

import { element, setState, setText, svg } from "../shared/dom.js";
import { formatNumber } from "../shared/numbers.js";

const SIZE = { width: 240, height: 100, left: 40, right: 8, top: 10, bottom: 10 };
const MOST_POINTS = 240;

/** The cost as it goes, from 0 up to its greatest value; the words below say the same. */
export class Chart {
  constructor(words) {
    this.words = words;
    this.line = svg("polyline", { class: "bp-curve" });
    this.dot = svg("circle", { class: "bp-dot", r: 3.5 });
    const { width, height } = SIZE;
    const tick = (y, text) => svg("text", { class: "bp-tick", x: SIZE.left - 5, y: y + 4, "text-anchor": "end" }, text);
    this.top = tick(SIZE.top, "");
    this.picture = svg(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": words, class: "bp-chart" },
      svg("path", { class: "bp-axis", d: `M${SIZE.left} ${SIZE.top}V${height - SIZE.bottom}H${width - SIZE.right}` }),
      this.top,
      tick(height - SIZE.bottom, "0"),
      this.line,
      this.dot,
    );
    this.caption = element("figcaption");
    this.box = element("figure", { class: "bp-cost" }, this.picture, this.caption);
  }

  /** @param {number[]} series finite, from the start on @param {number} now the present value, which may be infinite */
  update(series, now) {
    if (series === this.drawn && now === this.now) return;
    Object.assign(this, { drawn: series, now });
    const top = series.reduce((most, value) => Math.max(most, value), 0) || 1;
    const x = (i) => SIZE.left + (i / Math.max(series.length - 1, 1)) * (SIZE.width - SIZE.left - SIZE.right);
    const y = (value) => SIZE.height - SIZE.bottom - (value / top) * (SIZE.height - SIZE.top - SIZE.bottom);
    const stride = Math.ceil(series.length / MOST_POINTS);
    const chosen = series.map((_, i) => i).filter((i) => i % stride === 0 || i === series.length - 1);
    this.line.setAttribute("points", chosen.map((i) => `${x(i).toFixed(1)},${y(series[i]).toFixed(1)}`).join(" "));
    const last = series.length - 1;
    this.dot.setAttribute("cx", x(last));
    this.dot.setAttribute("cy", y(series[last]));
    const [first, present] = [series[0], now].map((value) => formatNumber(value, 4));
    const counted = last === 1 ? "1 update" : `${last} updates`;
    setText(this.top, formatNumber(top, 2));
    const text = last === 0 ? `${this.words}: ${present}` : `${this.words}: ${first} → ${present} after ${counted}`;
    setText(this.caption, text);
    setState(this.picture, "aria-label", text);
  }
}
