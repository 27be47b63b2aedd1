/* A button that puts a text on the clipboard. */
import { toast } from "app/toast";

export default function copy(element) {
  const button = element.querySelector("[data-part=copy]");
  const text = element.querySelector("[data-part=text]");
  if (!navigator.clipboard) {
    button.hidden = true; // only an address with https, or this very machine, has a clipboard
    return undefined;
  }
  const put = async () => {
    await navigator.clipboard.writeText(text.textContent.trim());
    toast(button.dataset.told);
  };
  button.addEventListener("click", put);
  return () => button.removeEventListener("click", put);
}
