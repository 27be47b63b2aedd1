/* The menu of steps is closed once one is taken, and the keys go on in the pictures. */
import { libraryOf } from "app/library/page";

export default function stepsMenu(details) {
  const taken = (event) => {
    if (!event.target.closest("[data-command]")) return;
    details.open = false;
    libraryOf(document.querySelector(".grid"))?.focus();
  };
  details.addEventListener("click", taken);
  return () => details.removeEventListener("click", taken);
}
