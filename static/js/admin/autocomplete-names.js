/** Says to a screen reader what an autocomplete is called and what it opens: the package tells only the chosen value,
    and names the list by an attribute (aria-owns) that ARIA 1.2 has given up for comboboxes. */
export default function autocompleteNames(form) {
  const observer = new MutationObserver(() => nameAll(form));
  const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-expanded"] };
  observer.observe(document.body, changes);
  nameAll(form);
  return () => observer.disconnect();
}

function nameAll(form) {
  for (const select of form.querySelectorAll("select.admin-autocomplete")) {
    const box = select.parentElement.querySelector('[role="combobox"]');
    if (box && select.labels.length) name(box, select);
  }
  for (const search of document.querySelectorAll(".select2-search__field:not([aria-label])")) {
    search.setAttribute("aria-label", form.dataset.wordFind);
  }
}

function name(box, select) {
  const label = select.labels[0];
  const value = box.querySelector('[role="textbox"]');
  label.id ||= `${select.id}-label`;
  box.setAttribute("aria-labelledby", [label.id, value?.id].filter(Boolean).join(" "));
  value?.setAttribute("aria-labelledby", label.id);
  const list = box.getAttribute("aria-owns");
  if (list) box.setAttribute("aria-controls", list);
  else box.removeAttribute("aria-controls");
}
