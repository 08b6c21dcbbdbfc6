/** The map of a page of closures: shows a plan, lets an area be drawn, a building be linked. */

import { closingLayer, nearestSegment, stretchOf, styleOf } from "./drawing.js";

const NEAR_METRES = 25;
const WISH = { color: "#b0379a", weight: 8, opacity: 0.7, interactive: false };
const BASE = ["water", "building", "street", "wall"];

/** @param {string} url */
async function fetched(url) {
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** @param {HTMLElement} place */
function startMap(place) {
  const L = /** @type {any} */ (globalThis).L;
  const map = L.map(place, { preferCanvas: true, zoomControl: false, attributionControl: false, maxZoom: 21, zoomSnap: 0.25 });
  L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  L.control.attribution({ prefix: false }).addAttribution(place.dataset.attribution ?? "").addTo(map);
  return { L, map };
}

/** @param {HTMLElement} place */
async function show(place) {
  const { L, map } = startMap(place);
  const drawing = await fetched(place.dataset.mapUrl ?? "");
  const plan = place.dataset.planUrl ? await fetched(place.dataset.planUrl) : { features: [], homes: [] };
  const marked = new Set(plan.homes);
  const kinds = new Map(BASE.map((kind) => [kind, drawing.features.filter((/** @type {any} */ f) => f.properties.kind === kind)]));
  const layers = [...kinds.values()].map((features) =>
    L.geoJSON(features, { style: (/** @type {any} */ f) => styleOf(f, marked.has(f.properties.osm_id)), interactive: false }).addTo(map));
  const streets = kinds.get("street") ?? [];
  const homes = layers[BASE.indexOf("building")].getBounds();
  map.fitBounds(homes.isValid() ? homes : L.featureGroup(layers).getBounds());
  await showStanding(L, map, place.dataset, streets);
  if (place.dataset.mode === "draw") letDraw(L, map);
  if (place.dataset.mode === "point") letPoint(L, map, streets);
  if (place.dataset.mode === "link") letLink(L, map, kinds.get("building") ?? []);
  if (place.dataset.mode === "plan") {
    const apart = L.geoJSON((kinds.get("building") ?? []).filter((/** @type {any} */ f) => marked.has(f.properties.osm_id)));
    if (!plan.area && apart.getBounds().isValid()) map.fitBounds(apart.getBounds(), { maxZoom: 18 });
    showPlan(L, map, plan, streets);
  }
}

/**
 * What stands there already; on the page of the map a press opens its page.
 * @param {any} L @param {any} map @param {DOMStringMap} given @param {any[]} streets
 */
async function showStanding(L, map, given, streets) {
  if (!given.standingUrl) return;
  const opens = given.mode === "link";
  for (const feature of (await fetched(given.standingUrl)).features) {
    closingLayer(L, feature, streets, opens ? () => location.assign(feature.properties.href) : null).addTo(map);
  }
}

/** @param {any} L @param {any} map @param {any} plan @param {any[]} streets */
function showPlan(L, map, plan, streets) {
  const cells = plan.features.filter((/** @type {any} */ f) => f.properties.kind === "cell");
  L.geoJSON(cells, { style: (/** @type {any} */ f) => styleOf(f, false), interactive: false }).addTo(map);
  if (plan.area) {
    const area = L.geoJSON(plan.area, { style: { color: "#0b5f61", weight: 2, fill: false, dashArray: "8 6" }, interactive: false }).addTo(map);
    map.fitBounds(area.getBounds());
  }
  for (const pin of plan.pins ?? []) L.polyline(stretchOf(streets, pin), WISH).addTo(map);
  const layers = new Map();
  for (const feature of plan.features) {
    if (feature.properties.kind === "cell") continue;
    layers.set(feature.properties.number, closingLayer(L, feature, streets, openRow).addTo(map));
  }
  if (plan.focus) map.setView([plan.focus[1], plan.focus[0]], 18);
  highlightFromList(map, layers);
  const chosen = L.polyline([], { ...WISH, dashArray: "2 10" }).addTo(map);
  map.on("click", (/** @type {any} */ event) => {
    const found = offerWish(streets, event.latlng);
    if (found) chosen.setLatLngs(stretchOf(streets, { way: found.way, from: found.start, to: found.end }));
  });
}

/** @param {number} number */
function openRow(number) {
  const row = document.getElementById(`closing-${number}`);
  const details = row?.querySelector("details");
  if (!row || !details) return;
  details.open = true;
  select(row);
  row.scrollIntoView({ block: "nearest" });
  details.querySelector("summary")?.focus();
}

/** @param {Element} row */
function select(row) {
  for (const other of document.querySelectorAll(".closure-list > li.selected")) other.classList.remove("selected");
  row.classList.add("selected");
}

/** @param {any} map @param {Map<number, any>} layers */
function highlightFromList(map, layers) {
  for (const row of document.querySelectorAll(".closure-list > li")) {
    row.querySelector("details")?.addEventListener("toggle", (event) => {
      const layer = layers.get(Number(row.getAttribute("data-number")));
      if (!layer || !(event.target instanceof HTMLDetailsElement) || !event.target.open) return;
      select(row);
      map.setView(layer.getBounds().getCenter(), Math.max(map.getZoom(), 18));
    });
  }
}

/** @param {any[]} streets @param {{lng: number, lat: number}} at */
function offerWish(streets, at) {
  const form = document.querySelector("form[data-place]");
  const found = nearestSegment(streets, at.lng, at.lat);
  if (!(form instanceof HTMLFormElement) || found.metres > NEAR_METRES) return null;
  for (const name of /** @type {const} */ (["way", "start", "end"])) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = String(found[name]);
  }
  const title = form.querySelector("[data-place-name]");
  if (title instanceof HTMLElement) {
    title.dataset.nameless ??= title.textContent ?? "";
    title.textContent = found.name || title.dataset.nameless;
  }
  form.hidden = false;
  form.scrollIntoView({ block: "nearest" });
  return found;
}

/** @param {any} L @param {any} map */
function letDraw(L, map) {
  const field = document.querySelector("textarea[data-corners]");
  if (!(field instanceof HTMLTextAreaElement)) return;
  const shape = L.polygon([], { color: "#0b5f61", weight: 3, dashArray: "8 6", fillOpacity: 0.1 }).addTo(map);
  const corners = () => field.value.split("\n").map((line) => line.split(/[,，]/).map(Number)).filter((pair) => pair.length === 2 && pair.every(Number.isFinite));
  const redraw = () => shape.setLatLngs(corners().map(([lon, lat]) => [lat, lon]));
  /** @param {number[][]} pairs */
  const write = (pairs) => {
    field.value = pairs.map(([lon, lat]) => `${lon.toFixed(6)}, ${lat.toFixed(6)}`).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  field.addEventListener("input", redraw);
  map.on("click", (/** @type {any} */ event) => {
    write([...corners(), [event.latlng.lng, event.latlng.lat]]);
    const drawn = document.querySelector("input[name='area'][value='drawn']");
    if (drawn instanceof HTMLInputElement) drawn.checked = true;
  });
  document.querySelector("[data-corner-undo]")?.addEventListener("click", () => write(corners().slice(0, -1)));
  redraw();
}

/** @param {any} L @param {any} map @param {any[]} streets */
function letPoint(L, map, streets) {
  const field = (/** @type {string} */ name) => document.querySelector(`input[name="${name}"]`);
  const mark = L.circleMarker([0, 0], { radius: 9, color: "#ffffff", weight: 2, fillColor: "#a9211c", fillOpacity: 1 });
  map.on("click", (/** @type {any} */ event) => {
    mark.setLatLng(event.latlng).addTo(map);
    for (const [name, value] of [["longitude", event.latlng.lng], ["latitude", event.latlng.lat]]) {
      const input = field(String(name));
      if (input instanceof HTMLInputElement) input.value = Number(value).toFixed(7);
    }
    const alley = field("alley");
    const found = nearestSegment(streets, event.latlng.lng, event.latlng.lat);
    if (alley instanceof HTMLInputElement && !alley.value && found.metres < NEAR_METRES) alley.value = found.name;
  });
}

/** @param {any} L @param {any} map @param {any[]} buildings */
function letLink(L, map, buildings) {
  /** @type {HTMLInputElement | null} */
  let field = null;
  document.addEventListener("focusin", (event) => {
    if (!(event.target instanceof HTMLInputElement) || event.target.name !== "osm_id") return;
    field = event.target;
    for (const row of document.querySelectorAll("form[data-link].selected")) row.classList.remove("selected");
    field.form?.classList.add("selected");
  });
  L.geoJSON(buildings, {
    style: { stroke: false, fillOpacity: 0 },
    onEachFeature: (/** @type {any} */ feature, /** @type {any} */ layer) => {
      layer.on("click", () => {
        if (!field) return;
        field.value = feature.properties.osm_id;
        field.form?.requestSubmit();
      });
    },
  }).addTo(map);
}

for (const place of document.querySelectorAll("[data-closure-map]")) {
  if (!(place instanceof HTMLElement)) continue;
  show(place).catch(() => {
    place.textContent = place.dataset.failed ?? "";
  });
}
