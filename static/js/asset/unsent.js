/* Words that were typed and not saved. They stay in the browser, each under the account, the asset and the field. Pure
   but for the store that is given. */

/** The most that a browser sends while its page goes: 64 KiB together (Fetch Standard, "HTTP-network-or-cache fetch"),
    less some for another field on its way. */
const MOST_ON_THE_WAY_OUT = 60_000;

/** Whether fields can be sent by a request that outlives its page; a browser refuses a longer one. */
export function canOutlive(fields) {
  return new URLSearchParams(fields).toString().length < MOST_ON_THE_WAY_OUT;
}

/** Whether two texts say the same, as far as the server tidies them: spaces at the ends, the order of keywords. */
export function isSame(one, other) {
  const tidy = (text) => text.split(/[;\n]/).map((part) => part.trim()).filter(Boolean).sort().join(";");
  return tidy(one) === tidy(other);
}

/** The place of one field's unsent words. `take(stands)` gives them, or null when there are none or they stand there. */
export function placeOfUnsent(store, account, path, field) {
  const name = `kadr.word ${account} ${path} ${field}`;
  return {
    keep: (text) => store.setItem(name, text),
    forget: () => store.removeItem(name),
    take(stands) {
      const kept = store.getItem(name);
      if (kept === null || !isSame(kept, stands)) return kept;
      store.removeItem(name);
      return null;
    },
  };
}
