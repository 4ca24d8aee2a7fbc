/* Show a card for links to entities, and for moments with the words of the transcript: on hover, on
   keyboard focus, and on a tap. The first tap of an entity only shows its card. Escape closes it.
   The content of the cards is in the page (#pod-hover-cards, and the transcript). */
(() => {
  "use strict";

  const { dataOf, on, make } = podcast;
  const DELAY = 250; // ms, before showing and before hiding
  let cards = {};
  let card = null;
  let link = null;
  let timer = 0;

  const part = (name, textContent, lang = "") =>
    make("div", { className: `pod-hover-${name}`, textContent, lang });

  const isEntity = (target) => Object.hasOwn(cards, target.getAttribute("href"));

  const entity = (target) => {
    const { name, lang, type, text, textLang } = cards[target.getAttribute("href")];
    const parts = [part("name", name, lang)];
    if (type) parts.push(part("type", type));
    if (text) parts.push(part("text", text, textLang));
    return parts;
  };

  const words = (target) =>
    podcast.wordsAt(target).flatMap(({ speaker, text, lang }, i, lines) => {
      const said = part("text", text, lang);
      return speaker && speaker !== lines[i - 1]?.speaker
        ? [part("name", speaker, lang), said]
        : [said];
    });

  const hide = () => {
    clearTimeout(timer);
    link?.removeAttribute("aria-describedby");
    if (card) card.hidden = true;
    link = null;
  };

  const place = () => {
    const box = link.getClientRects()[0];
    const { offsetWidth: width, offsetHeight: height } = card;
    const page = document.documentElement;
    const left = Math.max(8, Math.min(box.left, page.clientWidth - width - 8));
    const below = box.bottom + 8 + height < page.clientHeight || box.top < height + 8;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? box.bottom + 6 : box.top - height - 6) + scrollY}px`;
  };

  const show = (target) => {
    clearTimeout(timer);
    if (link === target) return;
    hide();
    link = target;
    card.replaceChildren(...(isEntity(link) ? entity(link) : words(link)));
    card.hidden = false;
    link.setAttribute("aria-describedby", card.id);
    place();
  };

  const linkOf = (event) => {
    const found = event.target.closest?.("a[href]");
    const hasCard = found && (isEntity(found) || podcast.wordsAt?.(found).length);
    return hasCard ? found : null;
  };

  const later = (action) => {
    clearTimeout(timer);
    timer = setTimeout(action, DELAY);
  };

  const start = () => {
    cards = dataOf("pod-hover-cards");
    card = make("div", {
      className: "pod-hover-card",
      id: "pod-hover-card",
      role: "tooltip",
      hidden: true,
    });
    document.body.append(card);

    let touched = false; // a tap also hovers: let its click show the card
    addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"), true);
    on("pointerover", (event) => {
      if (event.pointerType === "touch") return;
      const target = linkOf(event);
      if (target) later(() => show(target));
      else if (card.contains(event.target)) clearTimeout(timer);
      else if (link && link !== document.activeElement) later(hide);
      else if (!link) clearTimeout(timer);
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
        if (isEntity(target)) event.preventDefault();
        show(target);
      } else if (!card.contains(event.target)) hide();
    });
  };

  on("DOMContentLoaded", start);
})();
