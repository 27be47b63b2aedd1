/* The table of an import under way: it is not drawn anew under the hands of somebody, nor where nobody looks. */

export default function importProgress(section) {
  const spare = (event) => {
    const isBeingUsed = section.contains(document.activeElement) || section.matches(":hover") || document.hidden;
    const isLast = event.detail.requestConfig?.triggeringEvent?.type === "import-ended";
    if (event.target === section && isBeingUsed && !isLast) event.preventDefault();
  };
  section.addEventListener("htmx:beforeRequest", spare);
  return () => section.removeEventListener("htmx:beforeRequest", spare);
}
