/* The page around the map: links that open without loading it anew, and the link to copy.
 *
 * A link to another view is followed as the browser's Back is: the address changes and Streamlit, which
 * listens for that, runs the page of the new address in the same session.
 */
(function () {
  "use strict";

  const OF_THE_MAP = ["lat", "lon", "zoom"];
  const SAID_FOR_MS = 1600;   // so long "copied" stands in place of a label
  const WORDS_SENT_MS = 250;  // so long after the last key at most, the search box has sent its words
  const COMES_WITHIN_MS = 3000;   // another page, or something is wrong with it

  const root = new URL(".", document.baseURI);
  let settings = window.clusterMapSettings;

  // ---------------------------------------------------------------- links

  const pageOf = (address) => address.pathname.slice(root.pathname.length).replace(/\/$/, "");
  const isOurs = (address) =>
    address.origin === root.origin && address.pathname.startsWith(root.pathname) && settings.pages.includes(pageOf(address));

  /** Without its connection Streamlit cannot run a page: then the browser loads it, or says why not. */
  const isConnected = () => document.querySelector(".stApp")?.dataset.testConnectionState === "CONNECTED";

  /** Where a link leads: it keeps the room of the address and, where it says nothing of them, the comparison and, on the same page, the place. */
  function targetOf(link) {
    const target = new URL(link.href);
    const now = new URLSearchParams(location.search);
    if ("language" in link.dataset) {   // the very view that shows now, in the other language
      target.search = location.search;
      target.searchParams.set("lang", link.lang);
    }
    const samePage = pageOf(target) === pageOf(location);
    const kept = [];
    if (!("compares" in link.dataset)) kept.push("compare");
    if (samePage && !OF_THE_MAP.some((name) => target.searchParams.has(name))) kept.push(...OF_THE_MAP);
    for (const name of kept) {
      if (now.has(name) && !target.searchParams.has(name)) target.searchParams.set(name, now.get(name));
    }
    // A room that has just been left or ended may still stand in the links drawn before.
    if (now.has("room")) target.searchParams.set("room", now.get("room"));
    else target.searchParams.delete("room");
    target.search = target.searchParams.toString().replace(/%2C/g, ",");
    return target;
  }

  function openWithoutLoading(event, link) {
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!plain || event.defaultPrevented || link.target === "_blank" || link.hasAttribute("download")) return;
    if (link.getAttribute("href").startsWith("#")) {
      event.preventDefault();
      goToPart(link.getAttribute("href").slice(1));
      return;
    }
    if (!isOurs(new URL(link.href)) || !isConnected()) return;
    event.preventDefault();
    const target = targetOf(link);
    const otherPage = pageOf(target) !== pageOf(location);
    if (otherPage && hasUnsentWords()) setTimeout(follow, WORDS_SENT_MS, link, target, otherPage);
    else follow(link, target, otherPage);
  }

  function follow(link, target, otherPage) {
    if (target.href !== location.href) history.pushState(null, "", target);
    if (otherPage) holdUntilItComes();   // before the next line: what is held cannot have the focus
    keepFocus(link, otherPage);
    tellServer();
    if (otherPage) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
    if ("compares" in link.dataset) return;
    if (link.closest(".st-key-search")) link.blur();   // what was found has been chosen: the list closes
    link.closest("details.collected")?.removeAttribute("open");
  }

  /** Whether the search box holds words that its list does not answer yet. */
  function hasUnsentWords() {
    const box = document.querySelector(".st-key-search");
    const answered = box?.querySelector(".search-list")?.dataset.words ?? "";
    return box !== null && box.querySelector("input").value.trim() !== answered;
  }

  /**
   * What is said to Streamlit before another page has come, it takes for the old page, whose run then leaves
   * the new one blank. So nothing can be pressed or typed in between.
   */
  function holdUntilItComes() {
    const app = document.querySelector(".stApp");
    const isNew = differsFrom(heading());
    const release = () => {
      app.inert = false;
      coming.disconnect();
      clearTimeout(late);
    };
    let hasRun = false;
    const coming = new MutationObserver(() => {
      const state = app.dataset.testScriptState;
      if (state === "running") hasRun = true;
      if (isNew() || (hasRun && state === "notRunning")) release();   // two pages may have the same heading
    });
    const late = setTimeout(release, COMES_WITHIN_MS);
    app.inert = true;
    coming.observe(app, { attributeFilter: ["data-test-script-state"], childList: true, subtree: true, characterData: true });
  }

  /** A part of this page, or behind its header the content. */
  function goToPart(id) {
    const part = id === "content" ? heading() : document.getElementById(id);
    part?.scrollIntoView();
    focusOn(part);
  }

  // ---------------------------------------------------------------- focus

  const heading = () => document.querySelector("h1");

  /** A question: whether there is another heading by now, or other words in it. */
  function differsFrom(before) {
    const words = before?.textContent;
    return () => heading() !== null && (heading() !== before || heading().textContent !== words);
  }

  function focusOn(part) {
    if (!part) return;
    if (part.tabIndex < 0) part.setAttribute("tabindex", "-1");
    part.closest(".st-key-search")?.querySelector("input").focus();   // its list is there only while something in it has focus
    part.focus({ preventScroll: true });
  }

  let waiting = null;   // for what the followed link leads to

  /**
   * The page of a link is drawn anew, often without the link: then what stands in its place gets the focus,
   * else the panel that answers, and on another page its heading.
   */
  function keepFocus(link, otherPage) {
    const isNew = differsFrom(heading());
    const successor = () => {
      if (otherPage) return isNew() && heading();
      if (link.isConnected) return null;
      const same = link.dataset.focus && document.querySelector(`[data-focus="${CSS.escape(link.dataset.focus)}"]`);
      return same || document.querySelector(".st-key-panel :is(button, a[href])");
    };
    waiting?.disconnect();
    waiting = new MutationObserver(() => {
      const next = successor();
      if (!next) return;
      waiting.disconnect();
      if (document.activeElement === document.body || document.activeElement === link) focusOn(next);
    });
    waiting.observe(document.body, { childList: true, subtree: true, characterData: true });
  }

  /** Somebody has gone on by themselves. */
  const stopWaiting = () => waiting?.disconnect();

  /** Streamlit does not learn what scripts write into the address; this tells it. */
  const tellServer = () => window.dispatchEvent(new PopStateEvent("popstate", { state: history.state }));

  // ---------------------------------------------------------------- the link to copy

  async function copyLink(button) {
    const text = location.href;
    try { await navigator.clipboard.writeText(text); }
    catch {
      // Without https the clipboard is closed to scripts: select the text instead.
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
    const label = button.querySelector(".label");
    const before = label.textContent;
    label.textContent = settings.copied;
    setTimeout(() => { label.textContent = before; }, SAID_FOR_MS);
  }

  // ---------------------------------------------------------------- what the page is told

  document.addEventListener("click", (event) => {
    // The server has not heard where the map and the tour have gone since: it does before it is asked.
    if (event.target.closest?.(".st-key-add-to-tour button")) tellServer();
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link) openWithoutLoading(event, link);
    const button = event.target.closest?.(".copy-link");
    if (button) copyLink(button);
    const collected = document.querySelector("details.collected[open]");
    if (collected && !collected.contains(event.target)) collected.removeAttribute("open");
  });
  document.addEventListener("pointerdown", stopWaiting, true);
  document.addEventListener("keydown", (event) => {
    stopWaiting();
    const collected = event.key === "Escape" && event.target.closest?.("details.collected[open]");
    if (collected) {
      collected.removeAttribute("open");
      collected.querySelector("summary").focus();
    }
  });

  window.clusterMapPage = { renew: (given) => { settings = given; } };
})();
