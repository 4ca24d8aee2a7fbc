/* Players of other sites (YouTube, Vimeo, PeerTube) with the interface of a media element. Nothing is
   loaded from them before the reader presses play. */
(() => {
  "use strict";

  const { make } = podcast;

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

  // Return the player that replaces a picture. It calls `update` if its state changes.
  podcast.embed = (poster, { kind, embed, title }, start, update) => {
    const [playWord, pauseWord, seekWord, hello, startAt] = WORDS[kind];
    const message = MESSAGES[kind];
    let view = null;
    const { origin: host } = new URL(embed);
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
          src: `${embed}&autoplay=1${startAt}${Math.floor(state.now)}`,
          title,
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
})();
