/* A field of words that saves when one leaves it, or with Ctrl+Enter (Enter, where it is one line); Escape gives up what was typed. Nothing that was
   typed is lost: when somebody else was quicker, both texts are shown, and when there is no connection it stays. */
import { tellSaved } from "app/asset/saved";
import { canOutlive, placeOfUnsent } from "app/asset/unsent";
import { showFault } from "app/faults";
import { post } from "app/net";

export default function word(form) {
  const field = form.elements.value;
  const was = form.elements.was;
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  const isLine = field.rows === 1;
  const { account } = form.dataset;
  const unsent = placeOfUnsent(localStorage, account, new URL(form.action).pathname, form.elements.field.value);
  let saving = null;
  let saved = null;

  form.toggleAttribute("data-live", true);

  const settle = (value) => {
    was.value = value;
    part("clash").hidden = true;
    say("");
    unsent.forget();
  };
  const giveUp = () => {
    field.value = was.value;
    settle(was.value);
  };
  const say = (fault) => {
    part("fault").textContent = fault;
    part("fault").hidden = !fault;
    if (fault || !part("clash").hidden) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };
  const showBoth = (theirs, why) => {
    was.value = theirs;
    part("why").textContent = why;
    part("theirs").textContent = theirs || part("theirs").dataset.empty;
    part("clash").hidden = false;
    say("");
  };

  async function save() {
    if (saving) {
      await saving;
      if (!part("clash").hidden) return; // what stands there has not been seen yet
    }
    if (field.value === was.value) return;
    const typed = field.value;
    saving = send(typed);
    await saving;
    saving = null;
  }

  async function send(typed) {
    try {
      const fields = { field: form.elements.field.value, value: typed, was: was.value };
      const response = await post(form.action, fields, { keepalive: canOutlive(fields), quiet: true });
      saved = await response.json();
      if (field.value === typed) field.value = saved.value;
      settle(saved.value);
      tellSaved(saved);
    } catch (refused) {
      unsent.keep(field.value);
      if (refused.status !== 409 && refused.status !== 422) {
        showFault(refused.status ?? 403); // an answer that is none of ours: the door, after a session has ended
        return;
      }
      const answer = await refused.response.json().catch(() => ({}));
      if (refused.status === 409) showBoth(answer.value, form.dataset.clashWords);
      else if (answer.fault) say(answer.fault);
    }
  }

  /** Whoever comes by a key goes on at the end of what is there. */
  const onFocus = () => {
    const end = field.value.length;
    if (field.selectionStart === 0 && field.selectionEnd === 0) field.setSelectionRange(end, end);
  };
  const onBlur = (event) => !form.contains(event.relatedTarget) && part("clash").hidden && save();
  const onSubmit = (event) => {
    event.preventDefault();
    save();
  };
  const onTake = (event) => {
    event.preventDefault();
    giveUp();
    field.focus();
  };
  const onKey = (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || isLine)) {
      event.preventDefault();
      save();
      field.blur(); // the keys are the page's again: the next picture is one arrow away
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (!saving) giveUp();
      field.blur();
    }
  };
  const onUndone = (event) => {
    const { url, fields } = event.detail;
    const isMine = new URL(url, location).href === form.action && fields?.field === form.elements.field.value;
    if (!isMine) return;
    event.preventDefault();
    if (field.value === was.value) field.value = fields.value;
    settle(fields.value);
  };
  /** A link pressed while a field saves is followed when it is saved, and the next page tells of it. */
  const onLink = async (event) => {
    const link = event.target.closest?.("a[href]:not([download], [target])");
    if (!saving || !link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await saving;
    if (!part("clash").hidden || !part("fault").hidden) return;
    if (saved?.told) sessionStorage.setItem("kadr.told", JSON.stringify(saved));
    link.click();
  };
  /** What was typed is kept first: nobody is there any more to hear whether it arrived. */
  const onLeave = () => {
    if (field.value === was.value) return;
    unsent.keep(field.value);
    if (!saving && part("clash").hidden) send(field.value);
  };

  const kept = unsent.take(field.value);
  if (kept !== null) {
    field.value = kept;
    showBoth(was.value, form.dataset.keptWords);
  }

  field.addEventListener("focus", onFocus);
  field.addEventListener("blur", onBlur);
  field.addEventListener("keydown", onKey);
  form.addEventListener("submit", onSubmit);
  part("take").addEventListener("click", onTake);
  document.addEventListener("kadr:undone", onUndone);
  document.addEventListener("click", onLink);
  addEventListener("pagehide", onLeave);
  return () => {
    document.removeEventListener("kadr:undone", onUndone);
    document.removeEventListener("click", onLink);
    removeEventListener("pagehide", onLeave);
  };
}
