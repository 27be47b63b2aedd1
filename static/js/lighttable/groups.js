/* Groups of controls with one tab stop each: arrows, Home and End go through them. */

const CONTROLS = "input[type=checkbox], button, summary";

/** Which one is gone to from the one at `index`, of `count`, by this key; -1 for a key that goes nowhere. */
export function step(key, index, count) {
  if (!count) return -1;
  const forward = ["ArrowRight", "ArrowDown"].includes(key);
  if (forward || ["ArrowLeft", "ArrowUp"].includes(key)) return (index + (forward ? 1 : -1) + count) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : -1;
}

/** Attaches it to every `[data-facet]` and `.filter__ways` in the form; gives a function that takes it away. */
export function walkGroups(form) {
  const groupOf = (element) => element.closest?.("[role=group]");
  const list = (group) => [...group.querySelectorAll(CONTROLS)].filter((each) => each.checkVisibility({ visibilityProperty: true }));

  const settle = (group, current) => {
    const all = [...group.querySelectorAll(CONTROLS)];
    const stop = current ?? all.find((each) => each.tabIndex === 0 && each.dataset.stop) ?? all[0];
    for (const each of all) {
      each.tabIndex = each === stop ? 0 : -1;
      each.toggleAttribute("data-stop", each === stop);
    }
  };
  const pressed = (event) => {
    const group = groupOf(event.target);
    if (!group || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = list(group);
    const to = step(event.key, all.indexOf(event.target), all.length);
    if (to < 0) return;
    event.preventDefault();
    event.stopPropagation();
    settle(group, all[to]);
    all[to].focus();
  };
  const focused = (event) => groupOf(event.target) && settle(groupOf(event.target), event.target);
  const settleAll = () => form.querySelectorAll("[role=group]").forEach((group) => settle(group));
  const watcher = new MutationObserver(settleAll); // values come and go with the set
  form.addEventListener("keydown", pressed);
  form.addEventListener("focusin", focused);
  watcher.observe(form, { childList: true, subtree: true });
  settleAll();
  return () => {
    watcher.disconnect();
    form.removeEventListener("keydown", pressed);
    form.removeEventListener("focusin", focused);
  };
}
