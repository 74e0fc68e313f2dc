// Building pages: element, svg, math, setText, setState, icon, labelled, scrollBox, offerTabStops.

const NAMESPACES = {
  svg: "http://www.w3.org/2000/svg",
  math: "http://www.w3.org/1998/Math/MathML",
};

/** An HTML element with attributes (functions become listeners) and children. */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(NAMESPACES.svg, tag), attributes, children);
}

/** The same in MathML; `markup` is trusted MathML that Python made. */
export function math(tag, attributes = {}, markup = "") {
  const node = fill(document.createElementNS(NAMESPACES.math, tag), attributes, []);
  if (markup) node.innerHTML = markup;
  return node;
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** Change a text in place, and only when it differs: an edit then costs next to no layout. */
export function setText(node, text) {
  const first = node.firstChild;
  if (first === null || first.nodeType !== 3 || first.nextSibling !== null) node.textContent = text;
  else if (first.data !== text) first.data = text;
}

/** Set or remove an attribute, only when it differs. */
export function setState(node, name, value) {
  if (value === null || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, value);
  }
}

/** A control with its label before it. */
export function labelled(words, control) {
  return element("span", { class: "bp-field" }, element("label", { for: control.id }, words), control);
}

/** A named box that scrolls; `offerTabStops` makes it a stop for the Tab key while there is something to scroll. */
export function scrollBox(name, kind, ...children) {
  return element("div", { role: "group", "aria-label": name, class: `bp-scroll ${kind}` }, ...children);
}

/** To be called when contents or widths have changed. */
export function offerTabStops(boxes) {
  const scrolls = (box) => box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
  for (const [box, stop] of [...boxes].map((each) => [each, scrolls(each)])) setState(box, "tabindex", stop ? 0 : null);
}

/** A small picture on a button, drawn with the text's colour. */
export function icon(path) {
  return svg("svg", { viewBox: "0 0 16 16", class: "bp-icon", "aria-hidden": "true" }, svg("path", { d: path }));
}
