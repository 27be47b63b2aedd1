/* The panel of bins as a piece of the page: read, asked for again, put in its place. */
import { get, post } from "app/net";

/** The panel that the page shows, if it shows one. */
export function findPanel() {
  return document.querySelector(".bins[data-behaviour]");
}

/** Every bin of the panel, an outer one before those in it: {id, name, path}. */
export function listBins(panel = findPanel()) {
  const rows = [...(panel?.querySelectorAll("[data-bin]") ?? [])];
  return rows.map(({ dataset }) => ({ id: dataset.bin, name: dataset.name, path: dataset.path }));
}

/** POSTs a step about bins, and shows the panel as it is then; gives the answer. */
export async function change(path, fields = {}) {
  const panel = findPanel();
  const answer = await post(panel.dataset.url + path, { here: panel.dataset.here ?? "", ...fields });
  await show(answer);
  return answer;
}

/** Shows the panel as it is now. */
export async function refresh() {
  const panel = findPanel();
  if (panel) await show(await get(`${panel.dataset.url}?here=${panel.dataset.here ?? ""}`));
}

async function show(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(".bins");
  const panel = findPanel();
  if (!fresh || !panel) return;
  const focused = panel.contains(document.activeElement) || document.activeElement === document.body;
  const id = answer.headers.get("X-Bin") ?? document.activeElement.closest?.("[data-bin]")?.dataset.bin;
  panel.replaceWith(fresh);
  if (focused && id) fresh.querySelector(`[data-bin="${id}"] a`)?.focus({ preventScroll: false });
}
