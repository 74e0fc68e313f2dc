/* On a page that the search led to (?found=words): mark the words, open what is folded over the place, go there. The marks
   are the browser's highlights and no elements: the text and the formulas stay as they are. */
(() => {
  "use strict";

  const words = new URLSearchParams(location.search).get("found")?.toLowerCase().split(" ").filter(Boolean);
  const article = document.querySelector("article");
  if (!words?.length || !article) return;

  const WORD = /[\p{Script=Greek}∂∇]|[\p{Script=Latin}\p{Number}_]+/gu;
  const NO_TEXT = ".chapter-place, .chapter-map, .headerlink, .widget-place, script, style";
  const BLOCK = "p, li, dt, dd, td, pre, summary, figcaption, math, h1, h2, h3, h4";

  /** Every place of a word in a part of the page: {word, range}. */
  function* placesIn(part) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT, {
      acceptNode: ({ parentElement }) =>
        parentElement.closest(NO_TEXT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    });
    while (texts.nextNode()) {
      for (const { 0: text, index } of texts.currentNode.data.matchAll(WORD)) {
        const word = text.normalize("NFKC").toLowerCase();
        if (!words.includes(word)) continue;
        const range = document.createRange();
        range.setStart(texts.currentNode, index);
        range.setEnd(texts.currentNode, index + text.length);
        yield { word, range, block: texts.currentNode.parentElement.closest(BLOCK) ?? part };
      }
    }
  }

  /** The first block with the most of the words. */
  function bestBlock(places) {
    const held = new Map();
    for (const { word, block } of places) held.set(block, (held.get(block) ?? new Set()).add(word));
    const most = Math.max(0, ...[...held.values()].map(({ size }) => size));
    return [...held.keys()].find((block) => held.get(block).size === most);
  }

  /** What the search leads to for a part of the page: the text of a term, an exercise, a definition, a section. */
  function entryOf(part) {
    const entry = part.closest("dl.glossary > dd, details.solution, .exercise, .proof[id], section[id]");
    return entry?.matches("details") ? entry.previousElementSibling : entry;
  }

  function open(block) {
    for (let fold = block.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }

  const places = [...placesIn(article)];
  if (globalThis.Highlight) CSS.highlights.set("found", new Highlight(...places.map(({ range }) => range)));

  let target = location.hash
    ? document.getElementById(decodeURIComponent(location.hash.slice(1)))
    : article.querySelector("section[id]");
  while (target?.matches("dt")) target = target.nextElementSibling;
  const ofTarget = places.filter(({ range }) => entryOf(range.startContainer.parentElement) === target);
  const block = bestBlock(ofTarget);
  if (block && target !== block) {
    open(block);
    globalThis.holdInView(block, { block: "center" });
  } else if (location.hash && target) globalThis.holdInView(target);

  document.addEventListener("keydown", ({ key }) => key === "Escape" && globalThis.CSS?.highlights?.delete("found"));
})();
