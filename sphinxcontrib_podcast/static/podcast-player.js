/* The player: one bar for audio, video and embedded video players. It handles "pod-moment" and
   sends "pod-time". Nothing is loaded from another host before the reader presses play. */
(() => {
  "use strict";

  const { labels, all, on, tell, make, say, copy, store, page, chapters: findChapters } = podcast;
  const [root, another] = all(".pod-player");
  if (!root || another) return; // if there are several, each keeps the browser's controls

  const BACK = 15; // seconds
  const AHEAD = 30;
  const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];
  const POSITION = `pod-at:${location.pathname}`; // in storage
  const SPEED = "pod-speed";
  const data = root.dataset;
  const chapters = findChapters();
  const chapterAt = (time) => chapters.findLast(({ start }) => start <= time + 0.05);
  const clock = (time) => {
    const [h, m, s] = [time / 3600, (time / 60) % 60, time % 60].map(Math.floor);
    const two = (number) => `${number}`.padStart(2, "0");
    return `${h ? `${h}:${two(m)}` : two(m)}:${two(s)}`;
  };

  // -- embedded video players

  // Play, pause, seek, messages that subscribe to events, start in URLs.
  const WORDS = {
    youtube: ["playVideo", "pauseVideo", "seekTo", [{ event: "listening" }], "&start="],
    vimeo: [
      "play",
      "pause",
      "setCurrentTime",
      ["timeupdate", "play", "pause"].map((value) => ({ method: "addEventListener", value })),
      "#t=",
    ],
    peertube: [
      "play",
      "pause",
      "seek",
      [{ method: "peertube::__ready", params: "pong" }],
      "&start=",
    ],
  };
  const MESSAGES = {
    youtube: (func, ...args) => ({ event: "command", func, args }),
    vimeo: (method, value) => ({ method, value }),
    peertube: (method, params) => ({ id: 1, method: `peertube::${method}`, params }),
  };

  // Give a frame the interface of a media element.
  const frame = (poster) => {
    const [playWord, pauseWord, seekWord, hello, startAt] = WORDS[data.kind];
    const message = MESSAGES[data.kind];
    let view = null;
    const { origin: host } = new URL(data.embed);
    const post = (news) => view?.contentWindow.postMessage(JSON.stringify(news), host);
    const greet = () => hello.forEach(post);
    const state = {
      now: 0,
      paused: true,
      get currentTime() {
        return state.now;
      },
      set currentTime(time) {
        state.now = time;
        post(message(seekWord, time, true));
      },
      set playbackRate(rate) {
        post(message("setPlaybackRate", rate));
      },
      pause: () => post(message(pauseWord)),
      play: () => {
        if (view) return post(message(playWord));
        view = make("iframe", {
          src: `${data.embed}&autoplay=1${startAt}${Math.floor(state.now)}`,
          title: data.title,
          allow: "autoplay; fullscreen; picture-in-picture",
          referrerPolicy: "origin",
          onload: greet,
        });
        poster.replaceWith(view);
        state.paused = false;
        update();
      },
    };
    addEventListener("message", ({ source, origin, data: news }) => {
      if (!view || source !== view.contentWindow || origin !== host) return;
      try {
        const {
          event,
          info,
          params,
          data: more,
        } = typeof news === "string" ? JSON.parse(news) : news;
        if (event === "ready" || params === "ping") greet();
        const told = info ?? more ?? params ?? {};
        state.now = told.currentTime ?? told.seconds ?? told.position ?? state.now;
        state.duration = Number(told.duration) || state.duration;
        if (told.playerState > 0) state.paused = told.playerState === 2;
        else if (told.playbackState) state.paused = told.playbackState !== "playing";
        else if (event === "play" || event === "pause") state.paused = event === "pause";
      } catch {
        return; // not a message of the player
      }
      update();
    });
    poster.onclick = (event) => {
      event.preventDefault();
      start();
    };
    return state;
  };

  // -- actions of the bar

  const media = root.querySelector("audio, video");
  const player = media ?? frame(root.querySelector(".pod-poster"));
  const length = () =>
    (player.duration < Infinity && player.duration) || Number(data.duration) || 0;
  let until = Infinity; // end of the range, in seconds
  let current; // chapter
  let active = false; // whether the reader used the player, or opened a link to a moment
  let closed = false;
  let away = false; // whether the player's place is above the part of the page that is seen
  let saved = 0;
  let origin = null; // the element that had the focus before the bar

  const address = () => `${page()}#t=${Math.floor(player.currentTime)}`;
  const showAddress = () => {
    if (active && until === Infinity) history.replaceState(history.state, "", address());
  };

  const remember = (time) => store(POSITION, length() && time > length() - 2 ? 0 : time);

  const start = () => {
    active = true;
    closed = false;
    place();
    player.play()?.catch(update); // a browser may want a click first
    showSession();
  };
  const toggle = () => (player.paused ? start() : player.pause());

  const go = (time, end) => {
    active = true;
    until = end;
    player.currentTime = Math.max(0, Math.min(time, length() || time));
    place();
    update();
  };
  const jump = (time) => {
    go(time, Infinity);
    showAddress();
  };
  const step = (by) => {
    const chapter = chapters[chapters.indexOf(chapterAt(player.currentTime)) + by];
    if (chapter) jump(chapter.start);
  };
  const setSpeed = (rate) => {
    player.defaultPlaybackRate = player.playbackRate = speed.value = rate;
    store(SPEED, rate);
  };

  const share = (url, link) => {
    const { title } = data;
    if (navigator.share && matchMedia("(pointer: coarse)").matches)
      navigator.share({ title, url }).catch(() => {}); // the reader closed it
    else copy(url, link);
  };

  // -- the bar

  const button = (name, title, onclick, text = "") =>
    make("button", { type: "button", className: `pod-${name}`, title, onclick }, text);
  const option = (value) => make("option", { value }, `${value}×`);
  const main = button("play", labels.play, toggle);
  const seek = make("input", {
    type: "range",
    title: labels.position,
    oninput: () => jump(Number(seek.value)),
  });
  const ticks = make("span", { className: "pod-ticks" });
  const shown = make("span", { className: "pod-clock" });
  const here = make("a", { className: "pod-here" });
  const speed = make(
    "select",
    { title: labels.speed, onchange: () => setSpeed(speed.value) },
    ...RATES.map(option),
  );
  const stage = make(
    "div",
    { className: "pod-stage" },
    ...root.childNodes,
    make(
      "div",
      { className: "pod-bar" },
      main,
      button("back", labels.back, () => jump(player.currentTime - BACK), `−${BACK}`),
      button("ahead", labels.ahead, () => jump(player.currentTime + AHEAD), `+${AHEAD}`),
      make("span", { className: "pod-seek" }, ticks, seek),
      shown,
      speed,
      button("link", labels.link, ({ currentTarget }) => share(address(), currentTarget)),
      button("close", labels.close, () => close(), "×"),
      here,
    ),
  );

  function update() {
    const { currentTime: time, paused } = player;
    const duration = length();
    const was = main.dataset.paused;
    if (was !== `${paused}`) {
      main.dataset.paused = paused;
      main.title = main.ariaLabel = paused ? labels.play : labels.pause;
      if (was && paused) showAddress();
      else if (time >= until - 0.05) until = Infinity; // played on after a range
    }
    if (time >= until - 0.05 && !paused) player.pause();
    if (duration && ticks.duration !== duration) {
      ticks.duration = duration;
      ticks.replaceChildren(
        ...chapters.filter(({ start: at }) => 0 < at && at < duration).map(({ start: from }) => {
          const tick = make("span");
          tick.style.insetInlineStart = `${(100 * from) / duration}%`;
          return tick;
        }),
      );
    }
    seek.max = Math.ceil(duration || time || 1);
    seek.value = time;
    shown.textContent = clock(time) + (duration ? ` / ${clock(duration)}` : "");
    const chapter = chapterAt(time);
    seek.ariaValueText = `${clock(time)} ${chapter?.title ?? ""}`;
    if (!active) return;
    if (chapter !== current) showChapter(chapter);
    if (Math.abs(time - saved) >= 5) {
      remember((saved = time));
      if (!paused) showAddress();
    }
    tell("pod-time", time);
  }

  function showChapter(chapter) {
    for (const old of all(".pod-chapters [aria-current], .pod-playing")) {
      old.ariaCurrent = null;
      old.classList.remove("pod-playing");
    }
    current = chapter;
    here.textContent = chapter?.title ?? "";
    if (!chapter) return;
    const { heading, id } = chapter;
    here.href = `#${id}`;
    heading.classList.add("pod-playing");
    all(`.pod-chapters a[href="#${id}"]`).forEach((link) => (link.ariaCurrent = "true"));
    showSession();
  }

  // -- media controls of the system

  const { mediaSession } = navigator;
  function showSession() {
    if (!mediaSession || player.paused) return;
    const { title, channel: artist, picture } = data;
    const artwork = picture ? [{ src: new URL(picture, page()).href }] : [];
    mediaSession.metadata = new MediaMetadata({
      title: current?.title || title,
      artist,
      artwork,
    });
  }
  const actions = {
    play: start,
    pause: () => player.pause(),
    seekbackward: () => jump(player.currentTime - BACK),
    seekforward: () => jump(player.currentTime + AHEAD),
    seekto: ({ seekTime }) => jump(seekTime),
    previoustrack: () => step(-1),
    nexttrack: () => step(1),
  };
  for (const name in actions) mediaSession?.setActionHandler(name, actions[name]);

  const keys = {
    " ": toggle,
    k: toggle,
    ArrowLeft: actions.seekbackward,
    ArrowRight: actions.seekforward,
    "[": actions.previoustrack,
    "]": actions.nexttrack,
    Escape: () => close(),
  };
  stage.onkeydown = (event) => {
    const { key, target, metaKey, ctrlKey, altKey } = event;
    if (!keys[key] || metaKey || ctrlKey || altKey || target.matches("select, video")) return;
    if (key === " " && target !== seek) return; // space presses the focused button
    event.preventDefault();
    keys[key]();
  };
  stage.addEventListener("focusin", ({ relatedTarget }) => {
    if (!stage.contains(relatedTarget)) origin = relatedTarget;
  });

  // -- docking while the reader scrolls

  const dock = (docked) => {
    root.style.minHeight = docked ? `${root.getBoundingClientRect().height}px` : "";
    document.documentElement.classList.toggle(
      "pod-dock",
      stage.classList.toggle("pod-docked", docked),
    );
  };
  const place = () => dock(away && active && !closed);
  const close = () => {
    closed = true;
    place();
    (origin ?? main).focus({ preventScroll: true });
  };
  new IntersectionObserver(
    (changes) => {
      const { isIntersecting, boundingClientRect: box } = changes.at(-1); // may be several
      away = !isIntersecting && box.top < 0;
      place();
    },
    { rootMargin: "0px 0px 99999px" }, // a jump may skip it
  ).observe(root);

  on("pod-moment", ({ detail: { start: time, end, play } }) => {
    saved = time; // keep the address
    go(time, end);
    origin = document.activeElement;
    if (!play) return;
    start();
    say(`${labels.playing} ${clock(time)} ${current?.title ?? ""}`);
  });

  root.append(stage);
  if (media) {
    media.controls = media.matches("video");
    for (const name of ["timeupdate", "play", "pause", "durationchange"])
      media.addEventListener(name, update);
    media.onerror = () => say((here.textContent = labels.failed));
  }
  addEventListener("pagehide", () => active && remember(player.currentTime));
  // all pages of the host share the storage
  const [rate, position] = [SPEED, POSITION].map((key) => Number(store(key)));
  setSpeed(RATES.includes(rate) ? rate : 1);
  player.currentTime = position > 0 && position < (length() || Infinity) ? position : 0;
  here.textContent = chapterAt(player.currentTime)?.title ?? data.title;
  podcast.player = player;
  update();
})();
