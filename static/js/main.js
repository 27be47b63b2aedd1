/* Every page starts here: fragments, behaviours, and the sentence a person reads when a fragment does not come. */
import "htmx";
import { attach, detach, watch } from "app/behaviours";
import { listenForFaults } from "app/faults";
import "app/lighttable/early";
import { Refused } from "app/net";

listenForFaults(document.body);
window.addEventListener("unhandledrejection", (event) => {
  if (event.reason instanceof Refused) event.preventDefault(); // app/net has said why
});
document.body.addEventListener("htmx:beforeCleanupElement", (event) => detach(event.target));
watch(document.body);
attach(document.body);
