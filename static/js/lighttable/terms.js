/* The terms of a filter in a query string: read, changed, taken out, put in again. Pure: text in, text out.

   `flag=pick,reject`, `stars=ge3`, `camera=X-T5&camera=Z+6`: values of one kind are alternatives, different kinds hold
   together. The rest of the query (the order, a bin, an import) is the place that is looked at, and stays. */

const JOINED = ["kind", "flag", "label"]; // several values, with commas between them
const REPEATED = ["camera", "lens", "on"]; // several values, each with its name: they may hold commas themselves
const SINGLE = ["stars", "stack", "unseen", "undated", "q"];
const PLACE = ["bin", "import"];
const PLACE_KINDS = ["kind", "undated"];
/** What tells where in a set one is, and how one looks at it. */
const POSITION = ["view", "at", "with", "set", "day", "after", "before", "end"];

export const FILTERS = [...JOINED, ...REPEATED, ...SINGLE];

/** The query that names a set: without what only tells where in it one is. */
export function nameSet(query) {
  return drop(query, POSITION);
}

/** Whether two queries name the same set, in whatever order they do; that a filter is locked is no matter of the set. */
export function isSameSet(one, other) {
  return sortTerms(one) === sortTerms(other);
}

function sortTerms(query) {
  const terms = listTerms(drop(query, [...POSITION, "lock"]));
  const alone = terms.flatMap(([name, value]) => (JOINED.includes(name) ? value.split(",") : [value]).map((each) => `${name}=${each}`));
  return alone.sort().join("&");
}

/** The values of one kind. */
export function valuesOf(query, name) {
  const found = new URLSearchParams(query).getAll(name);
  return (JOINED.includes(name) ? found.flatMap((each) => each.split(",")) : found).filter(Boolean);
}

/** Adds a value to its kind, or takes it away; of a kind that has one value at a time it takes the other's place. */
export function toggle(query, name, value) {
  const values = valuesOf(query, name);
  if (values.includes(value)) return put(query, name, values.filter((each) => each !== value));
  return put(query, name, JOINED.includes(name) || REPEATED.includes(name) ? [...values, value] : [value]);
}

/** Sets the values of one kind; none takes it out. An order made by hand goes with its bin. */
export function put(query, name, values) {
  const terms = new URLSearchParams(query);
  terms.delete(name);
  if (JOINED.includes(name)) {
    if (values.length) terms.set(name, values.join(","));
  } else {
    for (const value of values) if (value) terms.append(name, value);
  }
  if (name === "bin" && !terms.has("bin") && terms.get("sort") === "hand") terms.delete("sort");
  return write(terms);
}

/** `{compare: "ge", stars: 3}`; null where stars are not asked for. */
export function readStars(query) {
  const found = /^(ge|eq|le)([0-5])$/.exec(new URLSearchParams(query).get("stars") ?? "");
  return found && { compare: found[1], stars: Number(found[2]) };
}

/** A click on a star: so many, compared in this way; the same star again takes the kind out. */
export function toggleStars(query, compare, stars) {
  const now = readStars(query);
  const isSame = now && now.compare === compare && now.stars === stars;
  return put(query, "stars", isSame ? [] : [`${compare}${stars}`]);
}

/** Whether a filter narrows the place. */
export function isFiltered(query) {
  return FILTERS.some((name) => valuesOf(query, name).length > 0);
}

/** The place without its filter; without a filter, everything. */
export function clear(query) {
  return drop(query, isFiltered(query) ? FILTERS : [...PLACE, "stacks"], (terms) => {
    if (!terms.has("bin") && terms.get("sort") === "hand") terms.delete("sort");
  });
}

/** The filter alone, to be kept while it is off. */
export function takeFilter(query) {
  return write(listTerms(query).filter(([name]) => FILTERS.includes(name)));
}

/** A place with this filter instead of its own. */
export function withFilter(query, filter) {
  return write([...listTerms(drop(query, FILTERS)), ...listTerms(takeFilter(filter))]);
}

/** What a link to another place asks for from this set: with its filter while that is locked, else without. The kinds
    and the undated are places themselves, of the links that name neither a bin nor an import. */
export function carry(link, query) {
  const isOfKinds = !PLACE.some((name) => new URLSearchParams(link).has(name));
  const carried = FILTERS.filter((name) => !isOfKinds || !PLACE_KINDS.includes(name));
  const place = drop(link, [...carried, "lock"]);
  const terms = listTerms(query);
  if (!terms.some(([name]) => name === "lock")) return place;
  return write([...listTerms(place), ...terms.filter(([name]) => carried.includes(name)), ["lock", "1"]]);
}

/** How many values are chosen among these kinds. */
export function countChosen(query, names) {
  return names.reduce((sum, name) => sum + valuesOf(query, name).length, 0);
}

function listTerms(query) {
  return [...new URLSearchParams(query)];
}

function drop(query, names, mend = () => {}) {
  const terms = new URLSearchParams(query);
  for (const name of names) terms.delete(name);
  mend(terms);
  return write(terms);
}

/* Commas stay commas, so that an address can be read. */
function write(terms) {
  return new URLSearchParams(terms).toString().replaceAll("%2C", ",");
}
