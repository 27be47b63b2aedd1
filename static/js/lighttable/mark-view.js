/* Flag, stars and label of an item, drawn into a line of marks: by shape, word and colour. */
import { fill } from "app/lighttable/words";

const COLOURS = ["red", "yellow", "green", "blue", "purple"];
const held = { words: null, icons: null, by: null };

/** The words of the page for marks; see `media_library/lighttable/mark_words.py`. */
export function markWords() {
  held.words ??= JSON.parse(document.getElementById("mark-words")?.textContent ?? "{}");
  return held.words;
}

/** Draws the marks of an item into `element`; what stands in it besides stays. The element around it gets `data-flag` and
    `data-label`, so that its picture can be dimmed. Nothing is touched that is drawn already. */
export function drawMarks(element, item) {
  const { flag = "", stars = 0, label = "", by = "" } = item;
  const drawn = `${flag} ${stars} ${label} ${by}`;
  if (element.dataset.marks === drawn) return;
  element.dataset.marks = drawn;
  tell(element.parentElement, "flag", flag);
  tell(element.parentElement, "label", label);
  for (const old of element.querySelectorAll(":scope > [data-mark]")) old.remove();
  element.prepend(...[flag && drawFlag(flag), stars && drawStars(stars)].filter(Boolean));
  if (label) element.append(drawLabel(label));
  if (by) for (const mark of element.querySelectorAll(":scope > [data-mark]")) mark.title = fill(wordBy(), { mark: mark.title, who: by });
}

function wordBy() {
  held.by ??= JSON.parse(document.getElementById("view-words")?.textContent ?? "{}").by ?? "{mark}";
  return held.by;
}

function tell(element, name, value) {
  if (!element) return;
  if (value) element.dataset[name] = value;
  else delete element.dataset[name];
}

function drawFlag(flag) {
  const element = make("mark-flag", flagWord(flag));
  element.dataset.flag = flag;
  element.prepend(icon(flag));
  return element;
}

function drawStars(stars) {
  const element = make("mark-stars", starsWord(stars));
  element.dataset.stars = stars;
  for (let each = 0; each < stars; each += 1) element.append(icon("star"));
  return element;
}

function drawLabel(label) {
  const element = make("mark-label", labelWord(label));
  element.dataset.label = COLOURS.includes(label) ? label : "other";
  const initial = document.createElement("span");
  initial.ariaHidden = "true";
  initial.textContent = (markWords().initials?.[label] ?? [...label][0] ?? "").toLocaleUpperCase();
  element.append(initial);
  return element;
}

function make(name, words) {
  const element = document.createElement("span");
  element.className = name;
  element.dataset.mark = "";
  element.title = words;
  const hidden = document.createElement("span");
  hidden.className = "hidden-words";
  hidden.textContent = words;
  element.append(hidden);
  return element;
}

function icon(name) {
  held.icons ??= readIcons();
  return held.icons.get(name)?.cloneNode(true) ?? document.createTextNode("");
}

function readIcons() {
  const holders = document.querySelector('template[data-part="mark-icons"]')?.content.children ?? [];
  return new Map([...holders].map((holder) => [holder.dataset.icon, holder.firstElementChild]));
}

/** "Pick", "3 stars", "Red label", or the label's own word. */
export function nameMark(field, value) {
  if (field === "flag") return flagWord(value);
  return field === "stars" ? starsWord(Number(value)) : labelWord(value);
}

function flagWord(flag) {
  return markWords().flags?.[flag] ?? flag;
}

function starsWord(stars) {
  return markWords().stars?.[stars] ?? String(stars);
}

function labelWord(label) {
  return markWords().labels?.[label] ?? label;
}
