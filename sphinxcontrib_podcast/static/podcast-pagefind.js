/* Show Pagefind in place of Sphinx's results, on the page that search boxes open. */
(() => {
  "use strict";
  const results = document.getElementById("search-results");
  if (!results) return;
  if (typeof Search !== "undefined") Search.performSearch = () => {};
  const folder = `${document.documentElement.dataset.content_root || "./"}pagefind/`;
  const box = document.createElement("div");
  box.id = "pod-search";
  results.before(box);
  results.hidden = true;
  // Pagefind brings its own input
  const main = document.querySelector('[role="main"]');
  const form = main && main.querySelector('form:has(input[name="q"])');
  if (form) form.hidden = true;

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = `${folder}pagefind-ui.css`;
  document.head.append(style);
  const script = document.createElement("script");
  script.src = `${folder}pagefind-ui.js`;
  script.addEventListener("load", async () => {
    const path = new URL(folder, document.baseURI).pathname;
    const others = await (await fetch(`${folder}indices.json`)).json();
    const pagefind = await import(`${path}pagefind.js`);
    for (const name of others) await pagefind.mergeIndex(`${path}${name}/`);
    await pagefind.filters(); // a search before that has only some of the filters
    const search = new PagefindUI({ element: "#pod-search", bundlePath: path, showImages: false });
    const query = new URLSearchParams(window.location.search).get("q");
    if (query) search.triggerSearch(query);
  });
  document.head.append(script);
})();
