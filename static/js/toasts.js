/* The region of toasts: what the server has put there behaves as the others do. */
import { fade } from "app/toast";

export default function toasts(region) {
  for (const element of region.children) {
    if (element.dataset.state !== "block") fade(element, element.querySelector("form") ? 30000 : 8000);
  }
}
