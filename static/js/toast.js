/* Toasts: one sentence about the last step, with Undo where there is one. */

const QUIET_AFTER_MS = 6000;
const UNDO_FOR_MS = 30000;

/** Shows a sentence. `undo` is {url, fields} to POST, or a function; `isFault` stays until it is closed.
    A step with an address is told by `kadr:step` {words, undo}, for who keeps a history. */
export function toast(text, { undo = null, isFault = false } = {}) {
  const region = document.querySelector(".toasts");
  const template = document.querySelector("template[data-toast]");
  const element = template.content.firstElementChild.cloneNode(true);
  element.querySelector("p").textContent = text;
  const undoButton = element.querySelector("[data-part=undo]");
  if (undo) undoButton.addEventListener("click", () => takeBack(element, undo));
  else undoButton.remove();
  element.querySelector("[data-part=close]").addEventListener("click", () => element.remove());
  if (isFault) {
    element.dataset.state = "block";
    element.setAttribute("role", "alert");
  }
  // One at a time: a new step settles the one before, a new fault the fault before. Neither takes the other away.
  for (const old of [...region.children]) if ((old.dataset.state === "block") === isFault) old.remove();
  region.append(element);
  if (undo?.url) tellStep(element, text, undo);
  if (!isFault) fade(element, undo ? UNDO_FOR_MS : QUIET_AFTER_MS);
  return element;
}

/** A step has been taken that tells of itself elsewhere: the Undo of those before it is old. Whatever else is said stays. */
export function settleToasts() {
  for (const button of listUndos()) button.closest(".toasts > *")?.remove();
}

function listUndos() {
  return [...document.querySelectorAll(".toasts [data-part=undo], .toasts form button")];
}

function tellStep(element, words, undo) {
  document.dispatchEvent(new CustomEvent("kadr:step", { detail: { words, undo } }));
  const written = JSON.stringify(undo);
  const undone = ({ detail }) => JSON.stringify(detail) === written && element.remove();
  document.addEventListener("kadr:undone", undone, { once: true }); // whatever is undone next, the toast is old then
}

/** Lets a toast go after a while, but never from under the pointer or the keyboard. */
export function fade(element, afterMs) {
  const go = () => {
    if (element.matches(":hover, :focus-within")) setTimeout(go, 2000);
    else element.remove();
  };
  setTimeout(go, afterMs);
}

/** Undoes the step that the latest toast tells of; says whether there was one. */
export function undoLatest() {
  const button = listUndos().at(-1);
  button?.click();
  return Boolean(button);
}

/* Whoever shows what was undone listens for `kadr:undone` and calls preventDefault; else the page is loaded again. */
async function takeBack(element, undo) {
  if (typeof undo === "function") {
    element.remove();
    return undo();
  }
  const button = element.querySelector("[data-part=undo]");
  const { post } = await import("app/net");
  button.disabled = true;
  try {
    await post(undo.url, undo.fields);
  } finally {
    button.disabled = false; // what could not be undone now can be tried again
  }
  element.remove();
  const event = new CustomEvent("kadr:undone", { cancelable: true, detail: undo });
  if (document.dispatchEvent(event)) location.reload();
}
