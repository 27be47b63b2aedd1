/* How long ago, and stars in a line of text. Pure. */

const STEPS = [["second", 60], ["minute", 60], ["hour", 24], ["day", Infinity]];

/** "12 sec. ago", in the reader's language. `at`: ISO 8601; `now`: milliseconds. */
export function writeAgo(at, now, language = "en") {
  let count = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  for (const [unit, most] of STEPS) {
    if (count < most) return new Intl.RelativeTimeFormat(language, { style: "short" }).format(-count, unit);
    count = Math.round(count / most);
  }
  return "";
}

/** "★★★" */
export function writeStars(stars) {
  return "★".repeat(stars);
}
