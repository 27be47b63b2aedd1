/* Behaviours: `data-behaviour="name other"` on an element attaches the default export of `app/name` to it.
   A behaviour gets its element, and may give back a function that cleans up when the element goes. */

import { showFault } from "app/faults";

const attached = new WeakMap();

/** Attaches what the element and those inside it ask for, once each. */
export function attach(root) {
  if (root.matches?.("[data-behaviour]")) attachOne(root);
  for (const element of root.querySelectorAll("[data-behaviour]")) attachOne(element);
}

/** Cleans up after an element that has been removed, and those inside it. */
export function detach(root) {
  detachOne(root);
  for (const element of root.querySelectorAll?.("[data-behaviour]") ?? []) detachOne(element);
}

/** Attaches and cleans up whatever is put in or taken out later. What lies in `[data-unwatched]` is left alone. */
export function watch(root) {
  new MutationObserver((changes) => changes.forEach(follow)).observe(root, { childList: true, subtree: true });
}

function follow(change) {
  if (change.target.nodeType === Node.ELEMENT_NODE && change.target.closest("[data-unwatched]")) return;
  for (const node of change.removedNodes) if (node.nodeType === Node.ELEMENT_NODE && !node.isConnected) detach(node);
  for (const node of change.addedNodes) if (node.nodeType === Node.ELEMENT_NODE && node.isConnected) attach(node);
}

async function attachOne(element) {
  if (attached.has(element)) return;
  const cleanups = [];
  attached.set(element, cleanups);
  for (const name of element.dataset.behaviour.split(/\s+/).filter(Boolean)) {
    const module = await load(name);
    if (!module) return void fail(element);
    if (attached.get(element) !== cleanups) return; // it has gone while the module came
    const cleanup = module.default(element);
    if (typeof cleanup === "function") cleanups.push(cleanup);
  }
  element.toggleAttribute("data-attached", true);
}

/* The style sheets show what the element is without its script; it is tried again when it is put in anew. */
function fail(element) {
  element.toggleAttribute("data-failed", true);
  attached.delete(element);
}

/* Without a connection a module does not come; the person is told, and what needs no script goes on. */
async function load(name) {
  try {
    return await import(`app/${name}`);
  } catch (fault) {
    console.error(fault);
    showFault(0);
    return null;
  }
}

function detachOne(element) {
  for (const cleanup of attached.get(element) ?? []) cleanup();
  element.removeAttribute("data-attached");
  attached.delete(element);
}
