/* A button of the player: it copies the code by which other pages embed the player, from the current
   time, or with the range in the address of the page. */
document.addEventListener("DOMContentLoaded", () => {
  const { copy, make, player, range } = window.podcast;
  const link = document.querySelector(".pod-bar .pod-link");
  if (!player || !link) return;
  const { title, code } = JSON.parse(document.querySelector("script#pod-frame").textContent);
  const moment = () => {
    const given = range(new URLSearchParams(location.hash.slice(1)).get("t") ?? "");
    if (given?.end < Infinity) return `#t=${given.start},${given.end}`;
    const time = Math.floor(player.currentTime);
    return time ? `#t=${time}` : "";
  };
  const button = make("button", { type: "button", className: "pod-code", title }, "</>");
  button.onclick = () => copy(code.join(moment()), button);
  link.after(button);
});
