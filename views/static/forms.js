// Small help for long forms: unsaved text is not left by accident, limits count
// down, a form is not sent twice, "select all" boxes select all, and words
// selected in an article can be marked.
(function () {
  "use strict";
  var dirty = new Set(), leaving = false;

  document.addEventListener("input", function (e) {
    mark(e.target);
    count(e.target);
  });
  document.addEventListener("change", function (e) {
    mark(e.target);
    var all = e.target.dataset && e.target.dataset.selects;
    if (all) {
      document.querySelectorAll("input[type=checkbox][name='" + CSS.escape(all) + "']").forEach(function (b) {
        b.checked = e.target.checked;
      });
    }
  });
  // Where scripts run, a box selects all, and Shift selects from box to box.
  document.querySelectorAll("[data-scripted]").forEach(function (el) { el.hidden = false; });
  var ticked = null;
  document.addEventListener("click", function (e) {
    if (!e.target.matches || !e.target.matches("input[type=checkbox][name=claim]")) return;
    var all = Array.from(document.querySelectorAll("input[type=checkbox][name=claim]"));
    if (e.shiftKey && ticked && all.includes(ticked)) {
      var ends = [all.indexOf(ticked), all.indexOf(e.target)].sort(function (a, b) { return a - b; });
      all.slice(ends[0], ends[1] + 1).forEach(function (b) { b.checked = e.target.checked; });
    }
    ticked = e.target;
  });
  document.addEventListener("submit", function (e) {
    if (e.defaultPrevented) return;
    leaving = true;
    var form = e.target;
    if (form.dataset.sent) { e.preventDefault(); return; }
    if (form.method !== "post") return;
    form.dataset.sent = "1";
    // A download or a failed connection leaves the page in place: allow another try.
    setTimeout(function () { delete form.dataset.sent; leaving = false; }, 4000);
  });
  window.addEventListener("beforeunload", function (e) {
    if (dirty.size && !leaving) e.preventDefault();
  });
  window.addEventListener("pageshow", function () {
    leaving = false;
    document.querySelectorAll("form[data-sent]").forEach(function (f) { delete f.dataset.sent; });
  });
  document.addEventListener("htmx:afterRequest", function (e) {
    if (e.detail && e.detail.successful && e.target.closest("form[data-unsaved]")) dirty.delete(e.target.closest("form"));
  });
  document.addEventListener("draft:kept", function (e) { dirty.delete(e.target); });
  function mark(el) {
    var form = el.closest("form[data-unsaved]");
    if (form) dirty.add(form);
  }

  // Words selected in the article go into the form that marks a claim, or along
  // with the link that opens it. The tags of the candidates are not words.
  function selected(within) {
    var s = getSelection(), box = document.querySelector(within);
    if (!box || !s.rangeCount || s.isCollapsed || !box.contains(s.getRangeAt(0).commonAncestorContainer)) return "";
    var copy = s.getRangeAt(0).cloneContents();
    copy.querySelectorAll("sup").forEach(function (e) { e.remove(); });
    copy.querySelectorAll("p, h3").forEach(function (e) { e.append("\n"); });
    return copy.textContent.trim().slice(0, 2000);
  }
  document.addEventListener("selectionchange", function () {
    document.querySelectorAll("textarea[data-selection]").forEach(function (field) {
      var words = selected(field.dataset.selection);
      if (!words || document.activeElement === field) return;
      field.value = words;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
  document.addEventListener("click", function (e) {
    var link = e.target.closest && e.target.closest("a[data-selection]");
    var words = link && selected(link.dataset.selection);
    if (!words) return;
    var to = new URL(link.href);
    to.searchParams.set("quote", words);
    link.href = to.href;
  });

  function count(el) {
    var limit = el.dataset && el.dataset.limit, out = limit && document.getElementById(el.id + "-count");
    if (!out) return;
    var n = Array.from(el.value).length;
    out.textContent = n + " of " + limit + " characters";
    out.classList.toggle("msg", n > Number(limit));
  }
  document.querySelectorAll("[data-limit]").forEach(count);
})();
