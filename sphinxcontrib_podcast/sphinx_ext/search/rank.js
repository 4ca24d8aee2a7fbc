/* Rank the results: names and titles first, then chapters, quotes and the text of pages. */

var podBases = { channel: 30, episode: 28, chapter: 24, quote: 8 };

var Scorer = {
  // Sphinx's defaults
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,

  score: (result) => {
    const [docname, title, , , score, , kind] = result;
    if (kind === "text") return score * podShare(docname);
    if (kind === "title") return podNormal(title) === podNormal(podQuery) ? 39 : score;
    if (kind === "object") return podRankObject(result);
    return score;
  },
};

/* Normalize a name, so that "AT&T" and "at & t" are equal. */
function podNormal(text) {
  return (text.normalize("NFKC").toLowerCase().match(podRun) || []).join(" ");
}

/* Return the share of the query's words that a document contains, from 0 to 1. */
function podShare(docname) {
  const index = Search._index;
  const file = index.docnames.indexOf(docname);
  const stemmer = new Stemmer();
  const stems = podWords.map((word) => stemmer.stemWord(word));
  const both = [index.terms, index.titleterms];
  const known = stems.filter((stem) => both.some((terms) => Object.hasOwn(terms, stem)));
  const held = known.filter((stem) =>
    both.some((terms) => Object.hasOwn(terms, stem) && [terms[stem]].flat().includes(file))
  );
  return known.length ? held.length / known.length : 1;
}

/* Rank an object of the domain by its kind, and by the share of its name that the query covers. */
function podRankObject(result) {
  const index = Search._index;
  const [, title, anchor, description, score] = result;
  const type = Object.keys(index.objnames).find(
    (number) =>
      index.objnames[number][0] === "pod" &&
      description.startsWith(index.objnames[number][2] + _(", in "))
  );
  if (type === undefined) return score;
  const [, kind, label] = index.objnames[type];
  // an object that is a whole page has no anchor; Sphinx makes one from its name
  if (anchor === `#${title}`) result[2] = "";
  // since 9.0, Sphinx escapes titles that are already escaped in the index
  if (typeof _escapeHTML === "function") result[1] = podUnescape(title);
  if (description === label + _(", in ") + result[1]) result[3] = label;
  const share = Math.min(podNormal(podQuery).length / podNormal(result[1]).length, 1);
  return kind === "quote" ? podBases.quote + 5 * share : (podBases[kind] || 30) + 10 * share;
}

function podUnescape(text) {
  const characters = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&amp;": "&" };
  return text.replace(/&(?:lt|gt|quot|#x27|amp);/g, (name) => characters[name]);
}
