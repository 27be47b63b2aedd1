/* The sheet of all keys: `?` opens it. */
import { openDialog } from "app/dialog";
import { key, listKeys, setSingleKeys, writeKey } from "app/keys";

const MOST_CAPS = 2; // of one thing

export default function keySheet(dialog) {
  const open = () => openDialog(dialog);
  const { wordsEverywhere, wordsSheet, wordsUndo } = dialog.dataset;
  const takeBack = [
    key("Shift+Slash", { name: wordsSheet, group: wordsEverywhere }, () => void open()),
    key("Ctrl+Slash", {}, () => void open()),
  ];
  setSingleKeys(dialog.dataset.singleKeys === "on");
  const fill = () => {
    const listed = listKeys();
    const isUndoListed = listed.some(({ combination }) => combination === "Ctrl+KeyZ");
    const undo = { combination: "Ctrl+KeyZ", name: wordsUndo, group: wordsEverywhere };
    draw(dialog.querySelector("[data-part=keys]"), isUndoListed ? listed : [...listed, undo], wordsEverywhere);
  };
  const chosen = ({ detail }) => {
    dialog.dataset.keys = detail.preset;
    dialog.dataset.singleKeys = detail.single ? "on" : "off";
    setSingleKeys(detail.single);
    if (dialog.open) fill();
  };
  const opened = new MutationObserver(() => dialog.open && fill());
  opened.observe(dialog, { attributeFilter: ["open"] });
  document.addEventListener("kadr:keys", chosen);
  return () => {
    opened.disconnect();
    document.removeEventListener("kadr:keys", chosen);
    takeBack.forEach((each) => each());
  };
}

function draw(place, entries, everywhere) {
  const groups = new Map();
  for (const entry of entries) {
    const name = entry.group || everywhere;
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  place.replaceChildren(...[...groups].map(([name, group]) => drawGroup(name, group)));
}

function drawGroup(name, entries) {
  const section = document.createElement("section");
  const head = document.createElement("h3");
  const list = document.createElement("dl");
  head.textContent = name;
  for (const entry of entries) {
    const term = document.createElement("dt");
    const words = document.createElement("dd");
    const combinations = entry.combinations ?? [entry.combination];
    term.append(...combinations.slice(0, MOST_CAPS).map(drawCap));
    words.textContent = entry.name;
    list.append(term, words);
  }
  section.append(head, list);
  return section;
}

function drawCap(combination) {
  const cap = document.createElement("kbd");
  cap.className = "key";
  cap.textContent = writeKey(combination);
  return cap;
}
