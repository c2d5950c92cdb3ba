/* The panel beside the map. It starts at its title whenever it shows another one; and where that is out of
 * sight, below the map of a phone or above a long table, a button at the foot says what was chosen and leads there.
 */
(function () {
  "use strict";

  let panel = null, heading = null, title = null;
  let unseen = false;         // nobody has looked at this title yet
  let chosenInside = false;   // the last press or key was in the panel

  const button = document.createElement("button");
  button.type = "button";
  button.className = "to-panel";
  button.hidden = true;
  const [name, arrow] = [document.createElement("span"), document.createElement("span")];
  arrow.setAttribute("aria-hidden", "true");
  button.append(name, arrow);
  document.body.append(button);

  button.addEventListener("click", () => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    panel.scrollIntoView({ behavior: calm ? "auto" : "smooth" });
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  });

  const sight = new IntersectionObserver((seen) => {
    const { isIntersecting, boundingClientRect } = seen.at(-1);
    if (isIntersecting) {   // once seen, it needs no button until it shows something else
      unseen = false;
      sight.disconnect();
    }
    button.hidden = !unseen || !panel.querySelector(".back");   // with no way back, nothing was chosen
    name.textContent = title;
    arrow.textContent = boundingClientRect.top < 0 ? "↑" : "↓";
  });

  /** Its scrolled place belongs to what it showed before: to the end of a list, say, from which a record was chosen. */
  function startAtTitle() {
    panel.scrollTo(0, 0);   // where it scrolls by itself, beside the map
    if (chosenInside && panel.getBoundingClientRect().top < 0) panel.scrollIntoView();   // where it scrolls with the page
  }

  function look() {
    const now = document.querySelector(".st-key-panel");
    const head = now?.querySelector("h3, h4") ?? null;
    if (head === heading) return;
    const before = { panel, title };
    [panel, heading, title] = [now, head, head?.textContent ?? null];
    sight.disconnect();
    if (panel !== before.panel || title !== before.title) {
      if (panel && panel === before.panel) startAtTitle();
      button.hidden = true;
      unseen = true;
    }
    if (heading && unseen) sight.observe(heading);   // says at once whether it is in sight
  }

  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, (event) => { chosenInside = panel?.contains(event.target) ?? false; }, true);
  }
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
})();
