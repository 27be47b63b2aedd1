/* Requests of our own scripts: with the token against forgery, and with every failure said in words. */
import { showFault } from "app/faults";
import { toast } from "app/toast";

export class Refused extends Error {
  /** An answer that is not a success; 0 when there was none. */
  constructor(status, response) {
    super(`answered ${status}`);
    this.status = status;
    this.response = response;
  }
}

/** POSTs fields (an object, FormData or URLSearchParams); shows what the server tells. Raises Refused, after saying why. */
export function post(url, fields = {}, options = {}) {
  const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
  return ask(url, { method: "POST", body, ...options });
}

/** GETs. Raises Refused, after saying why; `quiet: true` leaves the saying to the caller. */
export function get(url, options = {}) {
  return ask(url, options);
}

/** The token that every POST has to carry. */
export function csrfToken() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
}

async function ask(url, { quiet = false, headers = {}, ...options }) {
  const ours = { "X-Requested-With": "fetch", "X-CSRFToken": csrfToken(), ...headers };
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options, headers: ours });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    if (!quiet) showFault(0);
    throw new Refused(0);
  }
  const said = showTold(response);
  if (response.ok) return response;
  if (!quiet && !said) showFault(response.status);
  throw new Refused(response.status, response);
}

/** Shows the toast that the answer carries, if any; tells whether it did. */
function showTold(response) {
  const events = JSON.parse(response.headers.get("HX-Trigger") ?? "{}");
  if (events.toast) toast(events.toast.text, events.toast);
  return Boolean(events.toast);
}
