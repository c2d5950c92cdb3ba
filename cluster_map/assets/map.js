/* The map in the browser.
 *
 * Python says once what the map is made of (start) and, after each change, only what changed (show):
 * which symbols are visible, which class each prefecture has, what is selected. Geometry comes as
 * cached files. Panning and zooming stay here; they reach the link, never the server.
 */
(function () {
  "use strict";

  const WORLD_CUT = -30;          // the shifted world runs from -30 to 330 degrees
  const MERGE_PIXELS = 19;        // symbols nearer than this are drawn as one
  const SETTLE_MS = 150;          // a pan has ended when nothing moved for so long

  let map, config, page, shown, drawn = {}, layout = "map", moved = false, picks = 0, settling, named;

  // ---------------------------------------------------------------- small helpers

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;   // text, never HTML: names come from data
    return made;
  };
  /** Geometry by its address; a file that stands alone holds it itself. */
  const fetchJson = async (file) => {
    if (typeof file !== "string") return structuredClone(file);
    const answer = await fetch(file);
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    return answer.json();
  };
  const toShifted = (lon) => (lon < WORLD_CUT ? lon + 360 : lon);
  const toPlain = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
  const name = (names) => names[config.language === "ja" ? 1 : 0];
  const bit = (mask, position) => {
    const digit = mask[mask.length - 1 - (position >> 2)];
    return digit !== undefined && ((parseInt(digit, 16) >> (position & 3)) & 1) === 1;
  };
  const sectorOf = (sectors) => sectors.find((s) => shown.sectors.includes(s)) ?? sectors[0];

  // ---------------------------------------------------------------- link and clicks

  /** The live room of this page, which may know better where to look: see assets/room.js. */
  const room = () => (config.alone ? undefined : window.parent.clusterMapRoom);
  const led = () => room()?.place() ?? null;
  const atPlace = ({ lat, lon, zoom }) => ({ center: [lat, toShifted(lon)], zoom });

  const parentQuery = () => new URLSearchParams(window.parent.location.search);

  function placeInLink() {
    const query = parentQuery();
    const numbers = ["lat", "lon", "zoom"].map((key) => parseFloat(query.get(key)));
    const [lat, lon, zoom] = numbers;
    if (numbers.some((value) => !Number.isFinite(value))) return null;
    if (Math.abs(lat) > 85 || Math.abs(lon) > 180 || zoom < 1 || zoom > 12) return null;
    return { center: [lat, toShifted(lon)], zoom };
  }

  /** What this page's map had before its frame was made anew, say for another language. */
  const memory = () => ((window.parent.clusterMapMemory ??= {})[page] ??= {});

  const layoutInLink = () => (parentQuery().get("layout") === "tiles" ? "tiles" : "map");

  function writeLink() {
    if (config.alone) return;   // a file has no link
    const parent = window.parent;
    if (parent.location.pathname !== page) return;   // a link to another page has been followed: this map is going
    const query = parentQuery();
    if (!query.get("lang")) query.set("lang", config.language);
    memory().layout = layout;
    memory().place = moved ? { center: map.getCenter(), zoom: map.getZoom() } : null;
    if (moved) {
      const center = map.getCenter();
      query.set("lat", center.lat.toFixed(4));
      query.set("lon", toPlain(center.lng).toFixed(4));
      query.set("zoom", String(Math.round(map.getZoom() * 100) / 100));
    } else {
      ["lat", "lon", "zoom"].forEach((key) => query.delete(key));   // the server may remember an older place
    }
    if (layout === "tiles") query.set("layout", "tiles"); else query.delete("layout");
    const search = "?" + query.toString().replace(/%2C/g, ",");
    if (search !== parent.location.search) {
      // The same history entry: Back undoes choices, not every pan.
      parent.history.replaceState(parent.history.state, "", parent.location.pathname + search);
    }
  }

  function followHistory() {
    setLayout(layoutInLink());
    const place = placeInLink();
    if (place) map.setView(place.center, place.zoom, { animate: false });
  }

  function pick(kind, id) {
    if (config.alone) return;
    clearTimeout(settling);
    writeLink();
    const picked = { type: "Feature", geometry: null, properties: { kind, id, n: Date.now() + ++picks } };
    const data = window.__GLOBAL_DATA__;
    data.last_active_drawing = picked;
    data.previous_data = { last_active_drawing: picked };
    window.Streamlit.setComponentValue(data.previous_data);
  }

  // ---------------------------------------------------------------- tooltips and styles

  function tooltip(title, lines) {
    const box = element("div");
    box.append(element("strong", "", title));
    for (const line of lines.filter(Boolean)) box.append(element("span", "", line));
    return box;
  }

  function setClasses(layer, classes) {
    const path = layer.getElement && layer.getElement();
    if (path) path.setAttribute("class", `leaflet-interactive ${classes}`);
  }

  function showTrouble(error) {
    console.error(error);
    const box = element("div", "trouble", config.labels.trouble);
    box.setAttribute("role", "alert");
    map.getContainer().append(box);
  }

  function setTheme() {
    const colour = getComputedStyle(document.documentElement).getPropertyValue("--background-color").trim();
    const probe = element("i");
    probe.style.color = colour || "#fff";
    document.body.append(probe);
    const [r, g, b] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
    probe.remove();
    document.documentElement.classList.toggle("dark", 0.3 * r + 0.6 * g + 0.1 * b < 128);
  }

  // ---------------------------------------------------------------- by keyboard

  /* Tab comes to one mark of each kind, arrows go on to the nearest one that way, Enter chooses it.
   * A mark is { ids, element, at, label, act }: what it stands for, and what Enter does, if anything. */
  const walks = {};        // kind of mark -> { marks, current }
  let wanted = null;       // { kind, id } that gets the focus as soon as it is drawn

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /** Leaflet lets Tab stop at every shape that has a tooltip, by the hundred and without a name. */
  const noStop = (layer) => layer.on("add", () => layer.getElement().setAttribute("tabindex", "-1"));

  /** Which marks of a kind there are now; one that had the focus keeps it, though it may be drawn anew. */
  function setMarks(kind, marks, held = null) {
    const walk = (walks[kind] ??= { marks: [], current: null });
    walk.marks = marks;
    for (const { element, label, act } of marks) {
      element.setAttribute("tabindex", "-1");
      element.setAttribute("role", act ? "button" : "img");
      element.setAttribute("aria-label", label);
      element.dataset.mark = kind;
    }
    const find = (id) => id !== null && marks.find(({ ids }) => ids.includes(id));
    walk.current = find(held) || find(shown?.cluster ?? null) || find(walk.current?.ids[0] ?? null) || marks[0] || null;
    walk.current?.element.setAttribute("tabindex", "0");
    const free = document.activeElement === document.body || document.activeElement.closest(".leaflet-popup");
    const id = held ?? (free && wanted?.kind === kind ? wanted.id : null);
    if (find(id)) find(id).element.focus({ preventScroll: true });
    if (find(id) && wanted?.kind === kind) wanted = null;
  }

  /** What the focused mark of a kind stands for; null where none of them has it. */
  const heldMark = (kind) => walks[kind]?.marks.find(({ element }) => element === document.activeElement)?.ids[0] ?? null;

  function walkTo(walk, mark) {
    walk.current?.element.setAttribute("tabindex", "-1");
    walk.current = mark;
    mark.element.setAttribute("tabindex", "0");
    if (!map.getBounds().contains(mark.at)) {
      room()?.touched();
      moved = true;
      map.panInside(mark.at, { padding: [60, 60], animate: false });
    }
    mark.element.focus({ preventScroll: true });
  }

  function walkOn(event) {
    if (event.key === "Escape" && event.target.closest(".leaflet-popup")) {
      map.closePopup();
      walks.symbols?.current?.element.focus({ preventScroll: true });
      return;
    }
    const walk = walks[event.target.dataset?.mark];
    const from = walk?.marks.find(({ element }) => element === event.target);
    if (!from || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    if (event.key === "Enter" || event.key === " ") {
      if (from.act) wanted = { kind: event.target.dataset.mark, id: from.ids[0] };
      from.act?.();
    } else if (step) {
      const next = nearest(walk.marks, from, step);
      if (next) walkTo(walk, next);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The nearest mark one way: what lies straight ahead before what lies aside. */
  function nearest(marks, from, [right, down]) {
    const start = map.latLngToLayerPoint(from.at);
    let best = null;
    for (const mark of marks) {
      const by = map.latLngToLayerPoint(mark.at).subtract(start);
      const ahead = by.x * right + by.y * down;
      const aside = Math.abs(by.x * down - by.y * right);
      const cost = ahead + 2 * aside;
      if (ahead > 0.5 && aside <= 2 * ahead && (!best || cost < best.cost)) best = { mark, cost };
    }
    return best?.mark;
  }

  // ---------------------------------------------------------------- layers

  function addPolygons(geojson, pane, options) {
    const layers = {};
    // Each shape goes to the map by itself: a group on the map would make the frame send geometry back.
    L.geoJSON(geojson, { pane, bubblingMouseEvents: false, ...options }).eachLayer((layer) => {
      (layers[layer.feature.properties.id] ??= []).push(layer);
      if (options.interactive !== false) noStop(layer);
      layer.addTo(map);
    });
    return layers;
  }

  /** The middle of the largest part of a shape: where a person would point at it. */
  function middleOf(layer) {
    const rings = layer.getLatLngs().map((ring) => L.latLngBounds(Array.isArray(ring[0]) ? ring[0] : ring));
    const size = (box) => (box.getNorth() - box.getSouth()) * (box.getEast() - box.getWest());
    return rings.reduce((most, box) => (size(box) > size(most) ? box : most)).getCenter();
  }

  function addPrefectures(geojson, pane) {
    const layers = addPolygons(geojson, pane, {});
    for (const [id, parts] of Object.entries(layers)) {
      for (const layer of parts) {
        layer.bindTooltip(() => prefectureTooltip(id), { sticky: true, opacity: 1 });
        layer.on("click", () => pick("prefecture", id));
      }
    }
    return layers;
  }

  function prefectureWords(id) {
    const position = config.prefectures.indexOf(id);
    const value = shown.values[position];
    const label = shown.value_label ?? config.labels.value;
    const words = value === null ? config.labels.missing : label.replace("{value}", value);
    return [name(drawn.names.prefectures[id]), shown.words ? shown.words[position] : words];
  }

  function prefectureTooltip(id) {
    const [title, words] = prefectureWords(id);
    return tooltip(title, [words]);
  }

  function markPrefectures(kind, held) {
    setMarks(kind, config.prefectures.filter((id) => drawn[kind][id]).map((id) => {
      const [layer] = drawn[kind][id];
      const label = prefectureWords(id).filter(Boolean).join(": ");
      return { ids: [id], element: layer.getElement(), at: (layer.middle ??= middleOf(layer)), label, act: () => pick("prefecture", id) };
    }), held);
  }

  function addTiles(geojson) {
    drawn.tiles = addPrefectures(geojson, "tiles");
    drawn.tileNames = {};
    for (const [id, [layer]] of Object.entries(drawn.tiles)) {
      const label = element("span", "tile-name", name(drawn.names.prefectures[id]).replace(/(?<=..)[県府都]$/, ""));
      drawn.tileNames[id] = label;
      L.marker(layer.getBounds().getCenter(), {
        pane: "tile-names", interactive: false, keyboard: false,
        icon: L.divIcon({ className: "", html: label, iconSize: [0, 0] }),
      }).addTo(map);
    }
  }

  /** Once somebody looks closely, every coarse outline is replaced by its fine one. */
  function refineCoasts() {
    if (map.getZoom() < config.detail_from_zoom) return;
    for (const kind of ["prefectures", "partner_regions", "world", "disputed"]) {
      const file = config.files[`${kind}_detail`];
      if (!file || !drawn[kind] || drawn[kind].refined) continue;
      Object.defineProperty(drawn[kind], "refined", { value: true });
      fetchJson(file).then((geojson) => {
        for (const feature of geojson.features) {
          const fine = L.geoJSON(feature).getLayers()[0].getLatLngs();
          drawn[kind][feature.properties.id]?.forEach((layer) => layer.setLatLngs(fine));
        }
      });
    }
  }

  // ---------------------------------------------------------------- cluster symbols

  const symbolIcon = (sector, classes, size) => L.divIcon({
    className: `symbol sector-${sector} ${classes}`,
    html: config.icons[sector],
    iconSize: [size, size],
  });

  function mergeNear(visible) {
    const groups = [];
    for (const cluster of visible) {
      const at = map.latLngToLayerPoint(cluster.at);
      const near = cluster.id !== shown.cluster
        && groups.find((group) => !group.alone && group.at.distanceTo(at) < MERGE_PIXELS);
      if (near) near.members.push(cluster);
      else groups.push({ at, members: [cluster], alone: cluster.id === shown.cluster });
    }
    return groups;
  }

  function drawSymbols() {
    if (!drawn.symbols || !drawn.names || !shown) return;
    const held = heldMark("symbols");
    const marks = [];
    drawn.symbols.clearLayers();
    const visible = drawn.names.clusters.filter((cluster, position) => bit(shown.clusters, position));
    const dimmed = (cluster) => shown.focus.length && !cluster.prefectures.some((p) => shown.focus.includes(p));
    for (const { members } of mergeNear(visible)) {
      const [first] = members;
      const classes = [
        first.id === shown.cluster ? "selected" : "",
        members.every(dimmed) ? "dimmed" : "",
      ].join(" ");
      const icon = members.length === 1
        ? symbolIcon(config.sectors[sectorOf(first.sectors)], classes, first.id === shown.cluster ? 30 : 22)
        : L.divIcon({ className: `bubble ${classes}`, html: element("b", "", members.length), iconSize: [26, 26] });
      const marker = L.marker(first.at, { icon, keyboard: false, pane: "symbols", bubblingMouseEvents: false });
      const words = members.length === 1
        ? [name(first.names), first.sectors.map((s) => name(config.sector_names[s])).join(" · ")]
        : [config.labels.group.replace("{value}", members.length)];
      marker.bindTooltip(tooltip(words[0], words.slice(1)), { direction: "top", offset: [0, -10], opacity: 1 });
      const act = () => (members.length === 1 ? pick("cluster", first.id) : openGroup(first.at, members));
      marker.on("click", act);
      drawn.symbols.addLayer(marker);
      marks.push({ ids: members.map(({ id }) => id), element: marker.getElement(), at: first.at, label: words.join(", "), act });
    }
    setMarks("symbols", marks, held);
  }

  function drawBuyers() {
    const held = heldMark("buyers");
    drawn.buyers?.clearLayers();
    if (!drawn.buyerNames || !shown?.buyers) return;
    const stops = [];
    drawn.buyers ??= L.layerGroup().addTo(map);
    const { marks, kinds, words } = shown.buyers;
    drawn.buyerNames.forEach(([id, lat, lon, small, names], position) => {
      const kind = marks[position];
      if (kind === ".") return;
      const size = small ? 8 : 11;
      const icon = L.divIcon({ className: `buyer status-${kinds[kind]}`, html: "", iconSize: [size, size] });
      const marker = L.marker([lat, lon], { icon, keyboard: false, pane: "buyers", bubblingMouseEvents: false });
      marker.bindTooltip(tooltip(name(names), [words[kind]]), { direction: "top", offset: [0, -6], opacity: 1 });
      const act = () => pick("buyer", id);
      marker.on("click", act);
      drawn.buyers.addLayer(marker);
      stops.push({ ids: [id], element: marker.getElement(), at: marker.getLatLng(), label: `${name(names)}, ${words[kind]}`, act });
    });
    setMarks("buyers", stops, held);
  }

  /** Members, offices, fairs: one mark a place, hollow where the place is not exact. See maps/points.py. */
  function drawPoints() {
    const held = heldMark("points");
    const marks = [];
    drawn.points?.clearLayers();
    if (!shown?.points) return;
    drawn.points ??= L.layerGroup().addTo(map);
    const pane = shown.arcs && shown.arcs !== "0" ? "points" : "symbols";   // the ends of arcs stay above, to be clicked
    for (const { at, look, lines, number } of shown.points) {
      const written = number ?? (lines.length > 1 ? lines.length : null);
      const size = written !== null ? 17 : pane === "points" ? 8 : 12;   // a world of them has to leave room
      const html = written === null ? "" : element("b", "", written);
      const icon = L.divIcon({ className: `point ${look}`, html, iconSize: [size, size] });
      const marker = L.marker([at[0], toShifted(at[1])], { icon, keyboard: false, pane, bubblingMouseEvents: false });
      const label = tooltip(lines[0][0], lines.length > 1
        ? lines.slice(1, 12).map(([title]) => title).concat(lines.length > 12 ? ["…"] : [])
        : [lines[0][1]]);
      marker.bindTooltip(label, { direction: "top", offset: [0, -8], opacity: 1 });
      drawn.points.addLayer(marker);
      const said = lines.map((line) => line.filter(Boolean).join(", ")).join("; ");
      marks.push({ ids: [said], element: marker.getElement(), at: marker.getLatLng(), label: said });
    }
    setMarks("points", marks, held);
  }

  /** What a step has chosen wears its name: see named_places in tours/drawing.py. */
  function drawNames() {
    if (!shown?.names) return;
    (drawn.labels ??= L.layerGroup().addTo(map)).clearLayers();
    for (const [lat, lon, text] of shown.names) {
      drawn.labels.addLayer(L.tooltip([lat, toShifted(lon)], {
        content: element("span", "", text), permanent: true, direction: "top", offset: [0, -12], className: "place-name", opacity: 1,
      }));
    }
  }

  // ---------------------------------------------------------------- points of the reader's own file

  /** The server counts them in cells as wide as the largest symbol: see own_figures/grid.py. */
  const CELL_RADII = [2, 3, 4.5, 6, 7.5, 9];
  let cellsAsked = 0;

  function askForCells() {
    const asked = ++cellsAsked;
    const source = shown?.cells?.source;
    if (!source) {
      drawn.cells?.clearLayers();
      return;
    }
    const seen = map.getBounds().pad(0.1);
    const whole = seen.getEast() - seen.getWest() >= 360;
    const edge = (lat) => Math.max(-90, Math.min(90, lat));
    const query = new URLSearchParams({
      south: edge(seen.getSouth()), north: edge(seen.getNorth()),
      west: whole ? -180 : toPlain(seen.getWest()), east: whole ? 180 : toPlain(seen.getEast()),
      zoom: Math.max(1, map.getZoom()),
    });
    fetchJson(`../../${source}?${query}`).then(({ cells }) => {
      if (asked === cellsAsked) drawCells(cells);
    }).catch((error) => console.warn(error));   // the shades of the prefectures stay
  }

  function drawCells(cells) {
    (drawn.cells ??= L.layerGroup().addTo(map)).clearLayers();
    for (const [lat, lon, count] of cells) {
      const size = shown.cells.bounds.filter((bound) => count > bound).length;
      const mark = L.circleMarker([lat, toShifted(lon)], {
        pane: "cells", radius: CELL_RADII[size], className: `cell size-${size}`, bubblingMouseEvents: false,
      });
      const label = shown.cells.words.replace("{value}", count.toLocaleString(config.language));
      mark.bindTooltip(() => tooltip(label, []), { direction: "top", opacity: 1 });
      drawn.cells.addLayer(mark);
    }
    map.getContainer().dataset.cells = cells.length;
  }

  function openGroup(at, members) {
    const box = element("div", "group");
    for (const cluster of members) {
      const row = element("button");
      const dot = element("span", `symbol sector-${config.sectors[sectorOf(cluster.sectors)]}`);
      dot.innerHTML = config.icons[config.sectors[sectorOf(cluster.sectors)]];
      row.append(dot, element("span", "", name(cluster.names)));
      row.addEventListener("click", (event) => {
        if (event.detail === 0) wanted = { kind: "symbols", id: cluster.id };   // by keyboard, which goes on from there
        map.closePopup();
        pick("cluster", cluster.id);
      });
      box.append(row);
    }
    L.popup({ maxWidth: 290, maxHeight: 260, closeButton: true }).setLatLng(at).setContent(box).openOn(map);
    box.querySelector("button").focus();
  }

  // ---------------------------------------------------------------- tie-ups: arcs and partner regions

  function addRegions(geojson) {
    drawn.partner_regions = addPolygons(geojson, "regions", {});
    for (const [id, parts] of Object.entries(drawn.partner_regions)) {
      for (const layer of parts) {
        layer.bindTooltip(() => regionTooltip(id), { sticky: true, opacity: 1 });
        layer.on("click", () => pick("region", id));
      }
    }
    drawn.ends = {};
    for (const [id, region] of Object.entries(drawn.names.regions)) {
      const end = L.circleMarker(region.at, { pane: "ends", radius: 4.5, bubblingMouseEvents: false });
      noStop(end).addTo(map);
      end.bindTooltip(() => regionTooltip(id), { direction: "top", opacity: 1 });
      end.on("click", () => pick("region", id));
      drawn.ends[id] = end;
    }
  }

  function regionWords(id) {
    const region = drawn.names.regions[id];
    const visible = drawn.names.arcs.filter((arc, position) => arc.region === id && bit(shown.arcs, position));
    const tieUps = new Set(visible.map((arc) => arc.tie_up)).size;
    const certain = region.country_only ? config.labels.country_only : "";
    return [name(region.names), config.labels.tie_ups.replace("{value}", tieUps), certain];
  }

  function regionTooltip(id) {
    const [title, ...words] = regionWords(id);
    return tooltip(title, words);
  }

  function markEnds(visible) {
    const held = heldMark("ends");
    setMarks("ends", visible.map((id) => ({
      ids: [id], element: drawn.ends[id].getElement(), at: drawn.ends[id].getLatLng(),
      label: regionWords(id).filter(Boolean).join(", "), act: () => pick("region", id),
    })), held);
  }

  function addArcs() {
    drawn.arcs = drawn.names.arcs.map((arc) => {
      const line = L.polyline(arc.line, { pane: "arcs", interactive: false, smoothFactor: 0.5 }).addTo(map);
      // A thin line is hard to hit: an unseen wide one takes the clicks.
      const target = noStop(L.polyline(arc.line, { pane: "arc-targets", weight: 12, opacity: 0, bubblingMouseEvents: false }));
      target.bindTooltip(() => tooltip(name(arc.names), [
        arc.sectors.map((s) => name(config.sector_names[s])).join(" · "), name(arc.years),
      ]), { sticky: true, opacity: 1 });
      target.on("click", () => pick("tie_up", arc.tie_up));
      target.on("mouseover", () => line.getElement()?.classList.add("hover"));
      target.on("mouseout", () => line.getElement()?.classList.remove("hover"));
      return { line, target, arc };
    });
  }

  function styleArcs() {
    if (!drawn.arcs || !shown) return;
    const perRegion = {};
    const chosen = shown.tie_up || shown.region || shown.focus.length;
    drawn.arcs.forEach(({ line, target, arc }, position) => {
      const visible = bit(shown.arcs, position);
      const sector = config.sectors[sectorOf(arc.sectors)];
      const selected = shown.tie_up ? arc.tie_up === shown.tie_up
        : shown.region ? arc.region === shown.region
        : shown.focus.includes(arc.prefecture);
      setClasses(line, [`arc sector-${sector}`, visible ? "" : "hidden", arc.ended ? "ended" : "",
        chosen ? (selected ? "selected" : "dimmed") : ""].join(" "));
      if (chosen && selected) line.bringToFront();
      if (visible) target.addTo(map); else target.remove();
      if (visible) (perRegion[arc.region] ??= []).push(sector);
    });
    for (const [id, layers] of Object.entries(drawn.partner_regions)) {
      const sectors = [...new Set(perRegion[id] ?? [])];
      const kind = !sectors.length ? "hidden" : sectors.length === 1 ? `sector-${sectors[0]}` : "several";
      const classes = `region ${kind} ${drawn.names.regions[id].country_only ? "country-only" : ""} `
        + (id === shown.region || drawn.names.arcs.some((arc) => arc.tie_up === shown.tie_up && arc.region === id) ? "selected" : "");
      layers.forEach((layer) => setClasses(layer, classes));
      setClasses(drawn.ends[id], `end ${classes}`);
    }
    markEnds(Object.keys(drawn.ends).filter((id) => perRegion[id]));
  }

  // ---------------------------------------------------------------- legend and controls

  const legend = L.control();
  legend.onAdd = () => {
    const box = element("details", "legend");
    box.open = window.innerWidth > 560;
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };

  function drawLegend() {
    const box = legend.getContainer();
    box.replaceChildren(element("summary", "", shown.legend.title));
    for (const [classes, label] of shown.legend.rows) {
      const row = element("div", "row");
      row.append(element("i", `swatch ${classes}`), element("span", "", label));
      box.append(row);
    }
  }

  function button(position, label, svg, action) {
    const control = L.control({ position });
    control.onAdd = () => {
      const bar = element("div", "leaflet-bar");
      const made = element("a", "map-button");
      made.innerHTML = svg;
      made.href = "#";
      made.title = label;
      made.setAttribute("role", "button");
      made.setAttribute("aria-label", label);
      made.addEventListener("click", (event) => { event.preventDefault(); action(); });
      bar.append(made);
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    };
    return control.addTo(map);
  }

  const HOME = '<svg viewBox="0 0 24 24"><path d="M4 11l8-7 8 7v9h-5v-6H9v6H4z"/></svg>';
  const TILES = '<svg viewBox="0 0 24 24"><path d="M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z"/></svg>';

  const MEANT_FOR = [1000, 640];   // pixels of the map that a place of a step is meant for

  /** Looks where a step wants, as widely on every screen; in one long move where that is welcome. */
  function lookAt(look, animate) {
    const still = !animate || matchMedia("(prefers-reduced-motion: reduce)").matches;
    let [center, zoom] = [look.center && [look.center[0], toShifted(look.center[1])], look.zoom];
    if (look.bounds) {
      zoom = map.getBoundsZoom(look.bounds);
      center = L.latLngBounds(look.bounds).getCenter();
    } else {
      const size = map.getSize();
      zoom += Math.log2(Math.min(size.x / MEANT_FOR[0], size.y / MEANT_FOR[1]));
      zoom = Math.max(map.getMinZoom(), Math.round(zoom * 4) / 4);
    }
    if (!still) {
      map.flyTo(center, zoom, { duration: 1.6 });
      return;
    }
    // To set a view ends a pan under way, at whose end Leaflet begins another where more is seen than the
    // bounds of the map hold, as when its frame has no size yet: that one is ended by the second.
    map.setView(center, zoom, { animate: false });
    map.setView(center, zoom, { animate: false });
  }

  const home = () => shown?.fit ?? config.bounds;
  const lookHome = (animate) => (shown?.look ? lookAt(shown.look, animate) : map.fitBounds(home(), { animate }));

  function goHome() {
    room()?.touched();
    moved = false;
    if (layout === "tiles") fitTiles();
    else lookHome(true);
    writeLink();
  }

  function setLayout(wanted) {
    layout = config.files.tiles ? wanted : "map";
    map.getContainer().classList.toggle("as-tiles", layout === "tiles");
    if (layout === "tiles" && !drawn.tiles) {
      drawn.tiles = {};
      Promise.all([fetchJson(config.files.tiles), named])
        .then(([geojson]) => { addTiles(geojson); apply(); fitTiles(); })
        .catch(showTrouble);
    }
  }

  function fitTiles() {
    if (layout !== "tiles" || moved || !drawn.tiles) return;
    const tiles = Object.values(drawn.tiles).flat();
    if (tiles.length) map.fitBounds(L.featureGroup(tiles).getBounds(), { animate: false, padding: [8, 8] });
  }

  // ---------------------------------------------------------------- the two doors

  function apply() {
    if (!shown || !drawn.names) return;
    const focus = new Set(shown.focus);
    const held = { prefectures: heldMark("prefectures"), tiles: heldMark("tiles") };   // to bring to front is to let go
    for (const layers of [drawn.prefectures, drawn.tiles]) {
      for (const [id, parts] of Object.entries(layers ?? {})) {
        const shade = shown.shade[config.prefectures.indexOf(id)];
        const classes = `prefecture shade-${shade === "." ? "none" : shade} `
          + (focus.has(id) ? "selected" : focus.size && !shown.keep_shades ? "dimmed" : "");
        parts.forEach((layer) => {
          setClasses(layer, classes);
          if (focus.has(id)) layer.bringToFront();
        });
      }
    }
    for (const kind of ["prefectures", "tiles"]) {
      if (drawn[kind]) markPrefectures(kind, held[kind]);
    }
    for (const [id, label] of Object.entries(drawn.tileNames ?? {})) {
      label.classList.toggle("on-strong", shown.shade[config.prefectures.indexOf(id)] >= "4");
    }
    drawSymbols();
    drawPoints();
    drawBuyers();
    drawNames();
    styleArcs();
    drawLegend();
    map.getContainer().setAttribute("aria-label", shown.summary);
  }

  function bringIntoView(before) {
    if (led() || !before || !shown.cluster || shown.cluster === before.cluster) return;
    const chosen = drawn.names?.clusters?.find((cluster) => cluster.id === shown.cluster);
    if (chosen && !map.getBounds().pad(-0.05).contains(chosen.at)) map.panTo(chosen.at);
  }

  /** Draws a change: see maps/changes.py for what it holds. */
  function show(change) {
    if (change.tour) {
      window.clusterPlayer.play(change, config, map, draw);
      return;
    }
    draw(change);
  }

  function draw(change) {
    const before = shown;
    shown = change;
    apply();
    if (change.fit && !moved && !led() && String(change.fit) !== String(before?.fit)) map.fitBounds(home(), { animate: false });
    if (change.look && !led()) follow(change, before);
    else bringIntoView(before);
    if (change.cells?.source !== before?.cells?.source) askForCells();
    writeLink();
    sendWord();
  }

  /** Says that the map is drawn, where the server waits for that: see maps/drawn.py. */
  function sendWord() {
    if (!shown?.word || !drawn.prefectures) return;
    navigator.sendBeacon(config.drawn + shown.word);
    shown.word = null;
  }

  /** A step says where to look; a place in the link of somebody who has just come says it better. */
  function follow(change, before) {
    if (before?.step === change.step && JSON.stringify(before?.look) === JSON.stringify(change.look)) return;
    if (!before && moved) return;
    moved = false;
    lookAt(change.look, Boolean(before));
  }

  /** Makes the map ready: see maps/base.py for what the configuration holds. */
  function start(leafletMap, configuration) {
    map = leafletMap;
    config = configuration;
    page = window.parent.location.pathname;
    named = fetchJson(config.files.names).then((found) => { drawn.names = unpack(found); });
    document.documentElement.lang = config.language;
    document.title = config.labels.map;
    setTheme();
    if (parentQuery().get("embed") === "true") {   // there the frame is as high as another page made it
      document.documentElement.classList.add("embedded");
      map.invalidateSize();
    }
    window.Streamlit?.events.addEventListener("streamlit:render", () => setTimeout(setTheme));
    const panes = ["land", "prefectures", "regions", "disputed", "tiles", "tile-names", "arcs", "arc-targets", "points", "ends", "cells", "buyers", "symbols"];
    panes.forEach((pane, position) => { map.createPane(pane).style.zIndex = 300 + 10 * position; });
    map.attributionControl.setPrefix(false).addAttribution(config.labels.credit);
    const box = map.getContainer();
    box.setAttribute("role", "region");
    // Leaflet takes the focus on a press; a page that scrolls to it then would make the click miss.
    const focus = box.focus.bind(box);
    box.focus = () => focus({ preventScroll: true });

    const own = placeInLink() ?? memory().place ?? null;
    const place = led() ? atPlace(led()) : own;
    if (place) map.setView(place.center, place.zoom, { animate: false });
    else map.fitBounds(home(), { animate: false });
    moved = own !== null && !led();

    const corner = config.controls ?? "topright";
    L.control.zoom({ position: corner, zoomInTitle: config.labels.zoom_in, zoomOutTitle: config.labels.zoom_out }).addTo(map);
    button(corner, config.labels.home, HOME, goHome);
    if (config.files.tiles) {
      button("topright", config.labels.tiles, TILES, () => {
        setLayout(layout === "tiles" ? "map" : "tiles");
        goHome();
      });
    }
    setLayout(layoutInLink() === "tiles" ? "tiles" : memory().layout ?? "map");
    legend.setPosition(config.legend).addTo(map);
    drawn.symbols = L.layerGroup().addTo(map);

    // Only a hand on the map moves it for the link; fitting a view does not.
    const byHand = () => { room()?.touched(); moved = true; };
    ["dragstart", "boxzoomend"].forEach((event) => map.on(event, byHand));
    map.getContainer().addEventListener("wheel", byHand, { passive: true });
    map.getContainer().addEventListener("dblclick", byHand);
    map.getContainer().addEventListener("touchmove", byHand, { passive: true });
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.target === map.getContainer() && /^(Arrow|[+=_-])/.test(event.key)) byHand();
    });
    map.getContainer().addEventListener("keydown", walkOn);
    map.getContainer().querySelector(".leaflet-control-zoom").addEventListener("click", byHand, true);
    map.on("moveend", () => {
      clearTimeout(settling);
      settling = setTimeout(() => {
        if (map.getPane("mapPane").classList.contains("leaflet-pan-anim")) return;   // on its way back into the world: that ends too
        if (moved) writeLink();
        askForCells();
      }, SETTLE_MS);
    });
    map.on("move", () => room()?.moved());
    room()?.moved();
    map.on("resize", () => {
      if (moved || led()) return;
      lookHome(false);
      fitTiles();
    });
    map.on("zoomend", () => { drawSymbols(); refineCoasts(); });
    map.on("click", () => {
      if (shown && (shown.focus.length || shown.cluster || shown.tie_up || shown.region)) pick("nothing", "");
    });
    window.parent.addEventListener("popstate", followHistory);
    window.addEventListener("pagehide", () => {
      clearTimeout(settling);
      window.parent.removeEventListener("popstate", followHistory);
    });

    Promise.all([fetchJson(config.files.prefectures), named]).then(([geojson]) => {
      drawn.prefectures = addPrefectures(geojson, "prefectures");
      apply();
      map.getContainer().classList.add("ready");
      sendWord();
      refineCoasts();
      return fetchJson(config.files.world);
    }).then((geojson) => {
      // Japan is drawn by its prefectures; the coarser country would show behind their coasts.
      geojson.features = geojson.features.filter((feature) => feature.properties.id !== "JP");
      drawn.world = addPolygons(geojson, "land", { interactive: false, className: "land" });
      return fetchJson(config.files.disputed);
    }).then((geojson) => {
      drawn.disputed = addPolygons(geojson, "disputed", { className: "disputed" });
      refineCoasts();
      for (const layer of Object.values(drawn.disputed).flat()) {
        layer.bindTooltip(() => tooltip(config.labels.disputed, []), { sticky: true, opacity: 1 });
      }
    }).catch(showTrouble);
    if (config.files.buyers) {
      fetchJson(config.files.buyers).then((found) => { drawn.buyerNames = found; drawBuyers(); }).catch(showTrouble);
    }
    if (config.files.partner_regions) {
      Promise.all([fetchJson(config.files.partner_regions), named]).then(([geojson]) => {
        addRegions(geojson);
        addArcs();
        apply();
      }).catch(showTrouble);
    }
  }

  function unpack(found) {
    const clusters = (found.clusters ?? []).map(([id, lat, lon, sectors, prefectures, names]) =>
      ({ id, at: L.latLng(lat, lon), sectors, prefectures, names }));
    const arcs = (found.arcs ?? []).map(([tie_up, prefecture, region, sectors, ended, names, years, line]) =>
      ({ tie_up, prefecture, region, sectors, ended, names, years, line }));
    const regions = Object.fromEntries((found.regions ?? []).map(([id, lat, lon, country_only, names]) =>
      [id, { at: L.latLng(lat, lon), country_only, names }]));
    return { prefectures: found.prefectures, clusters, arcs, regions };
  }

  /** Where the map looks, for the room of a presenter; null while there is no map yet. */
  function place() {
    if (!map) return null;
    const at = map.getCenter();
    return { lat: +at.lat.toFixed(4), lon: +toPlain(at.lng).toFixed(4), zoom: +map.getZoom().toFixed(2) };
  }

  /** Looks where a presenter looks. */
  function goTo(wanted) {
    const { center, zoom } = atPlace(wanted);
    moved = false;
    map.setView(center, zoom, { animate: false });
    writeLink();
  }

  window.clusterMap = { start, show, place, goTo };
})();
