/* The player of a tour, beside the map of its frame or its file.
 *
 * Python says all steps at once (play); going on, back, full screen and the speaker's window need no
 * server, so a tour goes on when the network does not. The step stands in the link.
 */
(function () {
  "use strict";

  const ICONS = {
    back: "M15 5l-7 7 7 7", next: "M9 5l7 7-7 7",
    full_screen: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
    speaker: "M3 4h18v12H3zM8 20h8M12 16v4",
  };
  const SWIPE_PIXELS = 50;

  let tour, config, map, draw, panel, at = 0, speaker, lock, started;

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;   // text, never HTML: anybody may have written a tour
    return made;
  };
  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), config.labels[key]);
  const page = () => (config.alone ? window : window.parent);
  const counted = () => say("step", { n: at + 1, count: tour.steps.length });

  function toolButton(key, action) {
    const made = element("button", key);
    made.type = "button";
    made.title = say(key);
    made.setAttribute("aria-label", say(key));
    made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[key]}"/></svg>`;
    made.addEventListener("click", action);
    return made;
  }

  /** In a file the other language is a reload away; on a page the page has a button for it. */
  function languageButton() {
    const made = element("button", "language", say("other_language"));
    made.type = "button";
    made.lang = config.other_language;
    made.addEventListener("click", () => {
      const parts = linkParts();
      parts.set("lang", config.other_language);
      window.location.hash = parts;
      window.location.reload();
    });
    return made;
  }

  // ---------------------------------------------------------------- the step in the link

  const linkParts = () => new URLSearchParams(config.alone ? page().location.hash.slice(1) : page().location.search);

  function stepInLink() {
    const said = Number(linkParts().get("step") ?? 1);
    return Number.isInteger(said) ? Math.max(0, Math.min(tour.steps.length, said) - 1) : 0;
  }

  function writeStep() {
    const parts = linkParts();
    parts.set("step", at + 1);
    const { history, location } = page();
    const text = parts.toString().replace(/%2C/g, ",");
    if (config.alone) history.replaceState(null, "", `#${text}`);
    else history.replaceState(history.state, "", `${location.pathname}?${text}`);
  }

  // ---------------------------------------------------------------- going on

  function go(wanted) {
    const step = Math.max(0, Math.min(tour.steps.length - 1, wanted));
    if (step === at) return;
    at = step;
    writeStep();
    show();
    keepAwake();
  }
  const next = () => go(at + 1);
  const back = () => go(at - 1);

  function show() {
    const step = tour.steps[at];
    draw({ ...step.change, look: step.look, names: step.names, step: at });
    showPanel(step);
    showSpeaker();
    window.dispatchEvent(new CustomEvent("tour-step", { detail: { step: at + 1, count: tour.steps.length } }));
    for (const row of page().document.querySelectorAll("[data-tour-step]")) {
      row.classList.toggle("now", Number(row.dataset.tourStep) === at + 1);
    }
  }

  // ---------------------------------------------------------------- the panel

  function buildPanel() {
    document.documentElement.classList.add("stage");
    panel = {
      box: element("aside", "tour"), kicker: element("p", "kicker"), text: element("div", "text"),
      title: element("h1"), words: element("p", "words"), holds: element("p", "holds"),
      sources: element("div", "sources"), bar: element("div", "progress"), count: element("span", "count"),
    };
    panel.text.setAttribute("aria-live", "polite");
    panel.text.append(panel.title, panel.words, panel.holds, panel.sources);
    panel.back = toolButton("back", back);
    panel.next = toolButton("next", next);
    const tools = element("nav");
    tools.append(panel.back, panel.count, panel.next, element("span", "gap"));
    if (config.alone) tools.append(languageButton());
    tools.append(toolButton("speaker", openSpeaker), toolButton("full_screen", () => fullScreen()));
    panel.box.append(panel.kicker, panel.text, panel.bar, tools);
    document.body.prepend(panel.box);
    followSwipes(panel.box);
  }

  function showPanel(step) {
    panel.kicker.textContent = tour.title;
    panel.title.textContent = step.title;
    panel.words.textContent = step.words;
    panel.holds.textContent = step.holds === step.title ? "" : step.holds;
    if (step.address) panel.holds.append(" ", outsideLink(say("open"), step.address));
    panel.sources.replaceChildren(...step.sources.map(sourceLine));
    panel.count.textContent = counted();
    panel.back.disabled = at === 0;
    panel.next.disabled = at === tour.steps.length - 1;
    panel.bar.style.setProperty("--done", (at + 1) / tour.steps.length);
    panel.text.scrollTop = 0;
    panel.text.classList.remove("shown");
    requestAnimationFrame(() => panel.text.classList.add("shown"));
  }

  const outsideLink = (text, address) =>
    Object.assign(element("a", "", text), { href: address, target: "_blank", rel: "noopener noreferrer" });

  function sourceLine([text, address, evidence]) {
    const line = element("p");
    if (evidence) line.append(element("i", "badge", evidence));
    line.append(address ? outsideLink(text, address) : element("span", "", text));
    return line;
  }

  function followSwipes(box) {
    let start;
    box.addEventListener("touchstart", (event) => { start = event.touches[0]; }, { passive: true });
    box.addEventListener("touchend", (event) => {
      const [across, down] = [event.changedTouches[0].clientX - start.clientX, event.changedTouches[0].clientY - start.clientY];
      if (Math.abs(across) > SWIPE_PIXELS && Math.abs(across) > 2 * Math.abs(down)) (across < 0 ? next : back)();
    }, { passive: true });
  }

  // ---------------------------------------------------------------- keys: also those that a clicker sends

  const KEYS = {
    ArrowRight: next, PageDown: next, " ": next,
    ArrowLeft: back, PageUp: back, Backspace: back,
    Home: () => go(0), End: () => go(tour.steps.length - 1),
    f: () => fullScreen(), F5: () => fullScreen(true), s: () => openSpeaker(), b: () => darken(), ".": () => darken(),
  };

  function onKey(event) {
    const busy = event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog], [role=listbox], [role=slider]");
    const pressed = event.target.closest?.("button, a, summary, [role=button]") && [" ", "Enter"].includes(event.key);
    const action = event.shiftKey && event.key === " " ? back : KEYS[event.key];
    if (!action || busy || pressed || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();   // the map would pan
    action();
  }

  function darken() {
    document.documentElement.classList.toggle("darkened");
  }

  function fullScreen(only) {
    keepAwake();
    const shown = page().document.fullscreenElement;
    if (shown) return only ? undefined : page().document.exitFullscreen();
    return (window.frameElement ?? document.documentElement).requestFullscreen().catch(() => note(say("blocked")));
  }

  async function keepAwake() {
    started ??= Date.now();
    if (lock && !lock.released) return;
    try { lock = await navigator.wakeLock.request("screen"); }
    catch { lock = undefined; }   // not offered without https, or by this browser: the speaker's view says so
    showSpeaker();
  }

  function note(text) {
    const box = element("div", "trouble", text);
    box.setAttribute("role", "alert");
    map.getContainer().append(box);
    setTimeout(() => box.remove(), 6000);
  }

  // ---------------------------------------------------------------- the speaker's window

  function openSpeaker() {
    keepAwake();
    const opened = window.open("", "cluster-map-speaker", "popup,width=1000,height=700");
    if (!opened) { note(say("blocked")); return; }
    speaker = opened;
    const { document: paper } = speaker;
    paper.documentElement.lang = config.language;
    paper.documentElement.className = `speaker ${document.documentElement.classList.contains("dark") ? "dark" : ""}`;
    const styles = [...document.querySelectorAll("style, link[rel=stylesheet]")].map((style) => paper.importNode(style, true));
    styles.filter((style) => style.href).forEach((style, n) => {
      style.href = [...document.querySelectorAll("link[rel=stylesheet]")][n].href;
    });
    paper.head.replaceChildren(element("title", "", `${say("speaker")} | ${tour.title}`), ...styles);
    speaker.removeEventListener("keydown", onKey);
    speaker.addEventListener("keydown", onKey);
    clearInterval(speaker.clock);
    speaker.clock = speaker.setInterval(showClock, 1000);
    showSpeaker();
    speaker.focus();
  }

  const speakerIsOpen = () => speaker && !speaker.closed;

  function showSpeaker() {
    if (!speakerIsOpen()) return;
    const [now, later] = [tour.steps[at], tour.steps[at + 1]];
    const head = element("header");
    head.append(element("b", "", counted()), element("span", "clock"),
      element("span", "awake", say(lock && !lock.released ? "awake" : "sleeps")));
    const main = element("main");
    main.append(element("h1", "", now.title), element("p", "words", now.words),
      element("h2", "", say("notes")), element("p", "notes", now.notes || say("no_notes")));
    const coming = element("aside");
    coming.append(element("h2", "", say("up_next")));
    if (later) coming.append(element("h3", "", later.title), element("p", "", later.words));
    else coming.append(element("p", "", say("end")));
    const buttons = element("nav");
    const [backward, forward] = [toolButton("back", back), toolButton("next", next)];
    backward.disabled = at === 0;
    forward.disabled = !later;
    buttons.append(backward, forward);
    speaker.document.body.replaceChildren(head, main, coming, buttons);
    showClock();
  }

  function showClock() {
    if (!speakerIsOpen()) return;
    const seconds = Math.round((Date.now() - started) / 1000);
    const clock = speaker.document.querySelector(".clock");
    const passed = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (clock) clock.textContent = say("elapsed", { time: passed });
  }

  // ---------------------------------------------------------------- the door

  function onPageClick(event) {
    const row = event.target.closest?.("[data-tour-step]");
    if (!row) return;
    event.preventDefault();
    go(Number(row.dataset.tourStep) - 1);
    window.frameElement?.scrollIntoView({ block: "nearest" });
  }

  function followHistory() { if (tour) { at = stepInLink(); show(); } }

  function listen() {
    const outside = page();
    const onVisible = () => { if (document.visibilityState === "visible" && started) keepAwake(); };
    window.addEventListener("keydown", onKey, true);
    document.addEventListener("visibilitychange", onVisible);
    outside.addEventListener(config.alone ? "hashchange" : "popstate", followHistory);
    window.addEventListener("cluster-map-link", followHistory);   // a live room has gone on: see room.js
    if (!config.alone) {
      outside.document.addEventListener("keydown", onKey, true);
      outside.document.addEventListener("click", onPageClick, true);
    }
    window.addEventListener("pagehide", () => {
      outside.removeEventListener("popstate", followHistory);
      outside.document.removeEventListener("keydown", onKey, true);
      outside.document.removeEventListener("click", onPageClick, true);
      if (speakerIsOpen()) speaker.close();
    });
  }

  /** Plays a tour from the step in the link: see tours/drawing.py for what it holds. */
  function play(played, configuration, leafletMap, drawChange) {
    const first = !tour;
    [tour, config, map, draw] = [played, configuration, leafletMap, drawChange];
    if (first) {
      buildPanel();
      listen();
      // The panel leaves the map less room as soon as its style is there.
      new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
    }
    at = stepInLink();
    show();
  }

  window.clusterPlayer = { play, go: (step) => go(step - 1), step: () => at + 1 };
})();
