/* Keys that are pressed before the scripts of the pictures have come: they wait for them, and act in their order. */

const MOST = 10; // whoever presses more sees that nothing happens
const PLAIN = /^(Key[A-Z]|Digit\d|Numpad\d|Bracket\w+|Backquote|Arrow\w+)$/;

/** Keeps keys while what has `data-behaviour` in `grid` is on its way. */
function keepKeys(grid) {
  const kept = [];
  const keep = (event) => {
    if (kept.length >= MOST || !isOurs(event, grid)) return;
    kept.push(event);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const changed = () => {
    if (!grid.matches("[data-attached], [data-failed]")) return;
    observer.disconnect();
    document.removeEventListener("keydown", keep, { capture: true });
    if (grid.matches("[data-attached]")) kept.forEach(press);
  };
  const observer = new MutationObserver(changed);
  observer.observe(grid, { attributes: true });
  document.addEventListener("keydown", keep, { capture: true });
}

function isOurs({ code, target, repeat, ctrlKey, metaKey, altKey }, grid) {
  return PLAIN.test(code) && !repeat && !ctrlKey && !metaKey && !altKey && (target === document.body || grid.contains(target));
}

/* What has been dispatched once cannot be again; an event has the fields that another is made of. */
function press(event) {
  event.target.dispatchEvent(new KeyboardEvent(event.type, event));
}

const grid = document.querySelector(".grid[data-behaviour]");
if (grid) keepKeys(grid);
