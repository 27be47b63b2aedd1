/* An import under way: its table is not drawn anew under the hands of somebody, nor where nobody looks, and whoever
   listens instead of looking hears the verdict when it changes. */

export default function importProgress(page) {
  const spoken = page.querySelector("[data-part=spoken]");
  const readVerdict = () => page.querySelector("[data-verdict]").dataset.verdict;
  let last = readVerdict();

  const spare = (event) => {
    if (event.target.id !== "files") return;
    const isLast = event.detail.requestConfig?.triggeringEvent?.type === "import-ended";
    const isInHand = event.target.contains(document.activeElement) || document.hidden;
    if (isInHand && !isLast) event.preventDefault();
  };
  const speak = () => {
    if (readVerdict() === last) return;
    last = readVerdict();
    spoken.textContent = last;
  };
  page.addEventListener("htmx:beforeRequest", spare);
  page.addEventListener("htmx:afterSettle", speak);
  return () => {
    page.removeEventListener("htmx:beforeRequest", spare);
    page.removeEventListener("htmx:afterSettle", speak);
  };
}
