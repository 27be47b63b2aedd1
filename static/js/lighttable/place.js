/* Where one is: which view, at which picture. Written into the address, so that it can be sent. Imports nothing. */

export const VIEWS = ["grid", "loupe", "compare", "survey"];
const OURS = ["view", "at", "with", "set"];

/** The place that a query string names: {view, at, beside, set}; `at` and `beside` are null where it names none. */
export function readPlace(search) {
  const terms = new URLSearchParams(search);
  const view = VIEWS.includes(terms.get("view")) ? terms.get("view") : "grid";
  const set = (terms.get("set") ?? "").split(",").map(readId).filter((id) => id !== null);
  return { view, at: readId(terms.get("at")), beside: readId(terms.get("with")), set };
}

function readId(text) {
  return /^[1-9]\d{0,17}$/.test(text ?? "") ? Number(text) : null;
}

/** The query string of a place in the set that `query` names; "" where there is nothing to say. */
export function writePlace(query, { view, at = null, beside = null, set = [] }) {
  const terms = new URLSearchParams(query);
  for (const name of OURS) terms.delete(name);
  if (view !== "grid") terms.set("view", view);
  if (at !== null) terms.set("at", String(at));
  if (view === "compare" && beside !== null) terms.set("with", String(beside));
  const written = terms.toString();
  const ids = view === "survey" && set.length ? `set=${set.join(",")}` : ""; // a comma may stand as it is
  const all = [written, ids].filter(Boolean).join("&");
  return all ? `?${all}` : "";
}

/** How often an address may be written: browsers refuse more than about a hundred changes in half a minute. */
export class Allowance {
  constructor({ most = 60, perSecond = 1.3 } = {}) {
    this.most = most;
    this.perSecond = perSecond;
    this.left = most;
    this.at = 0;
  }

  /** Takes one, if there is one left at this moment (in milliseconds). */
  take(now) {
    this.left = Math.min(this.most, this.left + ((now - this.at) / 1000) * this.perSecond);
    this.at = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }

  /** In how many milliseconds there is one again. */
  get waitMs() {
    return Math.ceil((Math.max(0, 1 - this.left) / this.perSecond) * 1000);
  }
}
