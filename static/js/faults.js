/* What a person reads when a request fails. */
import { toast } from "app/toast";

/** The sentence for an answer's status; 0 stands for no answer at all. The words stand in the page, to be translated. */
export function sentenceFor(status) {
  const words = document.querySelector(".toasts").dataset;
  return words[`fault-${status}`] ?? words.fault;
}

/** Says why: the server's own sentence if it sent one, else ours. */
export function showFault(status, text = "") {
  toast(text || sentenceFor(status), { isFault: true });
}

/** Shows the failed requests of htmx, and what the server tells by `HX-Trigger: toast`. */
export function listenForFaults(body) {
  body.addEventListener("htmx:responseError", ({ detail }) => {
    if (!tellsItself(detail.xhr)) showFault(detail.xhr.status);
  });
  body.addEventListener("htmx:sendError", () => showFault(0));
  body.addEventListener("htmx:timeout", () => showFault(0));
  body.addEventListener("toast", ({ detail }) => toast(detail.text, detail));
}

function tellsItself(xhr) {
  return (xhr.getResponseHeader("HX-Trigger") ?? "").includes('"toast"');
}
