// Scrolling to what the reader asked to see: bringIntoView.

/** Scroll as little as is needed, and without a glide for who wants none. */
export function bringIntoView(node) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  node.scrollIntoView({ block: "nearest", behavior: calm ? "instant" : "smooth" });
}
