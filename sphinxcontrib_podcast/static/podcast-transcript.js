/* The transcript: mark the words being said ("pod-time"), find the words of a moment, and search.
   Words are marked with ranges (the CSS Custom Highlight API), so that thousands of cues need no
   elements of their own. */
(() => {
  "use strict";

  const { labels, all, on, make, button, range: span, chapters } = podcast;
  const MOST = 1000; // matches
  const LONGEST = 240; // characters of the words of a moment
  const ENOUGH = 80; // characters after which no further turn is added
  const FAR = 30; // seconds between a moment and its words
  const turns = all(".pod-words")
    .map((words) => ({ words, start: Number(words.dataset.cues.split(" ")[1]) }))
    .sort((a, b) => a.start - b.start);
  if (!turns.length) return;

  const mark = (name, ranges) => window.CSS?.highlights?.set(name, new Highlight(...ranges));
  const rangeOf = ({ words: { firstChild } }, from, to) => {
    const range = new Range();
    range.setStart(firstChild, Math.min(from, firstChild.length));
    range.setEnd(firstChild, Math.min(to, firstChild.length));
    return range;
  };

  let cues = null; // of all turns: the part of the text of each, and its time
  const allCues = () =>
    (cues ??= turns.flatMap(({ words }) => {
      const numbers = words.dataset.cues.split(" ").map(Number); // position, start, …
      return numbers.flatMap((from, i) =>
        i % 2 ? [] : { words, from, to: numbers[i + 2], time: numbers[i + 1] },
      );
    }));

  // The time that a link leads to, if the words are elsewhere.
  const momentOf = (link) =>
    !link.closest(".pod-transcript, .pod-player") &&
    (link.dataset.t
      ? span(link.dataset.t)
      : link.matches(".pod-chapters a") && chapters().find(({ id }) => `#${id}` === link.hash));

  // Return the lines that are said at the moment of a link, each with its speaker and language.
  podcast.wordsAt = (link) => {
    const moment = momentOf(link);
    if (!moment) return [];
    const { start, end = Infinity } = moment;
    const found = allCues();
    let index = found.findLastIndex(({ time }) => time < start + 1); // times have no fractions
    if (!(found[index]?.time >= start - FAR)) index += 1; // nothing is said; what follows?
    const last = Math.min(end, start + 2 * FAR);
    const parts = [];
    let length = 0;
    for (let cue; (cue = found[index]) && cue.time < last && length < LONGEST; index += 1) {
      if (!parts.length && cue.time > start + FAR) break;
      let part = parts.at(-1);
      if (part?.words !== cue.words) {
        if (end === Infinity && length > ENOUGH) break;
        parts.push((part = { ...cue }));
      }
      part.to = cue.to ?? cue.words.textContent.length;
      length += part.to - cue.from;
    }
    return parts.map(({ words, from, to }) => ({
      speaker: words.parentElement.querySelector(".pod-speaker")?.textContent,
      text: words.textContent.slice(from, to).trim(),
      lang: words.closest("[lang]")?.lang,
    }));
  };

  let said;
  on("pod-time", ({ detail: time }) => {
    const turn = turns.findLast(({ start }) => start <= time + 0.05);
    if (turn !== said) {
      if (said) said.words.parentElement.ariaCurrent = null;
      if (turn) turn.words.parentElement.ariaCurrent = "true";
      said = turn;
    }
    const cue = turn && allCues().findLast((other) => other.time <= time + 0.05);
    mark("pod-said", cue ? [rangeOf(cue, cue.from, cue.to ?? Infinity)] : []);
  });

  // -- search

  let places = [];
  let at = -1;

  const show = (index) => {
    if (!places.length) return;
    at = (index + places.length) % places.length;
    const range = places[at];
    for (let node = range.startContainer; node; node = node.parentElement?.closest("details"))
      node.open = true;
    mark("pod-found", [range]);
    range.startContainer.parentElement.scrollIntoView(); // distant text has no position before this
    scrollBy(0, range.getBoundingClientRect().top - innerHeight / 3);
    count.textContent = `${at + 1} / ${places.length}`;
  };

  const find = () => {
    const wanted = field.value.trim().toLowerCase();
    places = [];
    at = -1;
    for (const turn of wanted ? turns : []) {
      turn.text ??= turn.words.textContent.toLowerCase();
      let from = -1;
      while ((from = turn.text.indexOf(wanted, from + 1)) >= 0 && places.length < MOST)
        places.push(rangeOf(turn, from, from + wanted.length));
    }
    mark("pod-found", []);
    mark("pod-finds", places);
    count.textContent = wanted && (places.length || labels.none);
  };

  const field = make("input", { type: "search", oninput: find });
  const count = make("output");
  const onsubmit = (event) => {
    event.preventDefault();
    show(at + 1);
  };
  const form = make(
    "form",
    { role: "search", onsubmit },
    make("label", {}, `${labels.find} `, field),
    button({ title: labels.previous, onclick: () => show(at - 1) }, "↑"),
    button({ type: "submit", title: labels.next }, "↓"),
    count,
  );
  all(".pod-find")[0].append(form);
})();
