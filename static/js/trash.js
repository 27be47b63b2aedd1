/* The trash: how many are ticked, and the question before they are deleted for good. */
import { openDialog } from "app/dialog";

export default function trash(form) {
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  const count = part("count");
  const write = (words, number) => words.replace("{count}", number.toLocaleString());
  const show = () => {
    const number = form.querySelectorAll("[name=ids]:checked").length;
    count.textContent = number ? write(count.dataset.words, number) : count.dataset.none;
    for (const button of [part("restore"), part("delete")]) if (button) button.disabled = number === 0;
  };
  const ask = () => {
    const dialog = document.getElementById("delete-chosen");
    const words = dialog.querySelector("[data-part=number]");
    words.textContent = write(words.dataset.words, form.querySelectorAll("[name=ids]:checked").length);
    openDialog(dialog, part("delete"));
  };
  if (!count) return undefined;
  const chooseAll = (event) => {
    const step = event.target.closest("[data-part=all]")?.closest("section");
    if (!step) return;
    const boxes = [...step.querySelectorAll("[name=ids]")];
    const isOn = !boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = isOn;
    show();
  };
  form.addEventListener("change", show);
  form.addEventListener("click", chooseAll);
  part("delete")?.addEventListener("click", ask);
  show();
  return () => {
    form.removeEventListener("change", show);
    form.removeEventListener("click", chooseAll);
  };
}
