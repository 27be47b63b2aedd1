/** Says to a screen reader which field an autocomplete belongs to: the package names its box by the chosen value alone. */
export default function autocompleteNames(form) {
  const observer = new MutationObserver(() => nameAll(form));
  observer.observe(document.body, { childList: true, subtree: true });
  nameAll(form);
  return () => observer.disconnect();
}

function nameAll(form) {
  for (const select of form.querySelectorAll("select.admin-autocomplete")) {
    const box = select.parentElement.querySelector('[role="combobox"]');
    const label = select.labels[0];
    if (!box || !label || box.dataset.named) continue;
    label.id ||= `${select.id}-label`;
    box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby") ?? ""}`.trim());
    box.querySelector('[role="textbox"]')?.setAttribute("aria-labelledby", label.id);
    box.dataset.named = "yes";
  }
  for (const search of document.querySelectorAll(".select2-search__field:not([aria-label])")) {
    search.setAttribute("aria-label", form.dataset.wordFind);
  }
}
