/* The region of toasts: what the server has put there behaves as the others do. */
import { fade } from "app/toast";

export default function toasts(region) {
  for (const element of region.children) {
    element.querySelector("[data-part=close]").addEventListener("click", () => element.remove());
    if (element.dataset.state !== "block") fade(element, element.querySelector("form") ? 30000 : 8000);
  }
}
