/* The ways from one asset to the next: the next picture is fetched ahead, what was saved on the way out of the page before
   is told; Escape leads back to the library. */
import { tellSaved } from "app/asset/saved";
import { key } from "app/keys";

export default function ways(nav) {
  const next = nav.querySelector("[data-ahead]");
  const fetchAhead = () => {
    if (!next?.dataset.ahead) return;
    const image = new Image();
    image.sizes = next.dataset.aheadSizes;
    image.srcset = next.dataset.ahead;
  };
  if (document.readyState === "complete") fetchAhead();
  else addEventListener("load", fetchAhead, { once: true });
  tellOfLastPage();
  for (const link of nav.querySelectorAll("[rel=next], [rel=prev]")) link.addEventListener("click", leaf);
  const back = nav.querySelector("[data-key=KeyG]");
  return back && key("Escape", {}, () => back.click());
}

/* Leafing is one step in the browser's history: Back leads to where one came from, not through every picture. */
function leaf(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // into a tab or a window of its own
  event.preventDefault();
  location.replace(event.currentTarget.href);
}

function tellOfLastPage() {
  const saved = JSON.parse(sessionStorage.getItem("kadr.told") ?? "{}");
  sessionStorage.removeItem("kadr.told");
  if (!saved.told) return;
  tellSaved(saved);
  // Nothing on this page shows what is undone there: it need not be loaded again.
  document.addEventListener("kadr:undone", (event) => event.detail.url === saved.undo.url && event.preventDefault());
}
