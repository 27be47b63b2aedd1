/* The order of a bin, made by hand: cells that are dragged within the grid go before or behind the one they are let go on. */
import { sideOf } from "app/bins/dropping";
import { DRAGGED as ASSETS } from "app/library/pointer";

/** Calls `place` with {before} or {after}: an asset's id. Gives a function that stops it. */
export function orderByDrag(place) {
  let marked = null;
  const mark = (cell, side) => {
    if (marked && marked !== cell) delete marked.dataset.drop;
    marked = cell;
    if (cell) cell.dataset.drop = side;
  };
  const find = (event) => {
    const cell = event.target.closest?.(".cell[role=option]");
    return cell && event.dataTransfer.types.includes(ASSETS) ? cell : null;
  };
  const over = (event) => {
    const cell = find(event);
    mark(cell, cell && sideOf(event.clientX, cell.getBoundingClientRect()));
    if (!cell) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "link";
  };
  const drop = (event) => {
    const cell = find(event);
    mark(null);
    if (!cell) return;
    event.preventDefault();
    if (cell.getAttribute("aria-selected") === "true") return; // on itself
    place({ [sideOf(event.clientX, cell.getBoundingClientRect())]: cell.dataset.id });
  };
  const end = () => mark(null);
  const listeners = { dragover: over, drop, dragend: end };
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener);
  };
}
