// What the network says to each sample, beside what it should say: Predictions.

import { element, scrollBox, setState, setText } from "../shared/dom.js";
import { formatNumber } from "../shared/numbers.js";

/** @param show `show(sample)` is called when a sample is touched */
export class Predictions {
  constructor({ outputs, show }) {
    this.outputs = outputs;
    this.show = show;
    this.rows = [];
    this.body = element("tbody");
    const heads = ["sample", "inputs x", "targets y", "predictions ŷ"].map((text) =>
      element("th", { scope: "col" }, text)
    );
    this.box = scrollBox(
      "predictions",
      "bp-predictions",
      element(
        "table",
        {},
        element("caption", {}, "With the weights as they are now"),
        element("thead", {}, element("tr", {}, ...heads)),
        this.body,
      ),
    );
  }

  /** @param session the state @param program the worksheet of all samples, evaluated */
  update(session, program) {
    const { X, Y } = session.samples;
    if (this.rows.length !== X.length) this.build(X.length);
    const list = (values) => values.map((value) => formatNumber(value, 3)).join("  ");
    this.rows.forEach(({ row, cells }, i) => {
      setText(cells[0], list(X[i]));
      setText(cells[1], list(Y[i]));
      setText(cells[2], list(this.outputs.map((single) => program.value(program.ofSample(single, i)))));
      setState(row, "aria-current", i === session.sample ? "true" : null);
    });
  }

  build(count) {
    this.rows = Array.from({ length: count }, (_, i) => {
      const cells = [element("td"), element("td"), element("td")];
      const button = element("button", {
        type: "button",
        class: "bp-number",
        "aria-label": `show sample ${i + 1}`,
        click: () => this.show(i),
      }, String(i + 1));
      return { cells, row: element("tr", {}, element("th", { scope: "row" }, button), ...cells) };
    });
    this.body.replaceChildren(...this.rows.map(({ row }) => row));
  }
}
