/* The ways from one asset to the next: the next picture is fetched ahead; Escape leads back to the library. */
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
  const back = nav.querySelector("[data-key=KeyG]");
  return back && key("Escape", {}, () => back.click());
}
