// What is typed into a form with data-draft is kept on the server, for its
// writer alone, a moment after each pause and when the page is left. A form that
// was sent keeps nothing more.
(function () {
  "use strict";
  document.querySelectorAll("form[data-draft]").forEach(function (form) {
    var timer = 0, flight = null, sent = false;
    var state = form.querySelector("[data-draft-state]");

    function say(words) { if (state) state.textContent = words; }
    function keep(last) {
      clearTimeout(timer);
      timer = 0;
      if (sent) return;
      if (flight) flight.abort();
      var mine = flight = new AbortController();
      fetch(form.dataset.draft, {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Draft": "1" }, keepalive: last === true, signal: mine.signal
      }).then(function (answer) {
        if (!answer.ok) throw new Error(answer.status);
        if (timer) return;
        say("Kept for you alone, unsent.");
        form.dispatchEvent(new CustomEvent("draft:kept", { bubbles: true }));
      }).catch(function () {
        if (!mine.signal.aborted) say("Not kept: the desk cannot be reached. Your text is on this page only.");
      });
    }
    function later() { if (!timer && !sent) timer = setTimeout(keep, 1200); }

    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", function () {
      sent = true;
      clearTimeout(timer);
      if (flight) flight.abort();
    });
    document.addEventListener("visibilitychange", function () { if (document.hidden && timer) keep(true); });
    window.addEventListener("pageshow", function () { sent = false; });
  });
})();
