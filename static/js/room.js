/* The choice of the room takes effect at once. */
import { post } from "app/net";

export default function room(form) {
  const choose = async (event) => {
    event.preventDefault();
    const chosen = event.submitter;
    document.documentElement.dataset.room = chosen.value;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", button === chosen);
    await post(form.action, { room: chosen.value });
  };
  form.addEventListener("submit", choose);
  return () => form.removeEventListener("submit", choose);
}
