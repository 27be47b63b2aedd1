/* A clip under the pointer shows the frame of its sheet that is under the pointer, and tells where in the clip that is.
   The sheet is asked for only then. */
import { showTile, tileAt, timeAt, writeTime } from "app/sheet";

/** Attaches skimming to a grid; gives a function that takes it away. */
export function attachSkim(grid) {
  let over = null; // {cell, picture, item, layer, head, badge, words}

  function enter(event) {
    if (event.pointerType === "touch") return;
    const cell = event.target.closest?.("[data-kind=video][role=option]");
    if (cell === over?.cell) return;
    leave();
    const item = cell && grid.shown.get(Number(cell.dataset.id))?.item;
    if (!item?.sheets.length || !item.seconds) return;
    const picture = cell.firstElementChild;
    const layer = document.createElement("span");
    layer.className = "skim";
    const head = document.createElement("span");
    head.className = "skim__head";
    const badge = picture.querySelector("[data-at=br]");
    over = { cell, picture, item, layer, head, badge, words: badge?.lastChild, sheets: new Map() };
    picture.insertBefore(head, badge ?? null);
    picture.insertBefore(layer, head);
    move(event);
  }

  function move(event) {
    if (!over || event.pointerType === "touch") return;
    const box = over.picture.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const seconds = timeAt(share, over.item.seconds);
    const tile = tileAt(over.item.sheets, seconds);
    over.head.style.setProperty("translate", `${Math.round(share * (box.width - 1))}px 0`);
    if (over.words) over.words.data = writeTime(seconds);
    if (isLoaded(tile.sheet)) show(tile, box);
    else over.waiting = { tile, box };
  }

  /** The poster stays until the sheet has come: nothing flashes. */
  function isLoaded({ url }) {
    const { sheets } = over;
    if (!sheets.has(url)) {
      const image = new Image();
      const here = over;
      image.addEventListener("load", () => {
        sheets.set(url, true);
        if (over === here && over.waiting?.tile.sheet.url === url) show(over.waiting.tile, over.waiting.box);
      });
      sheets.set(url, false);
      image.src = url;
    }
    return sheets.get(url);
  }

  function show(tile, box) {
    const shape = showTile(tile, box.width, box.height);
    const style = over.layer.style;
    style.setProperty("inset", "0 auto auto 0");
    style.setProperty("translate", `${shape.left}px ${shape.top}px`);
    style.setProperty("width", `${shape.width}px`);
    style.setProperty("height", `${shape.height}px`);
    style.setProperty("background-image", `url(${JSON.stringify(tile.sheet.url)})`);
    style.setProperty("background-size", `${shape.sheetWidth}px ${shape.sheetHeight}px`);
    style.setProperty("background-position", `${shape.x}px ${shape.y}px`);
  }

  function leave() {
    if (!over) return;
    over.layer.remove();
    over.head.remove();
    if (over.words) over.words.data = over.item.length;
    over = null;
  }

  function out(event) {
    if (!grid.cells.contains(event.relatedTarget)) leave();
  }

  grid.cells.addEventListener("pointerover", enter);
  grid.cells.addEventListener("pointermove", move);
  grid.cells.addEventListener("pointerout", out);
  return () => {
    leave();
    grid.cells.removeEventListener("pointerover", enter);
    grid.cells.removeEventListener("pointermove", move);
    grid.cells.removeEventListener("pointerout", out);
  };
}
