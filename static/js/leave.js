/* Leaves for an address by a POST of the page itself: the browser shows, or saves, what comes. */
import { csrfToken } from "app/net";

export function leaveBy(action, fields = {}) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action });
  for (const [name, value] of Object.entries({ csrfmiddlewaretoken: csrfToken(), ...fields })) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
  form.remove();
}
