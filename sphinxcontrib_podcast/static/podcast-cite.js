/* References to quotes: a button beside "Copy quote" that copies a line for a footnote. */
document.addEventListener("DOMContentLoaded", () => {
  const { all, button, copy, dataOf, page, textOf } = podcast;
  const reference = dataOf("pod-reference");
  for (const quote of all("figure.pod-quote:not([data-episode])")) {
    const source = quote.querySelector(".pod-source");
    const cite = button({ className: "pod-copy" }, reference.label);
    cite.onclick = () => {
      const words = textOf(quote.querySelector("blockquote p")).replace(/^["'“”„«「『]+|["'“”»」』]+$/g, "");
      const by = textOf(source.querySelector(".pod-speaker"));
      const time = textOf(source.querySelector(".pod-time"));
      const parts = [by, `“${words}”`, reference.within, time, `${page()}#${quote.id}`];
      copy(parts.filter(Boolean).join(", "), cite);
    };
    source.querySelector(".pod-copy").after(cite);
  }
});
