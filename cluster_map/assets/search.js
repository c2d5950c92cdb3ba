/* The search box by keyboard: arrows walk through what was found, Enter opens the first, Escape goes back. */
(function () {
  "use strict";

  function moveInSearch(event, box) {
    const open = (part) => part.getClientRects().length > 0;
    const stops = [...box.querySelectorAll("input, .search-list a:not(.collect), .search-list summary")].filter(open);
    const beside = event.target.matches(".collect");   // the sign at the end of a row: to the right of its name
    const at = stops.indexOf(beside ? event.target.previousElementSibling : event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (beside && event.key === "ArrowLeft") {
      stops[at].focus();
    } else if (at > 0 && event.key === "ArrowRight") {
      stops[at].parentElement.querySelector(".collect")?.focus();
    } else if (step && stops[at + step]) {
      event.preventDefault();
      stops[at + step].focus();
    } else if (event.key === "Enter" && at === 0 && stops[1]) {
      // Only where the list answers the very words that stand in the box.
      if (box.querySelector(".search-list").dataset.words !== event.target.value.trim()) return;
      event.preventDefault();
      stops[1].click();
    } else if (event.key === "Escape") {
      // The first time back to the words, then away: the list shows only while something in it has focus.
      // The words stay: a browser would empty the box, and the search for nothing could still be on its way
      // when a link is followed, which takes the new page for the old one and leaves it blank.
      event.preventDefault();
      if (at > 0) stops[0].focus(); else event.target.blur();
    }
  }

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.(".st-key-search");
    if (box && !event.isComposing) moveInSearch(event, box);
  });
})();
