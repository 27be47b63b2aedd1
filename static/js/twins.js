/* The pairs that look alike, without leaving the page: decide, go on, take back. The pictures of the next pair are
   fetched while one looks at this one. */
import { key } from "app/keys";
import { openHistory, redo, remember, undo } from "app/lighttable/history";
import { Refused, get, post } from "app/net";

export default function twins(main) {
  const { address, wordUndo, wordRedo, wordGroup } = main.dataset;
  const state = { isBusy: false, waiting: null, ahead: [] };

  const show = (html) => {
    const sheet = document.createElement("template");
    sheet.innerHTML = html;
    const pair = sheet.content.querySelector("[data-part=pair]");
    const hadFocus = main.querySelector("[data-part=pair]").contains(document.activeElement);
    const pressed = document.activeElement?.value;
    main.querySelector("[data-part=pair]").replaceWith(pair);
    if (hadFocus) (pair.querySelector(`button[value="${pressed}"]`) ?? main).focus({ preventScroll: true });
    history.replaceState(history.state, "", pair.dataset.at ? `${address}?at=${pair.dataset.at}` : address);
    fetchAhead();
  };

  const fetchAhead = () => {
    const following = main.querySelector("template[data-part=following]");
    state.ahead = [...(following?.content.querySelectorAll("img") ?? [])].map(({ srcset, sizes, src }) =>
      Object.assign(new Image(), { sizes, srcset, src }),
    );
  };

  const load = async (query) => {
    const response = await get(`${address}?part=pair&${query}`);
    show(await response.text());
  };

  /* One step at a time: a key that is held down decides nothing twice. What `waits` comes after the step that is on its
     way, and is the last to be shown. */
  const alone = async (work, { waits = false } = {}) => {
    if (state.isBusy) return void (waits && (state.waiting = work));
    state.isBusy = true;
    try {
      await work();
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      if (fault.status === 422 || fault.status === 404) await load("").catch(() => {});
    } finally {
      state.isBusy = false;
    }
    const { waiting } = state;
    state.waiting = null;
    if (waiting) await alone(waiting);
  };

  const decide = (form, keep) =>
    alone(async () => {
      const response = await post(form.action, { keep });
      rememberStep(response);
      show(await response.text());
    });

  const later = (link) => alone(() => load(new URL(link.href).searchParams.toString()));

  const submit = (event) => {
    const form = event.target.closest("[data-part=decide]");
    if (!form) return;
    event.preventDefault();
    decide(form, event.submitter?.value ?? "");
  };

  const click = (event) => {
    const link = event.target.closest("[data-part=later]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    later(link);
  };

  /* What was taken back or done again, by a key or by the toast, is shown. */
  const undone = (event) => {
    const found = /\/twins\/(\d+)\/undo\/$/.exec(event.detail?.url ?? "");
    if (!found) return;
    event.preventDefault();
    const isAgain = event.detail.fields.again === "1";
    alone(() => load(`${isAgain ? "after" : "at"}=${found[1]}`), { waits: true });
  };

  openHistory();
  const takeBack = [
    key("Ctrl+KeyZ", { name: wordUndo, group: wordGroup }, () => undo()),
    key("Ctrl+KeyY", { name: wordRedo, group: wordGroup }, () => redo()),
    key("Ctrl+Shift+KeyZ", {}, () => redo()),
  ];
  main.addEventListener("submit", submit);
  main.addEventListener("click", click);
  document.addEventListener("kadr:undone", undone);
  fetchAhead();
  return () => {
    for (const each of takeBack) each();
    main.removeEventListener("submit", submit);
    main.removeEventListener("click", click);
    document.removeEventListener("kadr:undone", undone);
  };
}

/* The step goes into the one history, with the way to do it again. */
function rememberStep(response) {
  const { toast } = JSON.parse(response.headers.get("HX-Trigger") ?? "{}");
  if (!toast?.undo) return;
  const { url, fields } = toast.undo;
  remember({ words: toast.text, undo: toast.undo, redo: { url, fields: { ...fields, again: "1" } } });
}
