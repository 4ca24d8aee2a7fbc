/* The player: one bar for audio, video and embedded video players. It handles "pod-moment" and
   sends "pod-time". Nothing is loaded from another host before the reader presses play. */
(() => {
  "use strict";

  const { labels, all, on, tell, make, say, shares, share, store, page, clock, LAST } = podcast;
  const [root, another] = all(".pod-player");
  if (!root || another) return; // if there are several, each keeps the browser's controls

  const BACK = 15; // seconds
  const AHEAD = 30;
  const LEAST = 5; // seconds after which there is a place to continue at
  const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];
  const POSITION = `pod-at:${location.pathname}`; // in storage
  const SPEED = "pod-speed";
  const VOLUME = "pod-volume";
  const { dataset: data } = root;
  const chapters = podcast.chapters();
  const indexAt = (time) => chapters.findLastIndex(({ start }) => start <= time + 0.05);

  // -- actions of the bar

  const media = root.querySelector("audio, video");
  const player = media ?? podcast.embed(root.querySelector("a"), data, () => start(), update);
  const length = () =>
    (player.duration < Infinity && player.duration) || Number(data.duration) || 0;
  let until = Infinity; // end of the range, in seconds
  let sleepAt = 0; // end of the chapter, or 0 to play on
  let current; // chapter
  let active = false; // whether the reader used the player, or opened a link to a moment
  let played = false;
  let closed = false;
  let away = false; // whether the player's place is above the part of the page that is seen
  let saved = 0;
  let origin = null; // the element that had the focus before the bar

  const address = () => `${page()}#t=${Math.floor(player.currentTime)}`;
  const showAddress = () => {
    if (active && until === Infinity) history.replaceState(history.state, "", address());
  };

  const remember = (time) => {
    if (!played) return;
    const isOver = length() && time > length() - 2;
    store(POSITION, isOver ? 0 : time);
    store(LAST, isOver ? "" : [page(), Math.floor(time), data.title].join("\n"));
  };

  // it is docked while the reader scrolls
  const place = () => {
    const docked = away && active && !closed;
    root.style.minHeight = docked ? `${root.offsetHeight}px` : "";
    stage.classList.toggle("pod-docked", docked);
  };
  const close = () => {
    closed = true;
    place();
    (origin ?? main).focus({ preventScroll: true });
  };
  const activate = () => {
    active = true;
    resume.remove();
    place();
  };
  const start = () => {
    played = true;
    closed = false;
    activate();
    player.play()?.catch(update); // a browser may want a click first
  };
  const toggle = () => (player.paused ? start() : player.pause());

  const go = (time, end) => {
    until = end;
    player.currentTime = Math.max(0, Math.min(time, length() || time));
    if (sleepAt) sleepAt = endAt(time);
    activate();
    update();
  };
  const jump = (time) => {
    go(time, Infinity);
    showAddress();
  };
  const step = (by) => {
    const chapter = chapters[indexAt(player.currentTime) + by];
    if (chapter) jump(chapter.start);
  };
  const setSpeed = (rate) => {
    player.defaultPlaybackRate = player.playbackRate = speed.value = rate;
    store(SPEED, rate);
  };
  const actions = {
    play: start,
    pause: () => player.pause(),
    seekbackward: () => jump(player.currentTime - BACK),
    seekforward: () => jump(player.currentTime + AHEAD),
    seekto: ({ seekTime }) => jump(seekTime),
    previoustrack: () => step(-1),
    nexttrack: () => step(1),
  };
  const endAt = (time) => chapters[indexAt(time) + 1]?.start ?? Infinity;
  const setSleep = (time) => (sleep.ariaPressed = !!(sleepAt = time));

  // -- the bar

  const button = (name, title, onclick, text = "") =>
    podcast.button({ className: `pod-${name}`, title, onclick }, text);
  const range = (title, oninput, more) => make("input", { type: "range", title, oninput, ...more });
  const main = button("play", labels.play, toggle);
  const seek = range(labels.position, () => jump(Number(seek.value)));
  const ticks = make("span", { className: "pod-ticks" });
  const shown = make("span", { className: "pod-clock" });
  const here = make("a", { className: "pod-here" });
  const speed = make(
    "select",
    { title: labels.speed, onchange: () => setSpeed(speed.value) },
    ...RATES.map((value) => make("option", { value }, `${value}×`)),
  );
  const sleep = button("sleep", labels.sleep, () =>
    setSleep(sleepAt ? 0 : endAt(player.currentTime)),
  );
  const volume = range(labels.volume, () => (player.volume = volume.value), { max: 1, step: 0.05 });
  const send = button("link", shares ? labels.share : labels.link, () =>
    share({ title: data.title, url: address() }, send),
  );
  const resume = make("span", { className: "pod-resume" });
  const stage = make(
    "div",
    { className: "pod-stage" },
    ...root.childNodes,
    make(
      "div",
      { className: "pod-bar" },
      main,
      button("back", labels.back, actions.seekbackward, `−${BACK}`),
      button("ahead", labels.ahead, actions.seekforward, `+${AHEAD}`),
      make("span", { className: "pod-seek" }, ticks, seek),
      shown,
      speed,
      chapters.length ? sleep : "",
      media ? make("span", { className: "pod-volume" }, volume) : "",
      send,
      button("close", labels.close, close, "×"),
      resume,
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
    if (!paused && time >= Math.min(until, sleepAt || Infinity) - 0.05) {
      player.pause();
      setSleep(0);
    }
    if (duration && ticks.duration !== duration) {
      ticks.duration = duration;
      ticks.replaceChildren(
        ...chapters.flatMap(({ start: at }) => {
          const style = `inset-inline-start: ${(100 * at) / duration}%`;
          return at && at < duration ? make("span", { style }) : [];
        }),
      );
    }
    seek.max = Math.ceil(duration || time || 1);
    seek.value = time;
    shown.textContent = clock(time) + (duration ? ` / ${clock(duration)}` : "");
    const chapter = chapters[indexAt(time)];
    seek.ariaValueText = `${clock(time)} ${chapter?.title ?? ""}`;
    if (!active) return;
    if (chapter !== current) showChapter(chapter);
    if (Math.abs(time - saved) >= 5) {
      remember((saved = time));
      if (!paused) showAddress();
    }
    if (played) showSession();
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
  }

  // -- media controls of the system

  const { mediaSession } = navigator;
  let told; // title
  function showSession() {
    if (!mediaSession) return;
    const { title: album, channel: artist, picture } = data;
    const title = current?.title || album;
    if (title !== told)
      mediaSession.metadata = new MediaMetadata({
        title: (told = title),
        artist,
        album,
        artwork: picture ? [{ src: new URL(picture, page()).href }] : [],
        chapterInfo: chapters.map((chapter) => ({ title: chapter.title, startTime: chapter.start })),
      });
    const { paused, playbackRate, currentTime } = player;
    const duration = length();
    mediaSession.playbackState = paused ? "paused" : "playing";
    if (duration)
      mediaSession.setPositionState?.({
        duration,
        playbackRate,
        position: Math.min(currentTime, duration),
      });
  }
  for (const name in actions) mediaSession?.setActionHandler(name, actions[name]);

  const keys = {
    " ": toggle,
    k: toggle,
    ArrowLeft: actions.seekbackward,
    ArrowRight: actions.seekforward,
    "[": actions.previoustrack,
    "]": actions.nexttrack,
    Escape: close,
  };
  // The keys work in the bar, and on the whole page while it plays: before keys of the theme.
  const onKey = (event) => {
    const { key } = event;
    const [target] = event.composedPath();
    const isA = (selector) => target !== seek && target.matches(selector);
    if (
      !Object.hasOwn(keys, key) ||
      event.metaKey ||
      event.ctrlKey ||
      event.altKey ||
      (!stage.contains(target) && (player.paused || key === "Escape")) ||
      isA("input, select, textarea, video") ||
      target.isContentEditable ||
      (key === " " && isA("button, summary")) // space presses them
    )
      return;
    event.preventDefault();
    event.stopPropagation();
    keys[key]();
  };
  addEventListener("keydown", onKey, true);
  stage.addEventListener("focusin", ({ relatedTarget }) => {
    if (!stage.contains(relatedTarget)) origin = relatedTarget;
  });

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
  // all pages of the host share the storage
  const [rate, loud, position] = [SPEED, VOLUME, POSITION].map((key) => Number(store(key)));
  if (media) {
    media.controls = media.matches("video");
    for (const name of ["timeupdate", "play", "pause", "durationchange", "ratechange"])
      media.addEventListener(name, update);
    media.onvolumechange = () => store(VOLUME, (volume.value = media.volume));
    media.onerror = () => say((here.textContent = labels.failed));
    volume.value = media.volume = loud > 0 && loud <= 1 ? loud : 1;
  }
  addEventListener("pagehide", () => remember(player.currentTime));
  setSpeed(RATES.includes(rate) ? rate : 1);
  setSleep(0);
  if (position >= LEAST && position < (length() || Infinity)) {
    player.currentTime = position;
    const offer = (text, onclick) => resume.append(podcast.button({ onclick }, text));
    const begin = (time) => {
      jump(time);
      start();
      main.focus();
    };
    offer(labels.resume.replace("%s", clock(position)), () => begin(position));
    offer(labels.restart, () => begin(0));
  } else resume.remove();
  here.textContent = chapters[indexAt(player.currentTime)]?.title ?? data.title;
  podcast.player = player;
  update();
})();
