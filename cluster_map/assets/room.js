/* Live rooms in the browser: leads one, or follows one, from the page around the map.
 *
 * Moves come as server-sent events and reach the map in its frame; the page runs again only when the
 * presenter's view changes. The lead's token stays in this tab: no link has it but the one that hands
 * the lead on, and there it stands behind the #.
 */
(function () {
  "use strict";

  const OWN = ["lang", "room", "embed", "embed_options", "lat", "lon", "zoom"];   // of each reader, never followed
  const COLLECTED = "compare";   // goes along to every page, and is shown on the page of that name alone
  const REST_MS = 150;         // between two posts: what is posted then is the newest
  const COUNT_MS = 3000;       // between two looks at how many follow
  const POLL_MS = 2000;        // between two questions where events do not come through
  const SILENCE_MS = 6000;     // without a first event they are taken to be blocked
  const EVENTS_AGAIN_MS = 30000;
  const LOST_MS = 1500;        // until a post is tried again
  const KEPT = "cluster-map-lead";
  const RECORDED = "cluster-map-recorded";
  const MOST_RECORDED = 500;   // states of a session
  const NO_MAP_MS = 4000;      // so long a presenter's page may take to draw its map
  const JAPAN = { lat: 37.5, lon: 137, zoom: 5 };   // told where a page has no map

  const root = new URL(".", document.baseURI);
  let settings, code = null, mode = "none", following = false, lead = null, offered = null, trouble = null;
  let state = null, place = null, expected = null, applying = false, followers = null, invited = null;
  let stopListening = () => {}, pumping = false, wanted = false, posted = null;

  // ---------------------------------------------------------------- small helpers

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), settings.labels[key]);
  const rest = (ms) => new Promise((done) => setTimeout(done, ms));
  const address = (tail = "") => new URL(`api/v1/rooms/${code}${tail}`, root);
  const bearer = () => ({ Authorization: `Bearer ${lead}` });
  const frames = () => [...document.querySelectorAll("iframe")].filter((frame) => {
    try { return frame.offsetParent && frame.contentWindow.clusterMap; }
    catch { return false; }   // a frame of another site
  }).map((frame) => frame.contentWindow);
  /** Who polls is counted by this; made up anew with each page, and kept nowhere. */
  const follower = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const maps = () => frames().map((frame) => frame.clusterMap).filter((map) => map.place());

  // ---------------------------------------------------------------- the link

  const isOwn = (name, page) => OWN.includes(name) || (name === COLLECTED && page !== COLLECTED);
  const currentPage = () => location.pathname.slice(root.pathname.length).replace(/\/$/, "");

  /** What of a query is followed, in one order, so that two can be compared. */
  function viewOf(page, query) {
    const kept = [...new URLSearchParams(query)].filter(([name]) => !isOwn(name, page) && name !== "page").sort();
    return new URLSearchParams(page ? [["page", page], ...kept] : kept).toString();
  }
  const currentView = () => viewOf(currentPage(), location.search);
  const followedView = () => viewOf(new URLSearchParams(state.view).get("page") ?? "", state.view);
  const withoutStep = (view) => { const query = new URLSearchParams(view); query.delete("step"); return query.toString(); };

  function open(page, query, runsPage = true) {
    const target = new URL(page, root);
    target.search = query.toString().replace(/%2C/g, ",");
    applying = true;
    history.replaceState(history.state, "", target);
    applying = false;
    if (runsPage) window.dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    else frames().forEach((frame) => frame.dispatchEvent(new Event("cluster-map-link")));
  }

  function setRoom(wantedCode) {
    const query = new URLSearchParams(location.search);
    if (query.get("room") === wantedCode) return;
    if (wantedCode) query.set("room", wantedCode); else query.delete("room");
    open(currentPage(), query);
  }

  for (const name of ["pushState", "replaceState"]) {
    const original = history[name].bind(history);
    history[name] = (...given) => { original(...given); linkChanged(); };
  }
  window.addEventListener("popstate", () => { if (!applying) linkChanged(); });

  function linkChanged() {
    if (mode === "lead") changed();
    // Whoever chooses something for themselves looks around on their own from then on.
    if (mode === "follow" && following && !applying && expected !== null && currentView() !== expected) release();
  }

  // ---------------------------------------------------------------- leading

  async function goLive() {
    const answer = await fetch(new URL("api/v1/rooms", root), { method: "POST" }).catch(() => null);
    if (!answer?.ok) { trouble = answer?.status === 429 || answer?.status === 503 ? "busy" : "offline"; draw(); return; }
    const opened = await answer.json();
    keepLead(opened.code, opened.lead_token);
    forgetRecorded();
    enter(opened.code);
    setRoom(opened.code);
    // A page with the large invitation on it needs no small one.
    invited = document.querySelector(".st-key-go-live") ? null : "room";
    draw();
  }

  function keepLead(ofRoom, token) {
    try { sessionStorage.setItem(KEPT, JSON.stringify({ code: ofRoom, token })); }
    catch { /* a browser that keeps nothing: the lead ends with a reload */ }
    lead = token;
  }
  function keptLead() {
    try { return JSON.parse(sessionStorage.getItem(KEPT)); } catch { return null; }
  }
  function forgetLead() {
    try { sessionStorage.removeItem(KEPT); } catch { /* nothing was kept */ }
    lead = null;
  }

  function startLead() {
    mode = "lead";
    offered = null;
    posted = null;
    const counting = setInterval(count, COUNT_MS);
    const waiting = setTimeout(() => { place ??= JAPAN; changed(); }, NO_MAP_MS);
    stopListening = () => { clearInterval(counting); clearTimeout(waiting); };
    changed();
    count();
  }

  function currentState() {
    place = maps()[0]?.place() ?? place;
    const step = Number.parseInt(new URLSearchParams(location.search).get("step"), 10);
    return { ...place, view: currentView(), step: Number.isInteger(step) ? step : null };
  }

  function changed() {
    place = maps()[0]?.place() ?? place;
    if (!place) return;   // nobody has seen the map yet
    wanted = true;
    if (!pumping && mode === "lead") pump();
  }

  /** What was shown stays in this tab, where it can become a tour: see ui/own_tour.py. */
  function record(body) {
    try {
      const shown = JSON.parse(sessionStorage.getItem(RECORDED) ?? "[]");
      const state = { ...JSON.parse(body), at: Date.now() };
      sessionStorage.setItem(RECORDED, JSON.stringify([...shown, state].slice(-MOST_RECORDED)));
    } catch { /* a tab that keeps nothing records nothing */ }
  }

  /** A tour is of one session: that of the last room is over. */
  function forgetRecorded() {
    try { sessionStorage.removeItem(RECORDED); } catch { /* nothing was recorded */ }
  }

  async function pump() {
    pumping = true;
    while (wanted && mode === "lead") {
      wanted = false;
      const body = JSON.stringify(currentState());
      if (body === posted) break;
      const answer = await fetch(address("/state"), { method: "POST", body, headers: bearer() }).catch(() => null);
      if (mode !== "lead") break;
      if (answer?.ok) {
        posted = body;
        record(body);
        hear(null);
        await rest(REST_MS);
      } else if ([401, 403, 404, 410].includes(answer?.status)) {
        lost(answer.status);
      } else {
        // Too fast, or no way through: only the newest state is worth another try.
        wanted = answer?.status !== 400;
        if (!answer || answer.status >= 500) hear("offline");
        await rest(Math.max(LOST_MS, 1000 * Number(answer?.headers.get("Retry-After") ?? 0)));
      }
    }
    pumping = false;
  }

  async function count() {
    const answer = await fetch(address(), { headers: bearer() }).catch(() => null);
    if (mode !== "lead") return;
    if (answer?.ok) {
      followers = (await answer.json()).followers;
      if (trouble === "offline") changed();
      hear(null);
    } else if ([401, 403, 404, 410].includes(answer?.status)) lost(answer.status);
    else hear("offline");
  }

  function lost(status) {
    forgetLead();
    stopListening();
    if (status === 404 || status === 410) finish(status === 404 ? "unknown" : "over");
    else { startFollowing(); trouble = "passed"; draw(); }
  }

  async function handOn() {
    const answer = await fetch(address("/lead"), { method: "POST", headers: bearer() }).catch(() => null);
    if (!answer?.ok) { hear("offline"); return; }
    const handed = await answer.json();
    const link = new URL(root);
    link.search = `room=${code}`;
    link.hash = `lead=${handed.lead_token}`;
    invited = link.href;
    draw();
  }

  async function end() {
    if (!window.confirm(say("end_sure"))) return;
    const answer = await fetch(address(), { method: "DELETE", headers: bearer() }).catch(() => null);
    if (!answer || (!answer.ok && answer.status !== 410)) { hear("offline"); return; }
    leave();
  }

  function takeLead() {
    keepLead(code, offered);
    stopListening();
    following = false;
    startLead();
    draw();
  }

  // ---------------------------------------------------------------- following

  function startFollowing() {
    mode = "follow";
    following = true;
    expected = null;
    listen();
  }

  function listen() {
    const source = new EventSource(address("/events"));
    const silence = setTimeout(poll, SILENCE_MS);
    stopListening();
    stopListening = () => { clearTimeout(silence); source.close(); };
    source.addEventListener("state", (event) => { clearTimeout(silence); take(JSON.parse(event.data)); });
    source.addEventListener("ended", (event) => finish(JSON.parse(event.data).reason));
    source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) poll(); else hear("offline"); });
    source.addEventListener("open", () => hear(null));
  }

  /** Where events do not come through: ask, and now and then try events again. */
  function poll() {
    stopListening();
    const ask = async () => {
      const answer = await fetch(address(), { headers: { "Follower-Id": follower } }).catch(() => null);
      const full = answer?.status === 503 && (await answer.json().catch(() => null))?.type?.endsWith("RoomFull");
      if (mode !== "follow" || stopListening !== stop) return;
      if (answer?.ok) take(await answer.json());
      else if (answer?.status === 404) finish("unknown");
      else if (answer?.status === 410) finish("over");
      else hear(full ? "full" : "offline");
    };
    const asking = setInterval(ask, POLL_MS);
    const again = setTimeout(listen, EVENTS_AGAIN_MS);
    const stop = () => { clearInterval(asking); clearTimeout(again); };
    stopListening = stop;
    ask();
  }

  function take(told) {
    hear(null);
    if (!told.version) return;
    state = told;
    if (following) apply();
  }

  function apply() {
    const view = followedView();
    const page = new URLSearchParams(state.view).get("page") ?? "";
    if (view !== currentView() && window.clusterMapSettings.pages.includes(page)) {
      const [mine, theirs] = [new URLSearchParams(location.search), new URLSearchParams(view)];
      theirs.delete("page");
      for (const name of [...OWN, COLLECTED]) if (isOwn(name, page) && mine.has(name) && !["lat", "lon", "zoom"].includes(name)) theirs.set(name, mine.get(name));
      // A step of the same tour is drawn by its player; anything else by a run of the page.
      const stepOnly = theirs.has("tour") && withoutStep(view) === withoutStep(currentView());
      expected = view;
      open(page, theirs, !stepOnly);
    }
    expected = currentView();
    for (const map of maps()) map.goTo(state);
  }

  function release() {
    if (mode !== "follow" || !following || !state) return;
    following = false;
    draw();
  }

  function comeBack() {
    following = true;
    trouble = null;
    if (state) apply();
    draw();
  }

  // ---------------------------------------------------------------- from start to end

  function enter(wantedCode) {
    stopListening();
    [code, state, expected, followers, trouble, invited] = [wantedCode, null, null, null, null, null];
    const kept = keptLead();
    lead = kept?.code === code ? kept.token : null;
    if (lead) startLead(); else startFollowing();
    draw();
  }

  function leave() {
    stopListening();
    forgetLead();
    [code, mode, following, state, trouble, invited] = [null, "none", false, null, null, null];
    setRoom(null);
    draw();
  }

  function finish(reason) {
    stopListening();
    stopListening = () => {};
    [mode, following, invited] = ["over", false, null];
    hear(reason === "unknown" ? "unknown" : "over");
  }

  function hear(news) {
    if (news === null && !["offline", "full"].includes(trouble)) { if (mode === "lead") draw(); return; }
    trouble = news;
    draw();
  }

  /** A token behind the #: kept for a button, out of the address at once. */
  function readOffer() {
    const offer = new URLSearchParams(location.hash.slice(1)).get("lead");
    if (!offer) return;
    offered = offer;
    const bare = new URL(location);
    bare.hash = "";
    history.replaceState(history.state, "", bare.href.replace(/#$/, ""));
  }

  /** Called with every run of the page. */
  function renew(given) {
    settings = given;
    readOffer();
    const kept = keptLead();
    if (settings.room && settings.room !== code) enter(settings.room);
    else if (!settings.room && code && mode !== "lead") {
      // The room was left by a link without it.
      if (!new URLSearchParams(location.search).has("room")) { stopListening(); [code, mode, following] = [null, "none", false]; }
    } else if (!settings.room && kept) {
      if (kept.code !== code) enter(kept.code);
      setRoom(kept.code);
    }
    draw();
  }

  // ---------------------------------------------------------------- the bar

  const bar = element("section", "room-bar");
  bar.setAttribute("role", "region");
  document.body.append(bar);
  let drawn = "";

  function button(key, action, className = "") {
    const made = element("button", className, say(key));
    made.type = "button";
    made.dataset.room = key;
    made.addEventListener("click", action);
    return made;
  }

  const grouped = (text) => `${text.slice(0, 4)} ${text.slice(4)}`;

  function copyButton(text) {
    const made = button("copy", async () => {
      try { await navigator.clipboard.writeText(text); made.textContent = say("copied"); }
      catch { made.parentElement.querySelector("input").select(); document.execCommand("copy"); made.textContent = say("copied"); }
    });
    return made;
  }

  function invitation() {
    const box = element("div", "room-invitation");
    const handing = invited !== "room";
    const link = handing ? invited : new URL(`?room=${code}`, root).href;
    const field = element("input");
    field.readOnly = true;
    field.value = link;
    field.setAttribute("aria-label", say(handing ? "lead_link" : "link"));
    const text = element("div");
    text.append(element("p", "", say(handing ? "lead_help" : "join_help")));
    if (!handing) text.append(element("p", "room-code", grouped(code)));
    const row = element("div", "room-link");
    row.append(field, copyButton(link));
    text.append(row);
    box.append(text);
    if (!handing && settings.code_image && settings.room === code) {
      const image = element("img");
      image.src = settings.code_image;
      image.alt = say("code_image");
      box.prepend(image);
    }
    return box;
  }

  function draw() {
    document.documentElement.dataset.room = mode === "follow" ? (following ? "follow" : "released") : mode;
    const told = JSON.stringify([mode, following, code, trouble, followers, invited, offered, settings.labels.live, settings.code_image]);
    if (told === drawn) return;
    drawn = told;
    bar.hidden = mode === "none" && !trouble;
    bar.setAttribute("aria-label", say("bar"));
    const line = element("div", "room-line");
    const words = element("p");
    words.setAttribute("role", "status");
    const news = trouble && say(trouble);
    if (mode === "lead") {
      line.append(element("span", "room-live", say("live")), element("b", "room-code", grouped(code)));
      words.textContent = news ?? (followers === null ? "" : say("followers", { value: followers }));
      line.append(words, button("invite", () => { invited = invited === "room" ? null : "room"; draw(); }),
        button("hand_on", handOn), button("end", end));
    } else if (mode === "follow") {
      words.textContent = news ?? say(following ? "following" : "released");
      line.append(words);
      if (offered) line.append(button("take_lead", takeLead, "main"));
      if (!following) line.append(button("come_back", comeBack, "main"));
      line.append(button("leave", leave));
    } else {
      words.textContent = news ?? "";
      line.append(words, button("close", leave));
    }
    bar.replaceChildren(line);
    if (mode === "lead" && invited) bar.append(invitation());
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("button.go-live, .st-key-go-live button") && mode !== "lead") goLive();
  });

  // ---------------------------------------------------------------- the doors for the maps

  window.clusterMapRoom = {
    renew,
    /** Where a follower's map has to look; null for everybody else. */
    place: () => (mode === "follow" && following && state ? { lat: state.lat, lon: state.lon, zoom: state.zoom } : null),
    /** The map has moved, by whatever. */
    moved: changed,
    /** A hand is on the map. */
    touched: release,
  };
  renew(window.clusterMapSettings.room);
})();
