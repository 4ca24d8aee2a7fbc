/* References to quotes: a button beside "Copy quote" that copies a line for a footnote. */
document.addEventListener("DOMContentLoaded", () => {
  const { all, copy, make, page } = window.podcast;
  const reference = JSON.parse(document.querySelector("script#pod-reference").textContent);
  const text = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";
  for (const quote of all("figure.pod-quote:not([data-episode])")) {
    const source = quote.querySelector(".pod-source");
    const button = make("button", { type: "button", className: "pod-copy" }, reference.label);
    button.onclick = () => {
      const words = text(quote.querySelector("blockquote p")).replace(/^["'“”„«「『]+|["'“”»」』]+$/g, "");
      const by = text(source.querySelector(".pod-speaker"));
      const time = text(source.querySelector(".pod-time"));
      const parts = [by, `“${words}”`, reference.within, time, `${page()}#${quote.id}`];
      copy(parts.filter(Boolean).join(", "), button);
    };
    source.querySelector(".pod-copy").after(button);
  }
});
