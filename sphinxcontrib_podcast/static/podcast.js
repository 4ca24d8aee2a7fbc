/* Moments and quotes: addresses such as page.html#t=124, #t=2:04, #t=1h0m26s, #t=npt:124,180 or
   ?t=124 (W3C Media Fragments, and the forms that players use), links to times, copying a quote.

   The other scripts use the functions in `podcast`, and communicate by events of the document:
   "pod-moment" {start, end, play} requests a time, "pod-time" reports the current time. Times are
   in seconds. */
(() => {
  "use strict";

  // keys of the storage
  const PLAY = "pod-play"; // the address to play when it is loaded
  const LAST = "pod-last"; // address, time and title of the episode that was played last
  const byId = (id) => document.getElementById(id);
  const dataOf = (id) => JSON.parse(byId(id)?.textContent ?? "{}");
  const labels = dataOf("pod-labels");
  const all = (selector) => [...document.querySelectorAll(selector)];
  const on = (...args) => document.addEventListener(...args);
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const page = ({ href } = location) => href.split("#")[0];
  const isEmbedded = document.body.matches(".pod-embed"); // plays only if the reader presses play

  const make = (name, properties, ...content) => {
    const element = Object.assign(document.createElement(name), properties);
    if (element.title) element.ariaLabel = element.title;
    element.append(...content);
    return element;
  };
  const button = (properties, text) => make("button", { type: "button", ...properties }, text);

  const voice = make("div", { className: "pod-voice", role: "status" });
  const say = (text) => (voice.textContent = text);

  const textOf = (element) => {
    const twin = element?.cloneNode(true);
    twin?.querySelectorAll(".headerlink, .pod-at:not(.pod-moment)").forEach((part) => part.remove());
    return twin?.textContent.replace(/\s+/g, " ").trim() ?? "";
  };

  // The button says for two seconds that the text was copied.
  const copy = async (text, button) => {
    try {
      await navigator.clipboard.writeText(text);
      say(labels.copied);
      if (!button || button.dataset.copied) return;
      const label = button.textContent;
      button.textContent = button.dataset.copied = labels.copied;
      setTimeout(() => {
        button.textContent = label;
        delete button.dataset.copied;
      }, 2000);
    } catch {
      prompt(labels.copyQuote, text); // the clipboard needs https
    }
  };

  // On phones and tablets there is the share menu of the system.
  const shares = navigator.share && matchMedia("(pointer: coarse)").matches;
  const share = (content, button) => {
    if (shares) navigator.share(content).catch(() => {}); // the reader closed it
    else copy(content.text ?? content.url, button);
  };

  // Storage may be disabled: then nothing is remembered.
  const store = (key, value) => {
    try {
      if (value !== undefined) localStorage.setItem(key, value);
      return localStorage.getItem(key);
    } catch {
      return "";
    }
  };

  // -- times

  const clock = (time) => {
    const [h, m, s] = [time / 3600, (time / 60) % 60, time % 60].map(Math.floor);
    const two = (number) => `${number}`.padStart(2, "0");
    return `${h ? `${h}:` : ""}${two(m)}:${two(s)}`;
  };

  const seconds = (text) => {
    const clock = /^(?:(\d+):)?(\d+):([0-5]?\d(?:\.\d+)?)$/.exec(text);
    const units = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/i.exec(text);
    const [, h, m, s] = clock ?? (text && units) ?? [];
    return (h || 0) * 3600 + (m || 0) * 60 + (s || 0) * 1 || (/^[0:.hms]+$/i.test(text) ? 0 : NaN);
  };

  const range = (text) => {
    const [first, last] = text.replace("npt:", "").split(",");
    const [start, end] = [seconds(first || (last ? "0" : "")), seconds(last ?? "")];
    // hundreds of digits are Infinity
    return start >= 0 && start < Infinity ? { start, end: end > start ? end : Infinity } : null;
  };

  // The id of a chapter is at its section, its heading or its line of a list.
  // Those of the episode that plays, or of the page.
  const chapters = () =>
    [...(document.querySelector(".pod-episode:has(.pod-player)") ?? document).querySelectorAll(
      ":is(h2, h3, h4, h5, h6) > a.pod-at, a[data-chapter]",
    )]
      .map((link) => {
        const { t, chapter } = link.dataset;
        const heading = (chapter != null && link.closest('[id^="t-"]')) || link.parentElement;
        const id = heading.id || heading.parentElement.id;
        return { heading, id, start: range(t).start, title: chapter ?? textOf(heading) };
      })
      .sort((a, b) => a.start - b.start);

  // The address has a time, or the id of a chapter, a quote or a turn.
  const follow = (loaded, asked) => {
    const hash = location.hash.slice(1);
    const target = byId(hash);
    const link =
      target?.matches('[id^="t-"], .pod-quote, .pod-turn') && target.querySelector("a[data-t]");
    const given = new URLSearchParams(hash || location.search).get("t") ?? link?.dataset?.t;
    const found = range(given ?? "");
    const play = asked || (loaded && store(PLAY) === location.href);
    store(PLAY, "");
    if (!found) return;
    if (!target)
      chapters()
        .findLast(({ start }) => start <= found.start)
        ?.heading.scrollIntoView();
    // links of a table of contents do not seek
    if (loaded || play || !target || found.end < Infinity)
      tell("pod-moment", { ...found, play: play || (found.end < Infinity && !isEmbedded) });
  };

  let asked = false; // whether a link to a time causes the next change of the address
  const onClick = (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target.closest("a[href]");
    if (!link?.matches(".pod-chapters a, a[data-t], a:has(.pod-time)")) return;
    if (link.dataset.t && podcast.player) {
      event.preventDefault();
      tell("pod-moment", { ...range(link.dataset.t), play: true });
    } else if (page(link) !== page()) store(PLAY, link.href);
    else if (link.hash === location.hash) follow(false, true);
    else asked = true;
  };

  // -- quotes

  // the beginning of the addresses of quotes that have pages of their own
  const { folder: quotePages } = dataOf("pod-quote-pages");

  const offerCopy = (quote) => {
    const source = quote.querySelector(".pod-source");
    const { episode } = quote.dataset; // if its episode is another page
    const title = shares ? labels.shareQuote : labels.copyQuote;
    const send = button({ className: "pod-copy", title }, shares ? labels.share : labels.copy);
    send.onclick = () => {
      const before = (h1) => h1.compareDocumentPosition(quote) & 4; // the quote follows it
      const from = episode ?? textOf(all("h1").findLast(before));
      const by = [textOf(source.querySelector(".pod-speaker")), from].filter(Boolean).join(", ");
      const link = episode
        ? all(`#${quote.id} .pod-source a.reference`).pop().href
        : quotePages
          ? `${quotePages}${quote.id}.html`
          : `${page()}#${quote.id}`;
      share({ text: `${textOf(quote.querySelector("blockquote"))}\n— ${by}\n${link}` }, send);
    };
    source.insertBefore(send, source.querySelector(".headerlink"));
  };

  // -- words that the search has found

  // Sphinx marks them anywhere, also inside other words: here, the address keeps them from it.
  const address = new URL(location.href);
  const { searchParams } = address;
  const sought = searchParams.get("highlight");
  if (sought) {
    searchParams.delete("highlight");
    history.replaceState(history.state, "", address);
    const { src } = document.currentScript;
    document.head.append(make("script", { src: src.replace("podcast.js", "podcast-found.js") }));
  }

  const podcast = (window.podcast = {
    dataOf,
    labels,
    all,
    on,
    tell,
    make,
    button,
    textOf,
    say,
    copy,
    shares,
    share,
    store,
    page,
    range,
    clock,
    LAST,
    chapters,
    sought,
  });

  // the scripts that follow listen to the events
  on("DOMContentLoaded", () => {
    document.body.append(voice);
    // if there is a player, links that are copied or opened lead to the page, not to the media
    const showMoment = ({ target }) => {
      const link = target.closest?.("a[data-t]");
      if (link) link.href = `#t=${link.dataset.t}`;
    };
    if (podcast.player) {
      on("pointerdown", showMoment);
      on("focusin", showMoment);
    }
    if (labels.copyQuote) all("figure.pod-quote").forEach(offerCopy);
    on("click", onClick);
    addEventListener("hashchange", () => {
      follow(false, asked);
      asked = false;
    });
    follow(true, false);
  });
})();
