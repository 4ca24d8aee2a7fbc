/* Split a query into words, as index_words.py does for the index. */

var podQuery = "";
var podWords = [];

/* Split a run of a script without spaces into its endings ("留声机", "声机"). Sphinx searches for
   the first pair of each ending (see stemWord), and highlights the endings. */
var splitQuery = (query) => {
  podQuery = query;
  const words = [];
  for (const [run] of query.normalize("NFKC").toLowerCase().matchAll(podRun)) {
    const characters = podUnspaced.test(run) ? Array.from(run) : [run];
    for (let i = 0; i < Math.max(characters.length - 1, 1); i++) {
      words.push(characters.slice(i).join(""));
    }
  }
  // "die" is a stop word in German but not in English: use it only if there are no other words
  const lists = Object.values(podStopwords);
  podWords = words.filter((word) => !lists.some((list) => list.has(word)));
  if (!podWords.length) {
    podWords = words.filter((word) => !lists.every((list) => list.has(word)));
  }
  return podWords;
};

/* Each text is stemmed by the rules of its own language, so that a word is searched for under its
   stems in all languages. Sphinx accepts one stem, which gets the documents of the others. */
var Stemmer = function () {
  this.stemWord = (word) => {
    if (podUnspaced.test(word)) return Array.from(word).slice(0, 2).join("");
    if (Array.from(word).length < 3) return word;
    const stems = [...new Set(podStemmers.map((stemmer) => stemmer.stemWord(word)))];
    if (!stems.length) return word;
    if (stems.length > 1 && typeof Search !== "undefined" && Search.hasIndex()) {
      for (const terms of [Search._index.terms, Search._index.titleterms]) {
        const found = stems.filter((stem) => Object.hasOwn(terms, stem));
        const files = found.flatMap((stem) => terms[stem]);
        if (files.length) terms[stems[0]] = [...new Set(files)];
      }
    }
    return stems[0];
  };
};
