/* The search page: looks words up in the index that shards.py describes, and shows one result for
   each page. Words are folded as folding.py does; `podStemmers`, `podRun`, `podUnspaced` and
   `podStopwords` are in language_data.js. */
(() => {
  "use strict";

  const out = document.getElementById("search-results");
  if (!out || typeof Search === "undefined" || typeof podStemmers === "undefined") return;

  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const MOST_REQUESTS = 10; // files of the index for a query, with its head
  const MOST_TEXTS = 5; // of these files, those with texts
  const MOST_ROWS = 30;
  const MOST_JOINED = 19; // letters of a name without spaces that is looked up
  const TEXT_RANK = 14; // of a text with all words; names are ranked from 8 to 42
  const root = document.documentElement.dataset.content_root ?? "./";
  const make = (name, properties, ...content) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...content);
    return element;
  };

  // -- files

  const parts = {}; // promises by name
  const arrived = {};
  window.podPart = (name, data) => (arrived[name] = data);
  const load = (name) =>
    (parts[name] ??= new Promise((resolve, reject) => {
      const src = `${root}_search/${name}.js`;
      const script = make("script", { src, onload: () => resolve(arrived[name]), onerror: reject });
      document.head.append(script);
    }));
  const allowed = (names) => {
    const room = MOST_REQUESTS - 1 - Object.keys(parts).length;
    const fresh = names.filter((name) => !(name in parts));
    return new Set([...names.filter((name) => name in parts), ...fresh.slice(0, room)]);
  };

  const VALUES = new Uint8Array(128);
  for (let i = 0; i < DIGITS.length; i++) VALUES[DIGITS.charCodeAt(i)] = i;
  const numbers = (code) => {
    const found = [];
    let n = 0;
    let scale = 1;
    for (let i = 0; i < code.length; i++) {
      const value = VALUES[code.charCodeAt(i)];
      n += (value & 31) * scale;
      scale *= 32;
      if (value > 31) continue;
      found.push(n);
      n = 0;
      scale = 1;
    }
    return found;
  };
  const sums = (steps, sum = 0) => steps.map((step) => (sum += step));
  const placesOf = (code) => {
    if (code[0] !== "!") return sums(numbers(code), -1);
    const found = [];
    for (let i = 1; i < code.length; i++)
      for (let bits = VALUES[code.charCodeAt(i)], n = 0; bits >> n; n++)
        if ((bits >> n) & 1) found.push((i - 1) * 6 + n);
    return found;
  };
  // sorted words, each with the size of what it shares with the one before
  const unpacked = (code) => {
    let last = "";
    const shared = (item) => (last = last.slice(0, item[0]) + item.slice(1));
    return code.split(" ").filter(Boolean).map(shared);
  };

  // -- words

  let head, same, firsts, starts, ends; // of documents: the number behind the last place
  const read = (index) => {
    head = index;
    same = new Map([...index.same[0]].map((c, i) => [c, [...index.same[1]][i]]));
    firsts = unpacked(index.words);
  };
  const readPlaces = () => {
    starts = sums(numbers(head.texts));
    ends = sums(numbers(head.counts));
  };
  // the last item of an ascending list that is not above a value
  const before = (list, value) => {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const above = (one, other) => {
    // by code points, as Python sorts; strings of JavaScript are compared by halves of them
    const [a, b] = [Array.from(one), Array.from(other)];
    for (let i = 0; i < Math.min(a.length, b.length); i++)
      if (a[i] !== b[i]) return a[i].codePointAt() > b[i].codePointAt();
    return a.length > b.length;
  };
  const partOf = (word) => {
    let [low, high] = [0, firsts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (above(firsts[middle], word)) high = middle;
      else low = middle + 1;
    }
    return `t${Math.max(low - 1, 0)}`;
  };

  const remembered = (find) => {
    const known = new Map();
    return (key) => {
      if (!known.has(key)) known.set(key, find(key));
      return known.get(key);
    };
  };
  const kana = (c) => {
    const code = c.codePointAt();
    const isHiragana = (code > 0x3040 && code < 0x3097) || code === 0x309d || code === 0x309e;
    return isHiragana ? String.fromCodePoint(code + 0x60) : same.get(c) ?? c;
  };
  const plain = (text) =>
    /^[\x00-\x7f]*$/.test(text) ? text : Array.from(text, kana).join("");
  const fold = remembered((text) => plain(text.normalize("NFKC").toLowerCase()));
  const bare = (word) => word.normalize("NFD").replace(/[\u0300-\u036f]+/g, "").normalize("NFC");
  const stems = remembered((word) => {
    const found = Array.from(word).length < 3 ? [word] : podStemmers.map((s) => s.stemWord(word));
    return [...new Set(found.map((stem) => bare(stem)))].filter(Boolean);
  });
  const pairs = (run) => {
    const letters = Array.from(run);
    if (letters.length < 2) return letters;
    return letters.slice(1).map((letter, i) => letters[i] + letter);
  };
  const size = (text) => Array.from(text).length;

  /* The words of a query. A run of a script without spaces is one word, found by its pairs. */
  const wordsOf = (query) => {
    const lists = Object.values(podStopwords);
    const isIn = (word) => (list) => list.has(word);
    const every = [...fold(query).matchAll(podRun)].map(([run]) => ({
      run,
      isRun: podUnspaced.test(run),
    }));
    // "die" is a stop word in German but not in English: use it only if there are no other words
    const rounds = [
      (word) => !lists.some(isIn(word.run)),
      (word) => !lists.every(isIn(word.run)),
      () => true,
    ];
    const words = rounds.map((round) => every.filter(round)).find((found) => found.length) ?? [];
    const long = words.filter((word) => word.isRun || word.run.length > 1);
    return (long.length ? long : words).map((word) => ({
      ...word,
      run: word.isRun ? word.run : bare(word.run),
      keys: [...new Set(word.isRun ? pairs(word.run) : stems(word.run))],
      others: new Map(), // other spellings, with their weights
    }));
  };

  const bitsIn = (mask) => {
    let count = 0;
    for (; mask; mask &= mask - 1) count++;
    return count;
  };
  const lettersOf = remembered((word) => {
    let bits = 0;
    for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31);
    return bits;
  });
  // The number of typing errors between two words, or more than `most`.
  const errors = (one, other, most) => {
    // letters that only one of them has; an error changes two
    if (bitsIn(lettersOf(one) ^ lettersOf(other)) > 2 * most) return most + 1;
    const [a, b] = [Array.from(one), Array.from(other)];
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let [last, row] = [[], Array.from({ length: b.length + 1 }, (_, i) => i)];
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        const isSame = a[i - 1] === b[j - 1];
        next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + !isSame);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          next[j] = Math.min(next[j], last[j - 2] + 1);
      }
      if (Math.min(...next) > most) return most + 1;
      [last, row] = [row, next];
    }
    return row[b.length];
  };
  const mostErrors = (word) => {
    const length = size(word.run);
    if (word.isRun) return length < 3 ? 0 : length < 6 ? 1 : 2;
    return length < 4 || /^\d+$/.test(word.run) ? 0 : length < 6 ? 1 : 2;
  };

  // Yield the words of names that may be meant, each with its weight: beginnings, parts, misspelled.
  const similar = (word, known) => {
    const most = mostErrors(word);
    const length = size(word.run);
    const found = [];
    for (const other of known) {
      if (other === word.run) continue;
      if (length > 2 && other.includes(word.run)) {
        found.push([other, (other.startsWith(word.run) ? 0.9 : 0.75) - 0.005 * other.length, 0]);
      } else if (
        most &&
        Math.abs(other.length - word.run.length) <= most &&
        podUnspaced.test(other) === word.isRun
      ) {
        const count = errors(word.run, other, most);
        const isFirst = other[0] === word.run[0];
        if (count <= most && (isFirst || count < 2 || length > 6))
          found.push([other, 0.85 - 0.15 * count + 0.02 * isFirst, count]);
      }
    }
    const least = Math.min(...found.map(([, , count]) => count));
    return found
      .filter(([, , count]) => count <= Math.max(least, 0))
      .sort((a, b) => b[1] - a[1])
      .slice(0, 6);
  };

  // -- the index

  const entries = new Map(); // of words, from the parts that have arrived
  const add = (part) => {
    if (!part || part.isRead) return;
    part.isRead = true;
    unpacked(part.w).forEach((word, i) => entries.set(word, { code: part.p[i], part, i }));
  };
  const namesOf = (word) => {
    const entry = entries.get(word);
    return (entry?.part.n[entry.i] ?? []).map((n) => entry.part.r[n]);
  };
  const isKnown = (word) => word.keys.some((key) => entries.has(key));
  const loadWords = async (keys, most) => {
    const names = [...allowed([...new Set(keys.map(partOf))])].slice(0, most);
    for (const part of await Promise.all(names.map(load))) add(part);
  };

  const SHORT = 0.97; // how well the initials of a name fit
  // How well a name fits: the share of the query that it has, how alike these words are, and the
  // share of it that is meant.
  const nameFit = (name, words) => {
    const joined = [...fold(name).matchAll(podRun)].map(([run]) => run);
    const whole = bare(joined.join(""));
    const written = joined.flatMap((run) => (podUnspaced.test(run) ? [] : [bare(run)]));
    const shortened = /^[\u4e00-\u9fff]{4}$/.test(whole) ? whole[0] + whole[2] : "";
    const initials = written.map((word) => word[0]).join("");
    const large = written.filter((word) => word.length > 3).map((word) => word[0]).join("");
    let [found, all, met, held] = [0, 0, 0, 0];
    for (const word of words) {
      const weight = Math.max(size(word.run), 2);
      all += weight;
      const parts = word.isRun ? pairs(word.run) : [];
      let fit = 0;
      if (whole.includes(word.run)) {
        const isWord = word.isRun || written.includes(word.run) || whole === word.run;
        fit = isWord ? 1 : written.some((other) => other.startsWith(word.run)) ? 0.95 : 0.85;
      } else if (word.run === shortened) fit = SHORT;
      else if (!word.isRun && written.some((other) => stems(other).some((stem) => word.keys.includes(stem)))) fit = 0.95;
      else if (word.isRun) {
        const share = parts.filter((pair) => whole.includes(pair)).length / parts.length;
        fit = share > 0.5 ? share * 0.9 : 0;
      } else if (word.run.length > 1 && [initials, large].includes(word.run)) fit = SHORT;
      for (const [other, weightOfOther] of word.others)
        if (whole.includes(other)) fit = Math.max(fit, weightOfOther);
      found += weight * fit;
      if (fit) held += weight;
      if (fit) met += fit === SHORT ? size(whole) : Math.min(weight, size(whole));
    }
    return { held: held / all, fit: held && found / held, cover: Math.min(met / Math.max(size(whole), 1), 1), whole };
  };

  const findNames = (words, query) => {
    const whole = bare([...fold(query).matchAll(podRun)].map(([run]) => run).join(""));
    const found = new Map();
    for (const word of words)
      for (const key of [...word.keys, ...[...word.others.keys()].flatMap(keysOf)])
        for (const name of namesOf(key)) found.set(name[3] + name[0], name);
    for (const name of namesOf(whole)) found.set(name[3] + name[0], name);
    const rows = [];
    for (const [title, kind, rank, uri, where, others] of found.values()) {
      let best = { score: 0 };
      [title, ...others].forEach((name, i) => {
        const { held, fit, cover, whole: own } = nameFit(name, words);
        const isEqual = own === whole;
        const share = isEqual ? 1 : held;
        const isAbove = rank > 20 || isEqual;
        let score = (rank + (isAbove ? 10 : 5) * (isEqual ? 1 : cover)) * share ** 3 * (isEqual ? 1 : fit);
        if (isEqual) score += 4;
        if (score > best.score) best = { score, share, alias: i ? name : "" };
      });
      if (best.share >= 0.5)
        rows.push({ ...best, title, kind, uri, where, rank, page: uri.split("#")[0] });
    }
    return rows.sort((a, b) => b.score - a.score);
  };
  const keysOf = (text) => (podUnspaced.test(text) ? pairs(text) : stems(text));

  // The words of a part that begin with a word, or are nearly it, if it has no text itself.
  const nearby = (word) => {
    if (word.isRun || word.run.length < 3) return [];
    const found = [];
    for (const [other, { code }] of entries) {
      if (!code || podUnspaced.test(other)) continue;
      if (other.startsWith(word.run)) found.push([other, 0.8]);
      else if (mostErrors(word)) {
        const most = Math.min(mostErrors(word), word.run.length > 7 ? 2 : 1);
        const count = Math.min(...word.keys.map((key) => errors(key, other, most)));
        if (count <= most) found.push([other, 0.8 - 0.15 * count]);
      }
    }
    return found.sort((a, b) => b[1] - a[1]).slice(0, 8);
  };

  // The places with the words: a sum of weights for each, by document.
  const findTexts = (words) => {
    const count = ends.at(-1) ?? 0;
    const scores = new Float32Array(count);
    const masks = new Uint32Array(count);
    const own = new Float32Array(count); // of a word; all 0 before the next one
    let all = 0;
    const some = words.slice(0, 30); // a bit each
    some.forEach((word, n) => {
      const codeOf = (key) => entries.get(key)?.code;
      let found = [];
      const put = (place, weight) => {
        if (!own[place]) found.push(place);
        own[place] = weight;
      };
      if (word.isRun) {
        const keys = word.keys.filter((key) => entries.has(key) || parts[partOf(key)]);
        let most = 0;
        for (const key of keys)
          for (const place of placesOf(codeOf(key) ?? "")) {
            put(place, own[place] + 1);
            if (own[place] > most) most = own[place];
          }
        const least = most === keys.length ? most : Math.max(keys.length / 2, 1.5);
        const every = found;
        found = [];
        for (const place of every) {
          const share = own[place] >= least ? own[place] / keys.length : 0;
          own[place] = 0;
          if (share) put(place, share);
        }
      }
      const spelled = word.isRun ? [] : word.keys.map((key) => [key, 1]);
      const exact = spelled.filter(([key]) => codeOf(key));
      for (const [key, weight] of [...(exact.length ? exact : nearby(word)),
                                   ...[...word.others].flatMap(([other, weight]) =>
                                     podUnspaced.test(other) ? [] : stems(other).map((stem) => [stem, weight]))])
        for (const place of placesOf(codeOf(key) ?? "")) put(place, Math.max(own[place], weight));
      const rare = 1 + Math.log((count + 1) / (found.length + 1)) / 3;
      all += rare;
      for (const place of found) {
        scores[place] += own[place] * rare;
        masks[place] |= 1 << n;
        own[place] = 0;
      }
    });
    const found = [];
    for (let place = 0, doc = 0; place < count; doc++) {
      let [best, mask] = [-1, 0];
      for (; place < ends[doc]; place++) {
        if (masks[place] && (best < 0 || scores[place] > scores[best])) best = place;
        mask |= masks[place];
      }
      if (best < 0) continue;
      const share = scores[best] / all;
      const held = bitsIn(mask) / some.length;
      if (held === 1 || (held >= 0.5 && share > 0.4))
        found.push({ place: best, held, score: TEXT_RANK * (0.75 * share + 0.25 * held) * held });
    }
    return found.sort((a, b) => b.score - a.score || a.place - b.place);
  };

  // -- texts

  const textOf = (place) => {
    const number = before(starts, place);
    return { name: `x${number}`, get: () => {
      let rest = place - starts[number];
      for (const [title, kind, uri, places] of arrived[`x${number}`]) {
        if (rest < places.length) return { title, kind, uri, place: places[rest] };
        rest -= places.length;
      }
    } };
  };

  /* Find the words in a text: the ranges of letters, and how many different words they are. */
  const marksIn = (text, words) => {
    const [letters, positions] = [[], []];
    let at = 0;
    for (const letter of text) {
      for (const c of fold(letter)) {
        for (let i = 0; i < c.length; i++) positions.push(at);
        letters.push(c);
      }
      at += letter.length;
    }
    positions.push(at);
    const folded = letters.join("");
    const ranges = [];
    for (const match of folded.matchAll(podRun)) {
      const [run] = match;
      const isRun = podUnspaced.test(run);
      words.forEach((word, n) => {
        if (isRun) {
          const wanted = word.isRun ? [word.run, ...word.others.keys()] : [...word.others.keys()];
          let isFound = false;
          for (const part of wanted)
            for (let i = run.indexOf(part); i >= 0; i = run.indexOf(part, i + 1)) {
              ranges.push([match.index + i, match.index + i + part.length, n, size(part)]);
              isFound = true;
            }
          if (!isFound && word.isRun && size(word.run) > 2)
            for (const pair of word.keys)
              for (let i = run.indexOf(pair); i >= 0; i = run.indexOf(pair, i + 1))
                ranges.push([match.index + i, match.index + i + pair.length, n, 1]);
        } else if (!word.isRun) {
          const stemmed = stems(run);
          const others = [...word.others.keys(), ...(word.near ?? [])].flatMap(stems);
          const isWord = stemmed.some((stem) => word.keys.includes(stem) || others.includes(stem));
          if (isWord || (word.run.length > 2 && bare(run).startsWith(word.run)))
            ranges.push([match.index, match.index + run.length, n, 1]);
        }
      });
    }
    ranges.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const joined = [];
    for (const [start, end, n, weight] of ranges) {
      const last = joined.at(-1);
      if (last && start < last[1]) last[1] = Math.max(last[1], end);
      else joined.push([start, end, n, weight]);
    }
    return joined.map(([start, end, n, weight]) => {
      const stop = end < positions.length ? positions[end - 1] : at;
      return { start: positions[start], end: Math.max(positions[end] ?? at, stop), n, weight };
    });
  };

  // The stretch of a text that has most of the words.
  const WIDTH = 200;
  const stretch = (text, marks) => {
    let best = { value: -1, start: 0 };
    marks.forEach((first, i) => {
      const near = marks.slice(i).filter(({ end }) => end - first.start < WIDTH * 0.8);
      let value = new Set(near.map(({ n }) => n)).size * 10 + Math.min(near.length, 5);
      value += Math.max(...near.map(({ weight }) => weight));
      value -= ((near.at(-1) ?? first).end - first.start) / WIDTH;
      if (value > best.value) best = { value, start: first.start, end: (near.at(-1) ?? first).end };
    });
    return best;
  };
  const excerpt = (text, words) => {
    const marks = marksIn(text, words);
    const { start: from, end: to = from } = stretch(text, marks);
    const isWide = /[\u3040-\u9fff]/.test(text.slice(from, from + 20));
    const width = isWide ? WIDTH / 2 : WIDTH;
    let start = Math.max(0, from - Math.floor(width / 3));
    const line = text.lastIndexOf("\n", from) + 1;
    if (line > start) start = line;
    else if (start > 0 && !isWide) start = Math.min(from, text.indexOf(" ", start) + 1);
    let end = Math.min(text.length, Math.max(start + width, to));
    if (end < text.length && !isWide) end = Math.max(to, text.lastIndexOf(" ", end));
    const box = make("p", { className: "context" }, start > 0 ? "… " : "");
    let at = start;
    const shown = marks.filter((mark) => mark.start >= start && mark.end <= end);
    for (const mark of shown) {
      box.append(text.slice(at, mark.start));
      const className = "highlighted";
      box.append(make("span", { className }, text.slice(mark.start, mark.end)));
      at = mark.end;
    }
    box.append(text.slice(at, end), end < text.length ? " …" : "");
    const spelled = shown.map((mark) => text.slice(mark.start, mark.end));
    return { box, spelled: [...new Set(spelled)].slice(0, 8), count: new Set(shown.map(({ n }) => n)).size };
  };

  // -- rows

  const link = (uri, title, words = []) => {
    const [page, anchor] = uri.split("#");
    const query = words.length ? `?highlight=${encodeURIComponent(words.join(" "))}` : "";
    return make("a", { href: root + page + query + (anchor ? `#${anchor}` : "") }, title);
  };
  const describe = (...facts) => {
    const text = facts.filter(Boolean).join(", ");
    return text ? [make("span", {}, ` (${text})`)] : [];
  };

  const rowOfName = (row, words) => {
    const { title, kind, uri, where, alias, rank } = row;
    const marked = rank < 26 && where ? words.map(({ run }) => run) : [];
    const item = make("li", { className: "kind-object" }, link(uri, title, marked));
    item.append(...describe(alias, head.kinds[kind], where));
    return item;
  };
  const also = (item, links) => {
    if (!links.length) return;
    const box = make("p", { className: "pod-also" }, `${head.labels.alsoHere} `);
    links.forEach((other, i) => box.append(i ? " · " : "", other));
    item.append(box);
  };
  const linkOfName = ({ title, uri, where }, words) => {
    const time = /^[\d:]+(?=,)/.exec(where)?.[0];
    return link(uri, time ? `${time} ${title}` : title, words.map(({ run }) => run));
  };
  const readText = (hit, words) => {
    const { title, kind, uri, place } = textOf(hit.place).get();
    const [anchor, chapter, time, text] = place;
    const { box, spelled, count } = excerpt(text, words);
    return Object.assign(hit, {
      box, count, kind, page: uri, uri: anchor ? `${uri}#${anchor}` : uri,
      title, chapter, time, spelled,
    });
  };
  // Fonts depend on the language of Han characters, which an excerpt is long enough to tell.
  const markLanguage = (text, ...elements) => {
    const han = /[\u3041-\u30ff\u4e00-\u9fff]/;
    if (!han.test(text)) return;
    const lang = /[\u3041-\u30fa]/.test(text) ? "ja" : "zh";
    for (const element of elements) if (han.test(element.textContent)) element.lang = lang;
  };
  const rowOfText = (hit) => {
    const { uri, title, chapter, time, kind, spelled, box } = hit;
    const name = link(uri, chapter || title, spelled);
    const item = make("li", { className: "kind-text" }, name);
    item.append(...describe(time, chapter ? title : head.kinds[kind]), box);
    markLanguage(box.textContent, name, box);
    return item;
  };

  // One result for each page: its best name with its other names, or its best text.
  const group = (names) => {
    const pages = new Map();
    for (const name of names) {
      const isPart = name.rank < 26 || name.where;
      const key = isPart ? name.page : name.uri;
      const first = pages.get(key);
      if (!first) pages.set(key, { ...name, others: [] });
      else if (first.uri !== name.uri && first.others.length < 3 && name.score > TEXT_RANK / 2)
        first.others.push(name);
    }
    return [...pages.values()];
  };

  const finish = (title, summary) => {
    Search.stopPulse();
    Search.title.textContent = title;
    Search.status.textContent = summary;
    const progress = document.getElementById("search-progress");
    if (progress) progress.textContent = "";
  };

  const suggest = (guesses) => {
    if (!guesses.length) return;
    const box = make("p", { className: "pod-suggestions" }, `${head.labels.didYouMean} `);
    guesses.forEach((guess, i) => {
      const href = `?q=${encodeURIComponent(guess)}`;
      box.append(i ? ", " : "", make("a", { href }, guess));
    });
    Search.status.after(box);
  };

  // The names that share most pairs of letters with a query.
  const guess = (query, known) => {
    const wanted = fold(query).match(podRun)?.map(bare) ?? [];
    const found = new Map();
    for (const word of wanted) {
      const own = pairs(`^${word}$`);
      for (const other of known) {
        if (podUnspaced.test(other) !== podUnspaced.test(word)) continue;
        const common = own.filter((pair) => `^${other}$`.includes(pair)).length;
        const value = (2 * common) / (own.length + size(other) + 1);
        if (value > 0.3) found.set(other, Math.max(value, found.get(other) ?? 0));
      }
    }
    return [...found].sort((a, b) => b[1] - a[1]).slice(0, 3).map(([word]) => word);
  };

  const search = async (query) => {
    let words = wordsOf(query);
    if (!words.length) return { names: [], words };
    const whole = bare([...fold(query).matchAll(podRun)].map(([run]) => run).join(""));
    const keys = [...words].sort((a, b) => size(b.run) - size(a.run)).flatMap((word) => {
      // of a long run, pairs that do not overlap
      const every = word.keys;
      return word.isRun && every.length > 3 ? every.filter((_, i) => i % 2 === 0 || i === every.length - 1) : every;
    });
    const loading = loadWords([...keys, ...(words.length > 1 && size(whole) <= MOST_JOINED ? keysOf(whole) : [])], 4);
    readPlaces(); // meanwhile
    await loading;
    // words that nothing has are misspelled or incomplete
    const neighbours = words.slice(1).map((word, i) => ({ first: words[i], word }));
    // of a long query, only some words are looked up
    const isLoaded = (key) => partOf(key) in parts;
    words = words.filter((word) => word.keys.some(isLoaded));
    const isFound = (word) =>
      word.isRun
        ? word.keys.every((key) => entries.has(key) || !isLoaded(key)) &&
          (namesOf(word.keys[0]).length || size(word.run) < 3 || !isLoaded(word.keys[0]))
        : isKnown(word);
    const unknown = words.filter((word) => !isFound(word));
    let known = [];
    if (unknown.length) {
      known = unpacked(await load("words"));
      const joins = [];
      for (const word of unknown)
        for (const [other, weight] of similar(word, known)) word.others.set(other, weight);
      for (const { first, word } of neighbours) {
        if (first.isRun || word.isRun) continue;
        const both = { run: first.run + word.run, isRun: false };
        for (const [other, weight] of known.includes(both.run) ? [[both.run, 1]] : similar(both, known).filter(([other]) => size(other) > size(both.run) - 3)) {
          first.others.set(other, weight);
          word.others.set(other, weight);
          joins.push(other);
        }
      }
      const more = [...joins, ...unknown.flatMap((word) => [...word.others.keys()])];
      await loadWords([...new Set(more)].slice(0, 8).flatMap((other) => keysOf(other).slice(0, 1)), 3);
      for (const word of unknown)
        if (!word.isRun) word.near = isKnown(word) ? [] : nearby(word).map(([other]) => other);
    }
    return { names: findNames(words, query), words, known };
  };

  const drawNames = (rows, words) =>
    Search.output.append(...rows.slice(0, MOST_ROWS).map((row) => rowOfName(row, words)));
  const show = async (query) => {
    const { names, words, known } = await search(query);
    const good = names.filter((name) => name.share > 0.75);
    const isNamed = good.some((name) => name.share > 0.8);
    if (isNamed) {
      drawNames(group(good), words);
      await new Promise((go) => setTimeout(go)); // they are seen before texts are looked up
    }
    const texts = words.length ? findTexts(words) : [];
    const isFull = isNamed || texts.some((text) => text.held === 1);
    const rows = group(isFull ? good : names);
    const guesses = !isFull && words.length && load("words"); // before texts take its place
    let shown = 0;
    const next = async (most, files = MOST_TEXTS) => {
      const wanted = texts.slice(shown, shown + most);
      const names = [...new Set(wanted.map(({ place }) => textOf(place).name))];
      const room = allowed(names.slice(0, files));
      const some = wanted.filter(({ place }) => room.has(textOf(place).name));
      const upTo = some.length < wanted.length ? wanted.indexOf(wanted.find((w) => !some.includes(w))) : wanted.length;
      const now = wanted.slice(0, upTo);
      await Promise.all(now.map(({ place }) => load(textOf(place).name)));
      shown += now.length;
      return now;
    };
    // a page that has a name is one result: the text is part of it
    const draw = (items) =>
      items.flatMap((item) => {
        const hit = readText(item, words);
        const row = rows.find(({ page }) => page === hit.page);
        if (!row) {
          const isTyped = textOf(hit.place).get().place[3].includes(query.trim());
          const score = hit.score + (hit.count === words.length ? 1 : 0) + (isTyped ? 1 : 0);
          return [{ score, item: rowOfText(hit) }];
        }
        const isLine = row.rank > 26 && row.uri.includes("#"); // of an index, as many others
        if (isLine || row.text || hit.held < 1) return [];
        row.text = hit;
        return [];
      });
    if (!isNamed) drawNames(rows, words);
    const room = rows.length ? MOST_TEXTS - 1 : MOST_TEXTS;
    const first = draw(await next(MOST_ROWS, room));
    const list = [
      ...rows.map((row) => {
        const item = rowOfName(row, words);
        const others = row.others.map((other) => linkOfName(other, words));
        if (row.text) {
          const { uri, time, chapter, spelled, box } = row.text;
          if (row.rank < 20 || row.where || row.rank === 28) item.append(box);
          const isNew = ![row, ...row.others].some((other) => other.uri === uri);
          if (isNew && chapter) others.unshift(link(uri, `${time} ${chapter}`.trim(), spelled));
        }
        also(item, others.slice(0, 4));
        return { score: row.score, item };
      }),
      ...first,
    ].sort((a, b) => b.score - a.score);
    Search.output.replaceChildren(...list.slice(0, MOST_ROWS).map(({ item }) => item));
    const rest = list.slice(MOST_ROWS);
    if (rest.length || shown < texts.length) {
      const button = make("button", { type: "button" }, head.labels.more);
      button.onclick = async () => {
        const items = rest.splice(0, MOST_ROWS);
        if (!items.length) {
          for (const name in parts) if (arrived[name]) delete parts[name]; // a new count of requests
          items.push(...draw(await next(5)));
        }
        Search.output.append(...items.map(({ item }) => item));
        if (!rest.length && shown >= texts.length) button.remove();
      };
      Search.output.after(button);
    }
    if (guesses) suggest(guess(query, known?.length ? known : unpacked(await guesses)));
    const total = rows.length + texts.length;
    if (!list.length)
      finish(
        _("Search Results"),
        _("Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.")
      );
    else finish(_("Search Results"), "");
    return total;
  };

  Search.query = (query) => {
    read(Search._index);
    return show(query);
  };
})();
