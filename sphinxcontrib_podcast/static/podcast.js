/* Any moment has an address: page.html#t=124, #t=2:04, #t=1:00:26, #t=1h0m26s, #t=npt:124,
   or ?t=124 (W3C Media Fragments and what players write). Open the chapter that holds it. */
(() => {
  "use strict";

  const seconds = (text) => {
    const clock = /^(?:(\d+):)?(\d+):(\d{1,2}(?:\.\d+)?)$/.exec(text);
    if (clock) return (clock[1] || 0) * 3600 + clock[2] * 60 + Number(clock[3]);
    const units = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/i.exec(text);
    if (!text || !units) return null;
    return (units[1] || 0) * 3600 + (units[2] || 0) * 60 + Number(units[3] || 0);
  };

  const moment = () => {
    const given =
      new URLSearchParams(location.hash.slice(1)).get("t") ??
      new URLSearchParams(location.search).get("t");
    return given === null ? null : seconds(given.replace(/^npt:/, "").split(",")[0]);
  };

  const open = () => {
    const time = moment();
    if (time === null) return;
    let found = null;
    let latest = -1;
    for (const chapter of document.querySelectorAll('.pod-episode section[id^="t-"]')) {
      const parts = /^t-(?:(\d+)-)?(\d\d)-(\d\d)(?:-(\d{3}))?(?:-\d+)?$/.exec(chapter.id);
      if (!parts) continue;
      const start =
        (parts[1] || 0) * 3600 + parts[2] * 60 + Number(parts[3]) + (parts[4] || 0) / 1000;
      if (start <= time && start > latest) [found, latest] = [chapter, start];
    }
    if (found) found.scrollIntoView();
  };

  addEventListener("hashchange", open);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", open);
  else open();
})();
