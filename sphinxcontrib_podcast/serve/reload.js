// Load the page again when it was built, at the same place, and show the messages of the build.
(() => {
  "use strict";
  const KEY = "podcast-place";

  // The element with an id that is nearest to the top of the window, and how far it is from it.
  const place = () => {
    let best = null;
    for (const element of document.querySelectorAll("[id]")) {
      const { top, height } = element.getBoundingClientRect();
      if (height && top <= 100 && (!best || top >= best.top)) best = { id: element.id, top };
    }
    return { path: location.pathname, y: scrollY, ...best };
  };

  const saved = JSON.parse(sessionStorage.getItem(KEY) || "null");
  sessionStorage.removeItem(KEY);
  if (saved && saved.path === location.pathname) {
    history.scrollRestoration = "manual";
    addEventListener("load", () => {
      const element = saved.id && document.getElementById(saved.id);
      const top = element ? scrollY + element.getBoundingClientRect().top - saved.top : saved.y;
      scrollTo({ top, behavior: "instant" });
      history.scrollRestoration = "auto";
    });
  }

  const box = document.createElement("div");
  box.attachShadow({ mode: "open" }).innerHTML = `<style>
    details { position: fixed; inset: auto 0 0 0; max-height: 40vh; overflow: auto; z-index: 2147483647;
      padding: .5rem 1rem; background: #4a1d00; color: #fff; font: 14px/1.5 monospace; }
    pre { margin: 0 0 .5rem; white-space: pre-wrap; font: inherit; }
    summary { cursor: pointer; }
  </style><details open role="status"><summary></summary></details>`;
  const details = box.shadowRoot.querySelector("details");

  const show = (messages) => {
    details.querySelectorAll("pre").forEach((line) => line.remove());
    details.querySelector("summary").textContent = `sphinx-podcast serve: ${messages.length}`;
    for (const message of messages) {
      details.append(Object.assign(document.createElement("pre"), { textContent: message }));
    }
    if (messages.length) document.body.append(box);
    else box.remove();
  };

  const { build: known } = document.currentScript.dataset; // the build before this page
  new EventSource("/_podcast/events").addEventListener("message", (event) => {
    const { build, messages } = JSON.parse(event.data);
    if (String(build) !== known) {
      sessionStorage.setItem(KEY, JSON.stringify(place()));
      location.reload();
      return;
    }
    show(messages);
  });
})();
