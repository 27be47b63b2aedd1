/* The sign of the outbox in the top bar: how many marks are unsent, what was refused, and why nothing goes. */
import { listPartRefusals } from "app/lighttable/batches";
import { outbox } from "app/lighttable/outbox";
import { writeCount } from "app/lighttable/plurals";
import { showFault } from "app/faults";
import { toast } from "app/toast";

const CALM_MS = 700; // a mark that is saved sooner is not worth a change of the sign

export default function sign(element) {
  const box = outbox();
  const words = JSON.parse(document.getElementById("outbox-words").textContent);
  const part = (name) => element.querySelector(`[data-part=${name}]`);
  const state = { timer: 0, trouble: "", isTold: false };

  const draw = () => {
    const now = nameState(box);
    element.dataset.state = now;
    tellTrouble();
    if (now === "unsent" && part("words").dataset.of !== "unsent") state.timer ||= setTimeout(write, CALM_MS);
    else write();
  };
  const write = () => {
    clearTimeout(state.timer);
    state.timer = 0;
    const now = nameState(box);
    element.hidden = now === "";
    part("words").dataset.of = now;
    part("words").textContent = wordState(box, now, words);
    part("why").textContent = explain(box, now, words);
    part("send").hidden = !box.count;
    part("give-up").hidden = box.trouble !== "closed";
    part("refused").replaceChildren(...group(box.refused).map((each) => drawRefused(each)));
  };
  const tellTrouble = () => {
    if (box.trouble === state.trouble) return;
    state.trouble = box.trouble;
    if (box.trouble && box.count) toast(box.reason || words[box.trouble], { isFault: box.trouble !== "away" });
  };
  const drawRefused = ({ step, reason }) => {
    const item = element.querySelector("template").content.firstElementChild.cloneNode(true);
    item.dataset.step = step;
    item.querySelector("p").textContent = reason;
    return item;
  };
  const refused = ({ detail }) => {
    const [first] = [...detail.refused, ...listPartRefusals(detail.answer)];
    if (first) showFault(0, first.reason);
  };
  const click = ({ target }) => {
    const name = target.closest("button")?.dataset.part;
    const step = target.closest("[data-step]")?.dataset.step;
    if (name === "send") void box.sendNow();
    if (name === "give-up") void box.giveUp();
    if (name === "again") void box.retry(step);
    if (name === "drop") void box.drop(step);
  };

  box.addEventListener("changed", draw);
  box.addEventListener("answered", refused);
  element.addEventListener("click", click);
  draw();
  return () => {
    clearTimeout(state.timer);
    box.removeEventListener("changed", draw);
    box.removeEventListener("answered", refused);
    element.removeEventListener("click", click);
  };
}

/** "saved", "unsent", "away", "refused", or "" when there is nothing to say. */
function nameState(box) {
  if (box.count) return box.trouble ? "away" : "unsent";
  if (box.refused.length) return "refused";
  return box.hasSent ? "saved" : "";
}

function wordState(box, state, words) {
  if (state === "") return "";
  if (state === "saved") return words.saved;
  return state === "refused" ? writeCount(words.refused, group(box.refused).length) : writeCount(words.unsent, box.count);
}

function explain(box, state, words) {
  if (!box.isKept && box.count) return words.memory;
  if (state === "away") return box.reason || words[box.trouble];
  if (state === "unsent") return words.sending;
  return state === "saved" ? words.all_saved : "";
}

/** One of each step. */
function group(events) {
  return [...new Map(events.map((event) => [event.step, event])).values()];
}
