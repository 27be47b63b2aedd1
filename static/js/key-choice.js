/* Whose keys the lighttable has, and whether single keys act: takes effect at once, on this page and on all others. */
import { post } from "app/net";

export default function keyChoice(form) {
  const choose = async () => {
    const [preset, single] = [form.elements.key_preset.value, form.elements.has_single_keys.checked];
    document.dispatchEvent(new CustomEvent("kadr:keys", { detail: { preset, single } }));
    try {
      await post(form.action, new FormData(form));
      for (const option of form.elements.key_preset.options) option.defaultSelected = option.selected;
      form.elements.has_single_keys.defaultChecked = single;
    } catch {
      form.reset(); // app/net has said why
      document.dispatchEvent(new CustomEvent("kadr:keys", {
        detail: { preset: form.elements.key_preset.value, single: form.elements.has_single_keys.checked },
      }));
    }
  };
  form.addEventListener("change", choose);
  return () => form.removeEventListener("change", choose);
}
