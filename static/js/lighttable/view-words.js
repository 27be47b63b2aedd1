/* The words of the views, as the page has them; see `media_library/lighttable/view_words.py`. */
import { markWords } from "app/lighttable/mark-view";
import { writeCount } from "app/lighttable/plurals";
import { fill } from "app/lighttable/words";

const held = { words: null };

export function viewWords() {
  held.words ??= JSON.parse(document.getElementById("view-words")?.textContent ?? "{}");
  return held.words;
}

/** "This photo", "12 photos", or "12 files" when not all are photographs. */
export function writeChosen(items, count) {
  if (count === 1) return viewWords().this[items[0].kind] ?? "";
  return writeCount(arePhotos(items) ? markWords().photos : markWords().files, count);
}

/** "4 photos, drop what you like least"; where not all are shown, how many of them. */
export function writeSurvey(items, count) {
  const { survey, survey_most: most } = viewWords();
  if (count > items.length) return fill(writeCount(most, count), { shown: items.length });
  return writeCount(arePhotos(items) ? survey.photos : survey.files, items.length);
}

function arePhotos(items) {
  return items.every(({ kind }) => kind === "photo");
}
