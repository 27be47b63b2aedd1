/* The bar of what is selected. The grid tells by `kadr:selection` {ids, count}; what becomes of the assets is told to it
   by `kadr:removed` and `kadr:restored` {ids}, and that nothing is to be selected by `kadr:clear`. */
import { orderByDrag } from "app/bins/by-hand";
import { change, findPanel, listBins } from "app/bins/panel";
import { pickBin } from "app/bins/picker";
import { key } from "app/keys";
import { leaveBy } from "app/leave";
import { post } from "app/net";

export default function selectionBar(bar) {
  let ids = [];
  const gone = new Map(); // by the fields of its undo, what a step took away
  const part = (name) => bar.querySelector(`[data-part=${name}]`);
  const list = () => ids.join(",");

  const onSelection = ({ detail }) => {
    ids = detail.ids;
    const count = detail.count ?? ids.length;
    bar.hidden = count === 0;
    part("count").textContent = part("count").dataset.words.replace("{count}", count.toLocaleString());
  };
  const onUndone = (event) => {
    const key = JSON.stringify(event.detail.fields ?? {});
    if (!gone.has(key)) return;
    event.preventDefault();
    tell("kadr:restored", gone.get(key));
    gone.delete(key);
  };

  const drop = (answer, dropped) => {
    const { toast } = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}");
    if (toast?.undo) gone.set(JSON.stringify(toast.undo.fields), dropped);
    tell("kadr:removed", dropped);
  };
  const remove = async () => {
    const dropped = ids;
    drop(await post(bar.dataset.trash, { ids: list() }), dropped);
  };
  const takeOut = async () => {
    const dropped = ids;
    drop(await change(`${bar.dataset.bin}/take-out/`, { ids: list() }), dropped);
  };
  const add = async () => {
    const chosen = list();
    const picked = await pickBin(part("add"), listBins(), { canMake: true });
    if (picked?.id) await change(`${picked.id}/add/`, { ids: chosen });
    else if (picked) await change("make/", { name: picked.name, ids: chosen });
  };

  const place = async (fields) => {
    await change(`${bar.dataset.bin}/place/`, { ids: list(), ...fields });
    tell("kadr:restored", ids); // asks for the order as it is now
  };

  const steps = {
    earlier: () => place({ step: "earlier" }),
    later: () => place({ step: "later" }),
    add,
    remove,
    "take-out": takeOut,
    download: () => leaveBy(bar.dataset.download, { ids: list() }),
    clear: () => tell("kadr:clear", []),
  };
  const onClick = (event) => {
    const name = event.target.closest("[data-part]")?.dataset.part;
    if (!steps[name] || !ids.length) return;
    // What went wrong has been told.
    Promise.resolve(steps[name]()).catch(() => {});
  };

  // On the sheet of keys also while nothing is selected, when these do nothing.
  const takeBack = [...bar.querySelectorAll("[data-always-key]")].map((button) => {
    const name = button.title.replace(/\s*\([^)]*\)$/, "");
    const press = () => (ids.length && !button.hidden ? button.click() : false);
    return key(button.dataset.alwaysKey, { name, group: bar.dataset.wordGroup }, press);
  });
  document.addEventListener("kadr:selection", onSelection);
  document.addEventListener("kadr:undone", onUndone);
  bar.addEventListener("click", onClick);
  if (part("add") && !findPanel()) part("add").hidden = true;
  const dropOnCells = "byHand" in bar.dataset ? orderByDrag((fields) => place(fields).catch(() => {})) : () => {};
  return () => {
    dropOnCells();
    takeBack.forEach((each) => each());
    document.removeEventListener("kadr:selection", onSelection);
    document.removeEventListener("kadr:undone", onUndone);
  };
}

function tell(name, ids) {
  document.dispatchEvent(new CustomEvent(name, { detail: { ids } }));
}
