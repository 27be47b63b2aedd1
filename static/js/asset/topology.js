/**
 * A piece of the map of the world around a point, from a TopoJSON file. Pure functions.
 *
 * TopoJSON (specification 1.0, sections 2.1.1 to 2.1.4): arcs are lists of steps on a grid; a geometry names its arcs
 * by number, `~number` for the reverse. Points are [longitude, latitude] in degrees. A `view` is `{lon, lat, width,
 * height}`: its middle, and how much it shows in degrees of latitude; it is drawn on a plane that touches the globe
 * there, with x to the east and y to the south, in the same degrees.
 */

const LEAST_COSINE = 0.15; // close to a pole a degree of longitude is nothing: the map is stretched no further

/** All arcs as lists of points. */
export function decodeArcs({ arcs, transform }) {
  const { scale, translate } = transform;
  return arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
}

/** The rings of each geometry of an object: `[{name, rings: [[point, …], …]}]`. */
export function readShapes(topology, objectName, arcs) {
  return topology.objects[objectName].geometries.map((geometry) => ({
    name: geometry.properties?.name ?? "",
    rings: ringsOf(geometry).map((ring) => joinArcs(ring, arcs)),
  }));
}

/** The lines between two shapes: the arcs that more than one geometry uses. */
export function readBorders(topology, objectName, arcs) {
  const uses = new Map();
  for (const geometry of topology.objects[objectName].geometries) {
    const own = new Set(ringsOf(geometry).flat().map((number) => (number < 0 ? ~number : number)));
    for (const number of own) uses.set(number, (uses.get(number) ?? 0) + 1);
  }
  return [...uses].filter(([, count]) => count > 1).map(([number]) => arcs[number]);
}

function ringsOf(geometry) {
  if (geometry.type === "Polygon") return geometry.arcs;
  return geometry.type === "MultiPolygon" ? geometry.arcs.flat() : [];
}

function joinArcs(ring, arcs) {
  return ring.flatMap((number, at) => {
    const points = number < 0 ? [...arcs[~number]].reverse() : arcs[number];
    return at === 0 ? points : points.slice(1); // the first point is the last of the arc before
  });
}

/** Where a point lies on the plane of a view. `turn` is how often the globe was gone round. */
export function project([lon, lat], view, turn = 0) {
  const cosine = Math.max(Math.cos((view.lat * Math.PI) / 180), LEAST_COSINE);
  return [(lon - view.lon + 360 * turn) * cosine, view.lat - lat];
}

/** A line without the leap from 180° to −180°: each point is within half a turn of the one before. */
export function unroll(points) {
  let turns = 0;
  let before = null;
  return points.map(([lon, lat]) => {
    if (before !== null) turns -= Math.round((lon + 360 * turns - before) / 360);
    before = lon + 360 * turns;
    return [before, lat];
  });
}

/** Lines as they lie on the plane, those that can be seen, once for each turn of the globe in which they can. */
export function placeLines(lines, view) {
  return lines.flatMap((line) => {
    const whole = unroll(line);
    const [southWest, northEast] = cornersOf(whole);
    // Most lines of the world are elsewhere: their corners tell, before any of their points is moved.
    const turns = [-1, 0, 1].filter((turn) => isSeen(project(southWest, view, turn), project(northEast, view, turn), view));
    return turns.map((turn) => whole.map((point) => project(point, view, turn)));
  });
}

function cornersOf(points) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of points) {
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return [[west, south], [east, north]];
}

function isSeen([left, bottom], [right, top], { width, height }) {
  return right >= -width / 2 && left <= width / 2 && bottom >= -height / 2 && top <= height / 2;
}

/**
 * Rings cut to what can be seen and a little more; those that are wholly elsewhere are left out. Sutherland and Hodgman,
 * "Reentrant Polygon Clipping", Communications of the ACM 17 (1974): edge by edge of the box.
 */
export function cutRings(rings, { width, height }, more = 0.5) {
  const edges = [
    { axis: 0, sign: 1, limit: width / 2 + more },
    { axis: 0, sign: -1, limit: width / 2 + more },
    { axis: 1, sign: 1, limit: height / 2 + more },
    { axis: 1, sign: -1, limit: height / 2 + more },
  ];
  return rings.map((ring) => edges.reduce(cutAtEdge, ring)).filter((ring) => ring.length > 2);
}

function cutAtEdge(ring, { axis, sign, limit }) {
  const kept = [];
  ring.forEach((point, at) => {
    const before = ring[(at + ring.length - 1) % ring.length];
    const isIn = sign * point[axis] <= limit;
    if (isIn !== sign * before[axis] <= limit) {
      const other = 1 - axis;
      const part = (sign * limit - before[axis]) / (point[axis] - before[axis]);
      const across = before[other] + part * (point[other] - before[other]);
      kept.push(axis === 0 ? [sign * limit, across] : [across, sign * limit]);
    }
    if (isIn) kept.push(point);
  });
  return kept;
}

/** Lines as the `d` of an SVG path, to a hundredth of a degree. */
export function writePath(lines, { isClosed = false } = {}) {
  const write = (number) => String(Math.round(number * 100) / 100);
  return lines
    .map((line) => `M${line.map(([x, y]) => `${write(x)} ${write(y)}`).join("L")}${isClosed ? "Z" : ""}`)
    .join("");
}

/** Whether a point of the plane is inside rings: an odd number of their edges lie to its right. */
export function isInside([x, y], rings) {
  let inside = false;
  for (const ring of rings) {
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
      const [[x1, y1], [x2, y2]] = [ring[at], ring[before]];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}

/**
 * Where names are written: `[{name, x, y}]`, in the middle of what is seen of each shape, for those that fill enough of
 * the view. `shapes` are `{name, rings}` on the plane.
 */
export function placeNames(shapes, { width, height }, { columns = 14, rows = 9, least = 6 } = {}) {
  const spots = Array.from({ length: columns * rows }, (_, at) => [
    (((at % columns) + 0.5) / columns - 0.5) * width,
    ((Math.floor(at / columns) + 0.5) / rows - 0.5) * height,
  ]);
  return shapes.flatMap(({ name, rings }) => {
    const own = spots.filter((spot) => isInside(spot, rings));
    if (!name || own.length < least) return [];
    const middle = [0, 1].map((axis) => own.reduce((sum, spot) => sum + spot[axis], 0) / own.length);
    const [x, y] = own.reduce((one, other) => (distance(other, middle) < distance(one, middle) ? other : one));
    return [{ name, x, y }];
  });
}

const distance = ([x1, y1], [x2, y2]) => Math.hypot(x1 - x2, y1 - y2);
