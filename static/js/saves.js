/* A form that saves itself when something in it is chosen; what was refused goes back to what it was. */
import { post } from "app/net";

export default function saves(form) {
  const save = async ({ target }) => {
    try {
      const answer = await post(form.action, new FormData(form));
      if (answer.headers.get("HX-Refresh")) return location.reload(); // the page itself is another one now
      for (const option of target.options ?? []) option.defaultSelected = option.selected;
    } catch {
      form.reset(); // app/net has said why
    }
  };
  const sent = (event) => {
    event.preventDefault();
    save({ target: form.querySelector("select") });
  };
  form.addEventListener("change", save);
  form.addEventListener("submit", sent);
  return () => {
    form.removeEventListener("change", save);
    form.removeEventListener("submit", sent);
  };
}
