/* A field that filters the index of names. */
(() => {
  "use strict";

  const { all, labels, make, on } = podcast;

  const offerFilter = (index) => {
    const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const lines = [...index.querySelectorAll("ul > li")].filter((li) => !li.parentElement.closest("li"));
    const texts = lines.map((line) => plain(line.querySelector("p")?.textContent ?? ""));
    const field = make("input", { type: "search" });
    field.oninput = () => {
      lines.forEach((line, i) => (line.hidden = !texts[i].includes(plain(field.value.trim()))));
      for (const part of index.querySelectorAll("section, p.pod-letter")) {
        const list = part.matches("p") ? part.nextElementSibling : part;
        part.hidden = ![...list.querySelectorAll("li")].some((line) => !line.hidden);
      }
    };
    const label = make("label", { className: "pod-filter" }, `${labels.filter} `, field);
    index.querySelector("h1").after(label);
  };

  on("DOMContentLoaded", () => all("#entities:has(.pod-names)").forEach(offerFilter));
})();
