/* Sentences of the page with their gaps filled. Imports nothing. */

/** "{place} of {count}" with these values; numbers as the reader writes them. */
export function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (gap, name) => {
    const value = values[name];
    if (value === undefined) return gap;
    return typeof value === "number" ? value.toLocaleString() : value;
  });
}
