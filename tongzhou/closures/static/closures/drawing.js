/** Draws streets, walls, buildings and a plan on a Leaflet map. Colour never stands alone. */

/** @typedef {{kind: string, [name: string]: any}} Properties */
/** @typedef {{type: string, geometry: {type: string, coordinates: any}, properties: Properties}} Feature */

const STYLES = /** @type {Record<string, object>} */ ({
  water: { stroke: false, fillColor: "#b9d6e4", fillOpacity: 0.8 },
  building: { color: "#a79f90", weight: 1, fillColor: "#ddd6c8", fillOpacity: 1 },
  street: { color: "#ffffff", weight: 4, opacity: 1 },
  wall: { color: "#7a5230", weight: 2, opacity: 1 },
  cell: { color: "#46708a", weight: 1, fillColor: "#7fb2cf", fillOpacity: 0.25, dashArray: "2 4" },
});
const WIDE = new Set(["motorway", "trunk", "primary", "secondary", "tertiary"]);
const NARROW = new Set(["footway", "path", "steps", "pedestrian", "cycleway", "track"]);
const COLOURS = /** @type {Record<string, string>} */ ({
  fence: "#a9211c", fire_lane: "#9a4a00", gate: "#1d6a3a", keyed_door: "#3a4fa0",
});

/** @param {Feature} feature @param {boolean} isMarked */
export function styleOf(feature, isMarked) {
  const { kind, highway } = feature.properties;
  if (kind === "building" && isMarked) return { color: "#a9211c", weight: 3, fillColor: "#f0b5ae", fillOpacity: 1 };
  if (kind !== "street") return STYLES[kind] ?? {};
  if (WIDE.has(highway)) return { color: "#f3e3b3", weight: 9, opacity: 1 };
  if (NARROW.has(highway)) return { color: "#8b8578", weight: 1.5, dashArray: "4 3" };
  return STYLES.street;
}

/**
 * The way a barrier lies across: the unit vector at right angles to the nearest street.
 * @param {Feature[]} streets @param {Properties} closing
 */
function across(streets, closing) {
  const way = streets.find((street) => street.properties.way === closing.osm_way);
  const place = way ? way.properties.nodes.indexOf(closing.osm_from) : -1;
  if (!way || place < 0) return [0, 1];
  const line = way.geometry.coordinates;
  const next = way.properties.nodes[place + 1] === closing.osm_to ? place + 1 : Math.max(place - 1, 0);
  const squeeze = Math.cos((line[place][1] * Math.PI) / 180);
  const dx = (line[next][0] - line[place][0]) * squeeze;
  const dy = line[next][1] - line[place][1];
  const length = Math.hypot(dx, dy) || 1;
  return [-dy / length / squeeze, dx / length];
}

/**
 * @param {any} L @param {Feature} feature @param {Feature[]} streets
 * @param {((number: number) => void) | null} chosen without one the map below is pressed
 */
export function closingLayer(L, feature, streets, chosen) {
  const closing = feature.properties;
  const [lon, lat] = feature.geometry.coordinates;
  const colour = COLOURS[closing.kind];
  const group = L.featureGroup();
  if (closing.kind === "gate") {
    L.circleMarker([lat, lon], { radius: 11, color: "#ffffff", weight: 2, fillColor: colour, fillOpacity: 1 }).addTo(group);
  } else {
    const [ax, ay] = across(streets, closing);
    const half = Math.max(closing.width, 5) / 2 / 111_320 + 2e-5;
    const ends = [[lat - ay * half, lon - ax * half], [lat + ay * half, lon + ax * half]];
    L.polyline(ends, { color: "#ffffff", weight: 11, lineCap: "butt" }).addTo(group);
    L.polyline(ends, { color: colour, weight: 7, lineCap: "butt", dashArray: closing.kind === "fire_lane" ? "5 3" : undefined }).addTo(group);
  }
  const label = closing.kind === "fire_lane" ? `${closing.number} ⚿` : String(closing.number);
  if (!chosen) return group;
  group.bindTooltip(label, { permanent: closing.kind === "gate", direction: "center", className: closing.kind === "gate" ? "closure-number" : "" });
  group.on("click", (/** @type {any} */ event) => {
    L.DomEvent.stopPropagation(event);
    chosen(closing.number);
  });
  return group;
}

/**
 * The stretch of a street a wish is about; the whole street where it is about all of it.
 * @param {Feature[]} streets @param {{kind?: string, way: number, from: number, to: number}} wish
 */
export function stretchOf(streets, wish) {
  const street = streets.find((one) => one.properties.way === wish.way);
  if (!street) return [];
  const nodes = street.properties.nodes;
  const ends = [nodes.indexOf(wish.from), nodes.indexOf(wish.to)].sort((a, b) => a - b);
  const isAll = wish.kind === "public" || ends[0] < 0;
  const line = isAll ? street.geometry.coordinates : street.geometry.coordinates.slice(ends[0], ends[1] + 1);
  return line.map((/** @type {number[]} */ place) => [place[1], place[0]]);
}

/**
 * The segment of a street nearest to a place: which way, between which nodes.
 * @param {Feature[]} streets @param {number} lon @param {number} lat
 */
export function nearestSegment(streets, lon, lat) {
  const squeeze = Math.cos((lat * Math.PI) / 180);
  let best = { metres: Infinity, way: 0, start: 0, end: 0, name: "" };
  for (const { geometry, properties } of streets) {
    const line = geometry.coordinates;
    for (let k = 0; k + 1 < line.length; k += 1) {
      const metres = distance(line[k], line[k + 1], lon, lat, squeeze) * 111_320;
      if (metres < best.metres) {
        best = { metres, way: properties.way, start: properties.nodes[k], end: properties.nodes[k + 1], name: properties.name };
      }
    }
  }
  return best;
}

/** @param {number[]} a @param {number[]} b @param {number} lon @param {number} lat @param {number} squeeze */
function distance(a, b, lon, lat, squeeze) {
  const [bx, by] = [(b[0] - a[0]) * squeeze, b[1] - a[1]];
  const [px, py] = [(lon - a[0]) * squeeze, lat - a[1]];
  const share = Math.min(1, Math.max(0, (px * bx + py * by) / (bx * bx + by * by || 1)));
  return Math.hypot(px - share * bx, py - share * by);
}
