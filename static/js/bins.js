/* The bins in the panel: made and renamed in place, ordered and nested by drag, by menu and by keys, filled by drop. */
import { beside } from "app/bins/beside";
import { placeFor, readIds, stepTo, zoneOf } from "app/bins/dropping";
import { change, listBins, refresh } from "app/bins/panel";
import { pickBin } from "app/bins/picker";
import { leaveBy } from "app/leave";
import { DRAGGED as ASSETS } from "app/library/pointer";

const BIN = "application/x-kadr-bin";

export default function bins(panel) {
  const onUndone = (event) => {
    if (!event.detail.url?.startsWith(panel.dataset.url)) return;
    if (panel.dataset.here && /\/(put-back|take-back)\/$/.test(event.detail.url)) return; // the page shows it: load again
    event.preventDefault();
    refresh();
  };
  const onGone = () => refresh(); // the numbers
  document.addEventListener("kadr:undone", onUndone);
  document.addEventListener("kadr:removed", onGone);
  document.addEventListener("kadr:restored", onGone);
  if ("mayChange" in panel.dataset) listen(panel);
  return () => {
    document.removeEventListener("kadr:undone", onUndone);
    document.removeEventListener("kadr:removed", onGone);
    document.removeEventListener("kadr:restored", onGone);
  };
}

function listen(panel) {
  const menu = panel.querySelector("[data-part=menu]");
  const tree = panel.querySelector("[data-part=tree]");
  let current = null;
  let dragged = null;

  const openMenu = (row, anchor) => {
    current = row;
    const neighbours = listNeighbours(row);
    menu.querySelector("[data-step=up]").disabled = neighbours[0] === row.dataset.bin;
    menu.querySelector("[data-step=down]").disabled = neighbours.at(-1) === row.dataset.bin;
    anchor.setAttribute("aria-expanded", "true");
    menu.showPopover();
    beside(menu, anchor);
    menu.querySelector("button").focus();
  };

  panel.querySelector("[data-part=new]").addEventListener("click", () => make(panel, tree));
  panel.addEventListener("click", (event) => {
    const more = event.target.closest("[data-part=more]");
    if (more) openMenu(more.closest("[data-bin]"), more);
  });
  panel.addEventListener("contextmenu", (event) => {
    const row = event.target.closest(".bins__row");
    if (!row) return;
    event.preventDefault();
    openMenu(row.closest("[data-bin]"), row.querySelector("[data-part=more]"));
  });
  menu.addEventListener("keydown", (event) => goThrough(menu, event));
  menu.addEventListener("toggle", (event) => {
    const closed = event.newState === "closed";
    current?.querySelector("[data-part=more]").setAttribute("aria-expanded", String(!closed));
    if (closed && (menu.contains(document.activeElement) || document.activeElement === document.body)) {
      current?.querySelector("a").focus();
    }
  });
  menu.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]")?.dataset.step;
    if (!step) return;
    const row = current;
    menu.hidePopover();
    STEPS[step](panel, row);
  });
  tree.addEventListener("keydown", (event) => {
    const row = event.target.closest("a")?.closest("[data-bin]");
    if (!row) return;
    const step = event.code === "F2" ? "rename" : event.altKey && { ArrowUp: "up", ArrowDown: "down" }[event.code];
    if (!step) return;
    event.preventDefault();
    STEPS[step](panel, row);
  });

  tree.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-bin]");
    if (!dragged) return;
    event.dataTransfer.setData(BIN, dragged.dataset.bin);
    event.dataTransfer.effectAllowed = "move";
  });
  tree.addEventListener("dragover", (event) => {
    const target = findTarget(event, dragged);
    mark(panel, target);
    if (!target) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = target.isBin ? "move" : "copy";
  });
  tree.addEventListener("dragleave", (event) => {
    if (!tree.contains(event.relatedTarget)) mark(panel, null);
  });
  tree.addEventListener("dragend", () => {
    dragged = null;
    mark(panel, null);
  });
  tree.addEventListener("drop", (event) => {
    const target = findTarget(event, dragged);
    mark(panel, null);
    if (!target) return;
    event.preventDefault();
    const { bin } = target.row.dataset;
    if (!target.isBin) change(`${bin}/add/`, { ids: readIds(event.dataTransfer.getData(ASSETS)).join(",") });
    else move(dragged, placeFor(target.zone, describe(target.row)));
    dragged = null;
  });
}

const STEPS = {
  rename,
  new: (panel, row) => make(panel, row, row.dataset.bin),
  up: (panel, row) => move(row, stepTo("up", row.dataset.bin, listNeighbours(row), describe(row).parent)),
  down: (panel, row) => move(row, stepTo("down", row.dataset.bin, listNeighbours(row), describe(row).parent)),
  async into(panel, row) {
    const inside = new Set([...row.querySelectorAll("[data-bin]")].map(({ dataset }) => dataset.bin));
    const others = listBins(panel).filter(({ id }) => id !== row.dataset.bin && !inside.has(id));
    const picked = await pickBin(row.querySelector("[data-part=more]"), others, { top: Boolean(describe(row).parent) });
    if (picked) move(row, { parent: picked.id, before: "" });
  },
  remove(panel, row) {
    const path = `${row.dataset.bin}/remove/`;
    if (row.querySelector("[aria-current]")) leaveBy(panel.dataset.url + path);
    else change(path);
  },
};

function move(row, place) {
  if (place) change(`${row.dataset.bin}/move/`, place).catch(refresh);
}

/** A field at the end of the top, or of the bin `row`; Enter makes, Escape leaves. */
function make(panel, row, parent = "") {
  const form = makeField(panel, "");
  const into = parent ? row : panel.querySelector("[data-part=tree]");
  into.append(form);
  ask(form, "", (name) => change("make/", { name, parent }));
}

function rename(panel, row) {
  const line = row.querySelector(".bins__row");
  const form = makeField(panel, row.dataset.name);
  line.hidden = true;
  line.after(form);
  const back = () => {
    line.hidden = false;
    line.querySelector("a").focus();
  };
  ask(form, row.dataset.name, (name) => change(`${row.dataset.bin}/rename/`, { name }), back);
}

function makeField(panel, value) {
  const form = panel.querySelector("template[data-part=field]").content.firstElementChild.cloneNode(true);
  form.elements.name.value = value;
  return form;
}

/** Waits for a name. Leaving the field writes what was typed, as Enter does; nothing, or the same, changes nothing. */
function ask(form, was, write, back = () => {}) {
  const { name } = form.elements;
  let isDone = false;
  const finish = async (isKept) => {
    if (isDone) return;
    isDone = true;
    const typed = name.value.trim();
    if (isKept && typed && typed !== was) {
      try {
        await write(typed);
        return;
      } catch {
        isDone = false;
        name.setAttribute("aria-invalid", "true");
        name.focus();
        return;
      }
    }
    form.remove();
    back();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    finish(true);
  });
  name.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") finish(false);
  });
  name.addEventListener("blur", () => !name.hasAttribute("aria-invalid") && finish(true));
  name.focus();
  name.select();
}

function describe(row) {
  return {
    id: row.dataset.bin,
    parent: row.parentElement.closest("[data-bin]")?.dataset.bin ?? "",
    next: row.nextElementSibling?.dataset.bin ?? "",
  };
}

function listNeighbours(row) {
  return [...row.parentElement.children].map(({ dataset }) => dataset.bin).filter(Boolean);
}

/** What a drag would hit: a bin for assets, or a place among the bins for a bin; null for what cannot be. */
function findTarget(event, dragged) {
  const line = event.target.closest?.(".bins__row");
  const row = line?.closest("[data-bin]");
  if (!row) return null;
  if (event.dataTransfer.types.includes(ASSETS)) return { row, zone: "into", isBin: false };
  if (!dragged || dragged.contains(row)) return null;
  return { row, zone: zoneOf(event.clientY, line.getBoundingClientRect()), isBin: true };
}

function mark(panel, target) {
  for (const line of panel.querySelectorAll("[data-drop]")) delete line.dataset.drop;
  if (target) target.row.querySelector(".bins__row").dataset.drop = target.zone;
}

/** Arrows go through a menu. */
function goThrough(menu, event) {
  if (event.key === "Escape") {
    event.stopPropagation(); // what is selected in the grid stays selected
    menu.hidePopover();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...menu.querySelectorAll("button:not(:disabled)")];
  all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
}
