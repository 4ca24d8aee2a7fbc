/* The words that the search has found: marked and in view. Loaded only if the address has some. */
(() => {
  "use strict";

  const { make, sought } = podcast;
  const words = sought.split(/\s+/).filter(Boolean);
  if (!words.length) return;

  // A word of a script with spaces is marked only as a whole word.
  const soughtIn = (text) => {
    const parts = words.map((word) => {
      const [, spaced] = /^([\p{L}\p{N}]+)$/u.exec(word) ?? [];
      const isWhole = spaced && !/[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005-\ud7af]/.test(word);
      const literal = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      return isWhole ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
    });
    return [...text.matchAll(new RegExp(parts.join("|"), "giu"))];
  };

  const main = document.querySelector('[role="main"]') ?? document.body;
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const found = []; // blocks with the words in them
  const ranges = []; // in a transcript, whose words must stay one text
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const block = text.parentElement.closest("p, li, dd, dt, td, h1, h2, h3, h4, h5, h6, pre");
    if (!block || text.parentElement.closest("script, style, nav, [hidden], .pod-player")) continue;
    for (const match of soughtIn(text.data).reverse()) {
      const range = new Range();
      range.setStart(text, match.index);
      range.setEnd(text, match.index + match[0].length);
      found.push({ block, range, word: match[0].toLowerCase() });
    }
  }
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const inPlace = ({ block }) => place?.contains(block) || place === document.body;
  const near = found.some(inPlace) ? found.filter(inPlace) : found;
  const wordsOf = new Map();
  for (const { block, word } of near) wordsOf.set(block, (wordsOf.get(block) ?? new Set()).add(word));
  const best = [...wordsOf].reduce((a, b) => (b[1].size > a[1].size ? b : a), [null, new Set()])[0];
  for (const { range } of found)
    if (range.startContainer.parentElement.closest(".pod-words")) ranges.push(range);
    else range.surroundContents(make("span", { className: "highlighted" }));
  if (ranges.length) window.CSS?.highlights?.set("pod-finds", new Highlight(...ranges));
  for (let outer = best; outer; outer = outer.parentElement) if (outer.matches("details")) outer.open = true;
  const scroll = () => best?.scrollIntoView({ block: "center", behavior: "instant" });
  scroll();
  // the browser still scrolls to the id in the address, in some themes smoothly
  addEventListener("load", () => setTimeout(scroll));
  addEventListener("scrollend", scroll);
  const leave = () => removeEventListener("scrollend", scroll);
  for (const name of ["wheel", "pointerdown", "touchstart", "keydown", "hashchange"])
    addEventListener(name, leave, { once: true });
  setTimeout(leave, 3000);
})();
