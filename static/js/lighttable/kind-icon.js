/* What stands where there is no picture: the sign of its kind and the word. */

/** Fills an element for an item without a picture. */
export function showKind(element, { kind, kind_word: word }) {
  const icons = document.querySelector('template[data-part="icons"]')?.content;
  const icon = icons?.querySelector(`[data-icon="${kind}"]`)?.firstElementChild?.cloneNode(true);
  element.replaceChildren(...[icon, word].filter(Boolean));
}
