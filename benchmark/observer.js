/* Runs in a page before its own scripts. Notes when a map in one of its frames shows how many clusters,
 * and since when that is waited for: the start of the navigation, later the last click. Times are
 * milliseconds since 1970.
 */
(count) => {
  if (window.top !== window) return;
  const now = () => performance.timeOrigin + performance.now();
  const observed = window.observed = { since: performance.timeOrigin, shown: [] };
  document.addEventListener("click", () => { observed.since = now(); }, true);

  const last = new WeakMap();
  const look = () => {
    for (const view of [window, ...Array.from(window.frames)]) {
      const number = view.document.body && view.innerHeight ? count(view) : null;
      if (number === last.get(view)) continue;
      last.set(view, number);
      // What an animation frame finds is painted at its end, before the next task.
      setTimeout(() => { observed.shown.push({ number, at: now() }); });
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
