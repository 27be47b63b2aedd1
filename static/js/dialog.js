/* Dialogs: `<dialog class="dialog">`, opened over the page, closed by Escape, by a click beside it, and by
   `<form method="dialog">`. The focus returns to where it came from. */

/** Opens a dialog; gives a promise of its return value ("" when it was left). */
export function openDialog(dialog, from = document.activeElement) {
  if (dialog.open) return Promise.resolve("");
  dialog.returnValue = "";
  dialog.showModal();
  const leave = (event) => event.target === dialog && isBeside(dialog, event) && dialog.close("");
  dialog.addEventListener("pointerdown", leave);
  return new Promise((answer) => {
    const settle = () => {
      dialog.removeEventListener("pointerdown", leave);
      if (from?.isConnected) from.focus();
      answer(dialog.returnValue);
    };
    dialog.addEventListener("close", settle, { once: true });
  });
}

function isBeside(dialog, { clientX, clientY }) {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
