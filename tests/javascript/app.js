/* Lets Node find modules by the names that the import map of a page gives them: import this before them. */
import { register } from "node:module";

const root = new URL("../../static/js/", import.meta.url).href;
const hooks = `export function resolve(name, context, next) {
  return next(name.startsWith("app/") ? "${root}" + name.slice(4) + ".js" : name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
