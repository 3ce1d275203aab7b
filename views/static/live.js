// The queue says when it changed. What is new is fetched and counted, and shown
// when the person asks for it: nothing moves by itself, ticks and the place in
// the list stay. A page that is not looked at does not listen.
(function () {
  "use strict";
  var note = document.querySelector("[data-live-note]");
  if (!note || !window.EventSource || !window.fetch) return;
  var source = null, timer = 0, fresh = null;

  function body(doc) { return doc.querySelector("table[data-live] tbody"); }
  function marks(doc) {
    var all = new Map();
    doc.querySelectorAll("table[data-live] tbody tr").forEach(function (tr) { all.set(tr.dataset.id, tr.dataset.mark); });
    return all;
  }
  function changes(was, is) {
    var n = 0;
    is.forEach(function (mark, id) { if (was.get(id) !== mark) n++; });
    was.forEach(function (_, id) { if (!is.has(id)) n++; });
    return n;
  }

  function look() {
    timer = 0;
    fetch(location.href, { credentials: "same-origin" }).then(function (r) {
      return r.ok && !r.redirected ? r.text() : "";
    }).then(function (html) {
      if (!html) return;
      fresh = new DOMParser().parseFromString(html, "text/html");
      var n = changes(marks(document), marks(fresh));
      note.hidden = n === 0;
      if (n > 0) note.querySelector("span").textContent = n === 1 ? "1 change in this list." : n + " changes in this list.";
    }).catch(function () { /* the next event asks again */ });
  }

  function show() {
    var to = body(document), from = fresh && body(fresh);
    if (!to || !from) { location.reload(); return; }
    var at = document.activeElement, old = new Map(), x = scrollX, y = scrollY;
    Array.from(to.children).forEach(function (tr) { old.set(tr.dataset.id, tr); });
    var list = Array.from(from.children).map(function (tr) {
      var had = old.get(tr.dataset.id);
      if (had && had.dataset.mark === tr.dataset.mark) return had;
      var made = document.importNode(tr, true), box = made.querySelector("input[type=checkbox]"), was = had && had.querySelector("input[type=checkbox]");
      if (box && was) box.checked = was.checked;
      if (had && had.hasAttribute("aria-current")) made.setAttribute("aria-current", "true"); else made.removeAttribute("aria-current");
      return made;
    });
    to.replaceChildren.apply(to, list);
    if (!to.querySelector("[aria-current]") && list.length) list[0].setAttribute("aria-current", "true");
    document.querySelectorAll("[data-live-part]").forEach(function (part) {
      var now = fresh.querySelector("[data-live-part=" + part.dataset.livePart + "]");
      if (now && !part.contains(at)) part.replaceWith(document.importNode(now, true));
    });
    note.hidden = true;
    if (at && at.isConnected && at !== document.body) at.focus({ preventScroll: true });
    scrollTo(x, y);
  }
  note.querySelector("button").addEventListener("click", show);

  function listen() {
    if (document.visibilityState !== "visible") {
      if (source) { source.close(); source = null; }
      return;
    }
    if (source) return;
    source = new EventSource(note.dataset.liveNote);
    source.addEventListener("changed", function () {
      if (!timer) timer = setTimeout(look, 500); // several at once are one
    });
  }
  var away = false;
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible" && away) look(); // what happened meanwhile
    away = document.visibilityState !== "visible";
    listen();
  });
  listen();
})();
