/* Show a card for links to entities, and for moments with the words of the transcript: on hover, on
   keyboard focus, and on a tap. The first tap of an entity only shows its card. Escape closes it.
   The content of the cards is in the page (#pod-hover-cards, and the transcript). */
(() => {
  "use strict";

  const { dataOf, on, make } = podcast;
  const DELAY = 250; // ms, before showing and before hiding
  const cards = { __proto__: null, ...dataOf("pod-hover-cards") }; // by address
  const card = make("div", {
    className: "pod-hover-card",
    id: "pod-hover-card",
    role: "tooltip",
    hidden: true,
  });
  let link = null;
  let timer = 0;

  const part = (name, textContent, lang = "") =>
    make("div", { className: `pod-hover-${name}`, textContent, lang });

  const cardOf = (target) => cards[target.getAttribute("href")];

  const entity = ({ name, lang, type, text, textLang }) => [
    part("name", name, lang),
    type && part("type", type),
    text && part("text", text, textLang),
  ];

  const words = (target) =>
    podcast
      .wordsAt(target)
      .flatMap(({ speaker, text, lang }, i, lines) => [
        speaker !== lines[i - 1]?.speaker && speaker && part("name", speaker, lang),
        part("text", text, lang),
      ]);

  const hide = () => {
    clearTimeout(timer);
    link?.removeAttribute("aria-describedby");
    card.hidden = true;
    link = null;
  };

  const place = () => {
    const box = link.getClientRects()[0];
    const { offsetWidth: width, offsetHeight: height } = card;
    const page = document.documentElement;
    const left = Math.max(8, Math.min(box.left, page.clientWidth - width - 8));
    const below = box.bottom + 8 + height < page.clientHeight || box.top < height + 8;
    const top = below ? box.bottom + 6 : box.top - height - 6;
    card.style = `left: ${left + scrollX}px; top: ${top + scrollY}px`;
  };

  const show = (target) => {
    clearTimeout(timer);
    if (link === target) return;
    hide();
    link = target;
    const own = cardOf(link);
    card.replaceChildren(...(own ? entity(own) : words(link)).filter(Boolean));
    card.hidden = false;
    link.setAttribute("aria-describedby", card.id);
    place();
  };

  const linkOf = (event) => {
    const found = event.target.closest?.("a[href]");
    const hasCard = found && (cardOf(found) || podcast.wordsAt?.(found).length);
    return hasCard && found;
  };

  const later = (action) => {
    clearTimeout(timer);
    timer = setTimeout(action, DELAY);
  };

  document.body.append(card);

  let touched = false; // a tap also hovers: let its click show the card
  addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"), true);
  on("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const target = linkOf(event);
    if (target) later(() => show(target));
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (link !== document.activeElement) later(hide); // or show nothing
  });
  on("focusin", (event) => {
    if (touched) return;
    const target = linkOf(event);
    if (target) show(target);
    else hide();
  });
  on("focusout", () => link && later(hide));
  on("keydown", (event) => {
    touched = false;
    if (event.key === "Escape") hide();
  });
  on("click", (event) => {
    const target = linkOf(event);
    if (touched && target && target !== link) {
      if (cardOf(target)) event.preventDefault();
      show(target);
    } else if (!card.contains(event.target)) hide();
  });
})();
