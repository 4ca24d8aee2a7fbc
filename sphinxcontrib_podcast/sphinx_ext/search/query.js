/* What a reader looks for, cut into words as the index was: the other half of words.py. */

var podQuery = "";
var podWords = [];

/* A run of a script without spaces is cut into its endings ("留声机", "声机"), each of which
   stands for the pair it begins with: Sphinx looks for the pairs, and highlights the whole. */
var splitQuery = (query) => {
  podQuery = query;
  const words = [];
  for (const [run] of query.normalize("NFKC").toLowerCase().matchAll(podRun)) {
    const characters = podUnspaced.test(run) ? Array.from(run) : [run];
    for (let i = 0; i < Math.max(characters.length - 1, 1); i++) {
      words.push(characters.slice(i).join(""));
    }
  }
  // "die" says nothing in German, but something in English: it counts if there is nothing else
  const lists = Object.values(podStopwords);
  podWords = words.filter((word) => !lists.some((list) => list.has(word)));
  if (!podWords.length) {
    podWords = words.filter((word) => !lists.every((list) => list.has(word)));
  }
  return podWords;
};

/* Each text was stemmed by the rules of its own language: a word is looked for under all stems
   that it may have. Sphinx takes one, which then gets the documents of the others. */
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
