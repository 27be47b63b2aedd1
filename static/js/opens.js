/* A button, or a link, that opens the dialog named by data-dialog; the focus comes back to it. */
import { openDialog } from "app/dialog";

export default function opens(button) {
  const open = (event) => {
    event.preventDefault(); // of a link to the page that does the same without a script
    openDialog(document.getElementById(button.dataset.dialog), button);
  };
  button.addEventListener("click", open);
  return () => button.removeEventListener("click", open);
}
