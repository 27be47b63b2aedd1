/* A notice that stands while the browser has no connection. The region is there before its words, so that a screen
   reader tells them when they come. */

export default function offline(region) {
  const show = () => {
    const isAway = !navigator.onLine;
    region.toggleAttribute("data-away", isAway);
    const words = region.querySelector("p");
    if (document.querySelector(".grid")) words.textContent = words.dataset.wordsKept; // it has an outbox
    words.hidden = !isAway;
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
  return () => {
    window.removeEventListener("online", show);
    window.removeEventListener("offline", show);
  };
}
