"use strict";
// The pages work without this. With it, the part of a page that is live keeps itself up to date.
(() => {
  const region = document.querySelector("[data-live]");
  const offline = document.querySelector(".offline");
  let source = null;
  let again = 0;

  function say(away) {
    if (!offline) return;
    offline.textContent = away ? document.body.dataset.offline : "";
    offline.hidden = !away;
  }

  function take(event) {
    const open = [...region.querySelectorAll("details[open][id]")].map((one) => one.id);
    const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
    region.innerHTML = event.data;
    region.dataset.seen = event.lastEventId;
    for (const id of open) region.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
    if (focused) document.getElementById(focused)?.focus();
  }

  function close() {
    clearTimeout(again);
    source?.close();
    source = null;
  }

  function open() {
    if (!region || source || document.hidden) return;
    const live = region.dataset.live;
    source = new EventSource(`${live}${live.includes("?") ? "&" : "?"}seen=${region.dataset.seen}`);
    source.onopen = () => say(false);
    source.onmessage = take;
    source.onerror = () => {
      say(!navigator.onLine);
      if (source?.readyState !== 2) return; // it tries again by itself
      close();
      again = setTimeout(open, 3000);
    };
  }

  // A phone ends the streams of hidden pages without a word: they are closed, and opened afresh.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  addEventListener("offline", () => say(true));
  addEventListener("online", () => { say(false); close(); open(); });

  // Pressed twice, a deed is done once. Back on this page it may be done again.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.gone) event.preventDefault();
    event.target.dataset.gone = "1";
  });
  addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.gone; });

  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("button[data-copy]");
    if (!copy) return;
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.textContent = copy.dataset.copied;
  });
  for (const copy of document.querySelectorAll("button[data-copy]")) copy.hidden = !navigator.clipboard;
  open();
})();
