/* A sentence with a number in it, in the language of the page. */
import { fill } from "app/lighttable/words";

/** `forms`: {one, few, many, other} with `{count}` in them; which of them a number takes, the language says. */
export function writeCount(forms, count, language = document.documentElement.lang) {
  return fill(forms[new Intl.PluralRules(language).select(count)] ?? forms.other, { count });
}
