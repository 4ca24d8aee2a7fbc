/* The transcript: mark the words being said ("pod-time"), and search. Words are marked with ranges
   (the CSS Custom Highlight API), so that thousands of cues need no elements of their own. */
(() => {
  "use strict";

  const { labels, all, on, make } = podcast;
  const MOST = 1000; // matches
  const turns = all(".pod-words")
    .map((words) => ({ words, start: Number(words.dataset.cues.split(" ", 2)[1]) }))
    .sort((a, b) => a.start - b.start);
  if (!turns.length) return;

  const mark = (name, ranges) => window.CSS?.highlights?.set(name, new Highlight(...ranges));
  const rangeOf = ({ words: { firstChild } }, from, to) => {
    const range = new Range();
    range.setStart(firstChild, Math.min(from, firstChild.length));
    range.setEnd(firstChild, Math.min(to, firstChild.length));
    return range;
  };

  let said;
  on("pod-time", ({ detail: time }) => {
    const turn = turns.findLast(({ start }) => start <= time + 0.05);
    if (turn !== said) {
      if (said) said.words.parentElement.ariaCurrent = null;
      if (turn) turn.words.parentElement.ariaCurrent = "true";
      said = turn;
    }
    const cues = turn?.words.dataset.cues.split(" ").map(Number) ?? []; // position, start, …
    let at = cues.length - 2;
    while (at > 0 && cues[at + 1] > time + 0.05) at -= 2;
    mark("pod-said", turn ? [rangeOf(turn, cues[at], cues[at + 2] ?? Infinity)] : []);
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
  const form = make(
    "form",
    { role: "search" },
    make("label", {}, `${labels.find} `, field),
    make("button", { type: "button", title: labels.previous, onclick: () => show(at - 1) }, "↑"),
    make("button", { title: labels.next }, "↓"),
    count,
  );
  form.onsubmit = (event) => {
    event.preventDefault();
    show(at + 1);
  };
  all(".pod-find")[0].append(form);
})();
