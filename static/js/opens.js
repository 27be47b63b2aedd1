/* A button that opens the dialog named by data-dialog; the focus comes back to it. */
import { openDialog } from "app/dialog";

export default function opens(button) {
  const open = () => openDialog(document.getElementById(button.dataset.dialog), button);
  button.addEventListener("click", open);
  return () => button.removeEventListener("click", open);
}
