/* Whether an item still fits the marks that a filter asks for. Pure. What else a filter asks, no mark changes. */

const STARS = {
  ge: (has, wanted) => has >= wanted,
  eq: (has, wanted) => has === wanted,
  le: (has, wanted) => has <= wanted,
};
const COLOURS = ["red", "yellow", "green", "blue", "purple"];

/** `query`: the query string of the set. */
export function fits(item, query) {
  const terms = new URLSearchParams(query);
  return fitsFlag(item, terms.get("flag")) && fitsStars(item, terms.get("stars")) && fitsLabel(item, terms.get("label"));
}

function fitsFlag({ flag }, wanted) {
  return !wanted || wanted.split(",").includes(flag || "none");
}

function fitsStars({ stars }, wanted) {
  const [, how, number] = /^(ge|eq|le)([0-5])$/.exec(wanted ?? "") ?? [];
  return !how || STARS[how](stars, Number(number));
}

function fitsLabel({ label }, wanted) {
  if (!wanted) return true;
  const kind = COLOURS.includes(label) ? label : label ? "other" : "none";
  return wanted.split(",").includes(kind);
}
