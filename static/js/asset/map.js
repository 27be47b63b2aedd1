/* Where a picture was taken, on a map of the land around it. The map lies here: nobody outside learns of the place. */
import { cutRings, decodeArcs, placeLines, placeNames, readBorders, readShapes, writePath } from "app/asset/topology";
import { get } from "app/net";

const WIDTH_DEGREES = 20;
const SVG = "http://www.w3.org/2000/svg";

export default function map(element) {
  const box = element.querySelector("[data-part=map]");
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    seen.disconnect();
    draw(element, box).catch(() => (box.hidden = true));
  }, { rootMargin: "200px" });
  seen.observe(box);
  return () => seen.disconnect();
}

async function draw(element, box) {
  const height = (WIDTH_DEGREES * box.clientHeight) / box.clientWidth;
  const view = { lon: Number(element.dataset.lon), lat: Number(element.dataset.lat), width: WIDTH_DEGREES, height };
  const topology = await (await get(element.dataset.world, { quiet: true })).json();
  const arcs = decodeArcs(topology);
  const shapes = readShapes(topology, "countries", arcs)
    .map(({ name, rings }) => ({ name, rings: cutRings(placeLines(rings, view), view) }))
    .filter(({ rings }) => rings.length);
  const borders = placeLines(readBorders(topology, "countries", arcs), view);

  const svg = make("svg", { viewBox: `${-view.width / 2} ${-height / 2} ${view.width} ${height}`, "aria-hidden": "true" });
  svg.append(
    make("path", { class: "map__land", d: writePath(shapes.flatMap(({ rings }) => rings), { isClosed: true }) }),
    make("path", { class: "map__border", d: writePath(borders) }),
    ...placeNames(shapes, view).map(writeName),
    make("circle", { class: "map__spot", r: (4 * view.width) / box.clientWidth }),
  );
  box.replaceChildren(svg);
}

function writeName({ name, x, y }) {
  const text = make("text", { class: "map__name", x, y });
  text.textContent = name;
  return text;
}

function make(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
