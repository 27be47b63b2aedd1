/* Numbers beside the values of a filter. Pure. */

export const MOST = 10000; // what is more is not counted to its end

/** `1,048`; `10,000+` for more than was counted. */
export function drawCount(count, language = undefined) {
  const written = Math.min(count, MOST).toLocaleString(language);
  return count > MOST ? `${written}+` : written;
}

/** The values that came, [{value, name, count}], and behind them those that are chosen and would give nothing. */
export function mergeValues(values, chosen, nameOf = (value) => value) {
  const found = values.map((each) => ({ ...each, value: String(each.value) }));
  const known = new Set(found.map(({ value }) => value));
  const missing = chosen.filter((value) => !known.has(value));
  return [...found, ...missing.map((value) => ({ value, name: nameOf(value), count: 0 }))];
}
