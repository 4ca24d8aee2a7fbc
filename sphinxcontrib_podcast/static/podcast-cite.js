/* References to quotes: a button beside "Copy quote" that copies a line for a footnote. */
podcast.on("DOMContentLoaded", () => {
  const { all, button, copy, dataOf, page, textOf } = podcast;
  const reference = dataOf("pod-reference");
  for (const quote of all("figure.pod-quote:not([data-episode])")) {
    const part = (selector) => textOf(quote.querySelector(selector));
    const cite = button({ className: "pod-copy" }, reference.label);
    cite.onclick = () => {
      const words = part("blockquote p").replace(/^["'“”„«「『]+|["'“”»」』]+$/g, "");
      const time = part(".pod-source .pod-time");
      const address = `${page()}#${quote.id}`;
      const parts = [part(".pod-speaker"), `“${words}”`, reference.within, time, address];
      copy(parts.filter(Boolean).join(", "), cite);
    };
    quote.querySelector(".pod-copy").after(cite);
  }
});
