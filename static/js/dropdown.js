/* A menu that opens below its button (`<details class="dropdown">`): arrows go through it, Escape and a click beside
   it close it. */

export default function dropdown(details) {
  const button = details.querySelector("summary");
  const items = () => [...details.querySelectorAll(".menu :is(a, button, input):not(:disabled)")].filter((item) => item.checkVisibility());
  const close = () => {
    details.open = false;
  };
  const beside = (event) => details.open && !details.contains(event.target) && close();
  const pressed = (event) => {
    if (event.key === "Escape" && details.open) {
      event.stopPropagation();
      close();
      button.focus();
    }
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.target.matches("textarea, select")) return;
    event.preventDefault();
    details.open = true;
    const all = items();
    const step = event.key === "ArrowDown" ? 1 : -1;
    const at = all.indexOf(document.activeElement);
    all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length]?.focus();
  };
  const left = (event) => event.relatedTarget && !details.contains(event.relatedTarget) && close();
  document.addEventListener("pointerdown", beside);
  details.addEventListener("keydown", pressed);
  details.addEventListener("focusout", left);
  return () => {
    document.removeEventListener("pointerdown", beside);
    details.removeEventListener("keydown", pressed);
    details.removeEventListener("focusout", left);
  };
}
