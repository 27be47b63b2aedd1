/* The sheet of all keys: `?` opens it. */
import { openDialog } from "app/dialog";
import { key, listKeys, setSingleKeys, writeKey } from "app/keys";

export default function keySheet(dialog) {
  const open = () => openDialog(dialog);
  const { wordsEverywhere, wordsSheet, wordsUndo } = dialog.dataset;
  const takeBack = [
    key("Shift+Slash", { name: wordsSheet, group: wordsEverywhere }, () => void open()),
    key("Ctrl+Slash", {}, () => void open()),
  ];
  setSingleKeys(dialog.dataset.singleKeys === "on");
  const fill = () => draw(dialog.querySelector("[data-part=keys]"), [
    ...listKeys(), { combination: "Ctrl+KeyZ", name: wordsUndo, group: wordsEverywhere },
  ], wordsEverywhere);
  const opened = new MutationObserver(() => dialog.open && fill());
  opened.observe(dialog, { attributeFilter: ["open"] });
  return () => {
    opened.disconnect();
    takeBack.forEach((each) => each());
  };
}

function draw(place, entries, everywhere) {
  const groups = Map.groupBy
    ? Map.groupBy(entries, (entry) => entry.group || everywhere)
    : entries.reduce((all, entry) => all.set(entry.group || everywhere, [...(all.get(entry.group || everywhere) ?? []), entry]), new Map());
  place.replaceChildren(...[...groups].map(([name, group]) => drawGroup(name, group)));
}

function drawGroup(name, entries) {
  const section = document.createElement("section");
  const head = document.createElement("h3");
  const list = document.createElement("dl");
  head.textContent = name;
  for (const entry of entries) {
    const term = document.createElement("dt");
    const cap = document.createElement("kbd");
    const words = document.createElement("dd");
    cap.className = "key";
    cap.textContent = writeKey(entry.combination);
    words.textContent = entry.name;
    term.append(cap);
    list.append(term, words);
  }
  section.append(head, list);
  return section;
}
