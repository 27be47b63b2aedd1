/* Cells and headings as elements, from the templates of the page. Text goes in as text. */
import { drawMarks } from "app/lighttable/mark-view";

const ENOUGH_PX = 520; // up to here, 320 pixels of a picture do

/** Reads the templates of the page once; gives {makeCell, makeHeading, redraw, showPicture}. */
export function readParts(root) {
  const part = (name) => root.querySelector(`template[data-part="${name}"]`).content;
  const cellTemplate = part("cell-template").firstElementChild;
  const headingTemplate = part("heading-template").firstElementChild;
  const icons = new Map();
  for (const holder of part("icons").children) icons.set(holder.dataset.icon, holder.firstElementChild);

  const icon = (name) => icons.get(name).cloneNode(true);

  function badge(place, name, text, words = "") {
    const element = document.createElement("span");
    element.className = "badge";
    element.dataset.at = place;
    element.append(icon(name));
    if (words) element.append(hidden(words));
    element.append(text);
    return element;
  }

  function fault(item) {
    const element = document.createElement("span");
    element.className = "cell__fault";
    if (item.fault) {
      const words = document.createElement("bdi");
      words.textContent = item.fault;
      element.append(icon(icons.has(item.state) ? item.state : "failed"), words);
    } else {
      element.append(icon(item.kind));
      element.firstElementChild.dataset.size = "l";
    }
    return element;
  }

  /** What an item is in a stack that stands open: its "top", a "member"; "" elsewhere. */
  function standing(item) {
    if (item.opened) return item.opened;
    const isAllOpen = new URLSearchParams(root.dataset.query).get("stacks") === "open";
    return isAllOpen && item.stack > 1 && item.stack_kind !== "chapters" ? (item.is_top ? "top" : "member") : "";
  }

  function stackBadge(item) {
    const element = badge("tl", "stack", String(item.stack), root.dataset.wordStack);
    element.dataset.part = "stack-count";
    return element;
  }

  function drawStack(picture, item) {
    picture.querySelector(":scope > [data-part=stack-count]")?.remove();
    if (item.stack && standing(item) !== "member") picture.append(stackBadge(item));
  }

  /** Shows in a cell that stands what may have changed of its item: the stack, the marks. */
  function redraw(cell, item) {
    drawStack(cell.firstElementChild, item);
    drawMarks(cell.lastElementChild, item);
  }

  /** The cell of an item, without its picture: that comes when the cell has stood still for a moment. */
  function makeCell(item, href) {
    const cell = cellTemplate.cloneNode(true);
    cell.id = `asset-${item.id}`;
    cell.href = href;
    cell.dataset.id = item.id;
    cell.dataset.state = item.state;
    cell.dataset.kind = item.kind;
    cell.title = item.name;
    if (standing(item)) cell.dataset.stack = standing(item);
    const picture = cell.firstElementChild;
    if (!item.picture && item.state !== "pending") picture.append(fault(item));
    drawStack(picture, item);
    if (item.picture && item.fault) picture.append(badge("tr", item.state, item.state_word));
    if (item.kind !== "photo") picture.append(badge("br", item.kind, item.length, `${item.kind_word} `));
    cell.querySelector(".cell__name").textContent = item.name;
    drawMarks(cell.lastElementChild, item);
    return cell;
  }

  /** Shows the picture; the larger one where the smaller would be drawn too soft. */
  function showPicture(cell, item, { width, height }) {
    if (!item.picture) return;
    const needed = Math.max(width, height) * devicePixelRatio;
    const address = item.large && needed > ENOUGH_PX ? item.large : item.picture;
    const image = cell.querySelector("img") ?? addImage(cell, item);
    if (image.getAttribute("src") !== address) image.src = address;
  }

  function addImage(cell, item) {
    const image = new Image();
    image.decoding = "async";
    image.draggable = false;
    image.alt = item.alt;
    cell.firstElementChild.prepend(image);
    return image;
  }

  function makeHeading(words, day) {
    const heading = headingTemplate.cloneNode(true);
    heading.dataset.day = day;
    heading.firstElementChild.textContent = words;
    return heading;
  }

  return { makeCell, makeHeading, redraw, showPicture };
}

function hidden(words) {
  const element = document.createElement("span");
  element.className = "hidden-words";
  element.textContent = words;
  return element;
}

/** Lets go of a cell, and of its picture if that is still on the way. */
export function discard(cell) {
  const image = cell.querySelector("img");
  if (image && !image.complete) image.removeAttribute("src");
  cell.remove();
}

/** Sets an element to its rectangle. */
export function place(element, { x, y, width, height }) {
  const style = element.style;
  style.setProperty("translate", `${x}px ${y}px`);
  style.setProperty("width", `${width}px`);
  style.setProperty("height", `${height}px`);
}
