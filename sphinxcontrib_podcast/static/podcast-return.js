/* A bar that leads back to the episode that was playing. The player keeps its address, title and
   time in the storage, which all pages of the host share. */
(() => {
  "use strict";

  const { make, button, store, clock, LAST } = podcast;
  const { resume, close } = document.currentScript.dataset;
  const [address, time, title] = (store(LAST) || "").split("\n");
  const { content_root: root } = document.documentElement.dataset;
  const site = new URL(root ?? "/", location.href.split(/[?#]/)[0]).href;
  if (!title || !(time >= 0) || !address.startsWith(site)) return;

  const bar = make(
    "aside",
    { className: "pod-return", ariaLabel: title },
    make(
      "a",
      { href: `${address}#t=${time}` },
      make("span", { className: "pod-time" }, resume.replace("%s", clock(time))),
      " ",
      make("span", {}, title),
    ),
    button(
      {
        title: close,
        onclick: () => {
          store(LAST, "");
          bar.remove();
        },
      },
      "×",
    ),
  );
  document.body.append(bar);
})();
