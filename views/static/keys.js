// Keys of the desk. A link or button with data-key="a" is pressed by that key;
// j and k move tr[aria-current] where the page has such rows. Keys never fire
// while someone writes, never with a modifier, and can be switched off.
(function () {
  "use strict";
  var store = "touchstone.keys";

  function off() {
    try { return localStorage.getItem(store) === "off"; } catch (e) { return false; }
  }
  function turn(on) {
    try { localStorage.setItem(store, on ? "on" : "off"); } catch (e) { /* for this page only */ }
    label();
  }
  function label() {
    document.documentElement.classList.toggle("nokeys", off());
    document.querySelectorAll("[data-keys-switch]").forEach(function (b) {
      b.hidden = false;
      b.textContent = off() ? "Switch keys on" : "Switch keys off";
    });
  }

  function writing(el) {
    if (!el || !el.closest) return false;
    if (el.closest("textarea,select,[contenteditable]:not([contenteditable=false])")) return true;
    var input = el.closest("input");
    return !!input && !/^(checkbox|radio|button|submit|reset)$/.test(input.type);
  }
  function usable(el) {
    return !el.disabled && el.getClientRects().length > 0;
  }
  function find(key) {
    return Array.from(document.querySelectorAll("[data-key]")).find(function (el) {
      return el.dataset.key === key && usable(el);
    });
  }

  function rows() { return Array.from(document.querySelectorAll("table[data-rows] tbody tr")); }
  function move(step) {
    var all = rows();
    if (!all.length) return false;
    var at = all.findIndex(function (r) { return r.hasAttribute("aria-current"); });
    var to = Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step));
    if (at >= 0) all[at].removeAttribute("aria-current");
    all[to].setAttribute("aria-current", "true");
    var link = all[to].querySelector("a[href]");
    if (link) link.focus({ preventScroll: true });
    all[to].scrollIntoView({ block: "nearest" });
    return true;
  }
  function current() { return document.querySelector("table[data-rows] tr[aria-current]"); }

  // help lists what the page in view offers.
  function help() {
    var box = document.getElementById("keys-help");
    if (!box || box.open) return;
    var list = box.querySelector("dl");
    list.textContent = "";
    function line(key, words) {
      var row = document.createElement("div"), dt = document.createElement("dt"), dd = document.createElement("dd"), k = document.createElement("kbd");
      k.textContent = key;
      dt.appendChild(k);
      dd.textContent = words;
      row.append(dt, dd);
      list.appendChild(row);
    }
    if (rows().length) {
      line("j", "next row"); line("k", "row before"); line("Enter", "open the row"); line("Space", "select the row");
    }
    var seen = {};
    document.querySelectorAll("[data-key]").forEach(function (el) {
      if (seen[el.dataset.key]) return;
      seen[el.dataset.key] = true;
      var copy = el.cloneNode(true);
      copy.querySelectorAll("kbd").forEach(function (k) { k.remove(); });
      line(el.dataset.key, el.dataset.keyLabel || copy.textContent.trim());
    });
    line("?", "this list");
    box.showModal();
  }

  function act(e) {
    switch (e.key) {
      case "?": help(); return true;
      case "j": if (move(1)) return true; break;
      case "k": if (move(-1)) return true; break;
      case " ":
        // Space selects the row; on a link or button it keeps its own meaning elsewhere.
        var row = current(), box = row && row.querySelector("input[type=checkbox]");
        if (box && (e.target === document.body || row.contains(e.target)) && e.target !== box) {
          box.click();
          return true;
        }
        return false;
      case "Enter":
        var link = current() && e.target === document.body && current().querySelector("a[href]");
        if (link) { link.click(); return true; }
        return false;
    }
    var el = find(e.key);
    if (!el) return false;
    if (el.matches("input,select,textarea")) el.focus(); else el.click();
    return true;
  }

  document.addEventListener("keydown", function (e) {
    if (off() || e.defaultPrevented || e.repeat && e.key !== "j" && e.key !== "k") return;
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (writing(e.target) || document.querySelector("dialog[open]")) return;
    if (act(e)) e.preventDefault();
  });
  document.addEventListener("click", function (e) {
    var b = e.target.closest && e.target.closest("[data-keys-switch],[data-keys-help]");
    if (!b) return;
    e.preventDefault();
    if (b.hasAttribute("data-keys-help")) help(); else turn(off());
  });
  document.addEventListener("htmx:afterSettle", label);
  label();
})();
