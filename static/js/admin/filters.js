/** Shuts the filters on a narrow screen, where they would push the rows away; they stay open without scripts. */
export default function filters(details) {
  const narrow = matchMedia("(width < 1040px)");
  details.open = !narrow.matches;
}
