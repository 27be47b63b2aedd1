/* What was saved is told with its step back. Both come in the body of the answer: two whole captions are more than a
   header holds. */
import { post } from "app/net";
import { toast } from "app/toast";

/** Tells what an answer of a field of words says was saved, if anything; the step back can be taken back as well. */
export function tellSaved(answer) {
  if (answer.told) toast(answer.told, { undo: () => takeBack(answer) });
}

async function takeBack(answer) {
  let back;
  try {
    back = await (await post(answer.undo.url, answer.undo.fields)).json();
  } catch {
    tellSaved(answer); // post has said why; what could not be undone now can be tried again
    return;
  }
  const event = new CustomEvent("kadr:undone", { cancelable: true, detail: answer.undo });
  if (document.dispatchEvent(event)) location.reload();
  else tellSaved(back);
}
