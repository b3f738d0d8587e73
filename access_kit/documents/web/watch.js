// Captions as large as the reader likes, and a transcript that moves along. Without this the player
// plays and the words stand there. Nothing is kept and nothing is asked for.
(function () {
  "use strict";
  var film = document.getElementById("film"), now = document.getElementById("now");
  var lines = document.getElementById("lines"), follow = document.getElementById("follow");
  var cues = JSON.parse(document.getElementById("cues").textContent);
  var pieces = Array.prototype.slice.call(lines.querySelectorAll(".piece"));
  var isQuiet = window.matchMedia("(prefers-reduced-motion: reduce)");
  var shown = "", marked = [], own = null;

  // The browser's own captions would come a second time; ours are also there on a page from a disk.
  Array.prototype.forEach.call(film.querySelectorAll("track"), function (track) { track.remove(); });
  if (film.addTextTrack && window.VTTCue) {
    own = film.addTextTrack("captions", document.querySelector("#ways legend").textContent, document.documentElement.lang);
    own.mode = "hidden";
    cues.forEach(function (one) {
      var cue = new VTTCue(one[0] / 1000, one[1] / 1000, plain(one[2]));
      cue.line = one[3] === null ? "auto" : one[3];
      own.addCue(cue);
    });
  }

  function plain(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  function way() {
    return document.querySelector("input[name=way]:checked").value;
  }

  function place() {
    var isFull = Boolean(document.fullscreenElement), chosen = way();
    now.hidden = chosen !== "under";
    if (own) own.mode = chosen === "on" || (isFull && chosen === "under") ? "showing" : "hidden";
  }

  function at() {
    return film.currentTime * 1000;
  }

  function inside(from, to) {
    var time = at() + 1;
    return from <= time && time < to;
  }

  function tell() {
    var text = cues.filter(function (one) { return inside(one[0], one[1]); })
      .map(function (one) { return one[2]; }).join("\n");
    if (text !== shown) now.textContent = shown = text;
    var heard = pieces.filter(function (one) { return inside(+one.dataset.from, +one.dataset.to); });
    if (heard.length === marked.length && heard.every(function (one, n) { return one === marked[n]; })) return;
    marked.forEach(function (one) { one.classList.remove("now"); });
    heard.forEach(function (one) { one.classList.add("now"); });
    marked = heard;
    if (heard.length && follow.checked && !document.getElementById("follow-way").hidden) bring(heard[0]);
  }

  // Only the transcript's own box is moved, never the page under somebody's eyes.
  function bring(piece) {
    var box = lines.getBoundingClientRect(), its = piece.getBoundingClientRect();
    if (its.top >= box.top && its.bottom <= box.bottom) return;
    lines.scrollTo({ top: lines.scrollTop + its.top - box.top - box.height / 3, behavior: isQuiet.matches ? "auto" : "smooth" });
  }

  function jump(time) {
    film.currentTime = time / 1000;
    film.play();
  }

  function again() {
    var time = at() - 300, before = cues.filter(function (one) { return one[0] <= time; });
    var last = before.length ? before[before.length - 1] : null;
    jump(last ? last[0] : 0);
  }

  function fit() {
    var moves = lines.scrollHeight > lines.clientHeight + 1;
    document.getElementById("follow-way").hidden = !moves;
    if (moves) lines.setAttribute("tabindex", "0"); else lines.removeAttribute("tabindex");
  }

  function tick() {
    tell();
    if (!film.paused && !film.ended) window.requestAnimationFrame(tick);
  }

  document.getElementById("ways").hidden = false;
  lines.classList.add("can-jump");
  Array.prototype.forEach.call(lines.querySelectorAll(".at"), function (button) {
    button.disabled = false;
    button.addEventListener("click", function () { jump(+button.dataset.at); });
  });
  pieces.forEach(function (one) {
    one.addEventListener("click", function () {
      if (!String(window.getSelection())) jump(+one.dataset.from);
    });
  });
  document.getElementById("ways").addEventListener("change", place);
  document.getElementById("again").addEventListener("click", again);
  document.addEventListener("fullscreenchange", place);
  ["seeked", "timeupdate", "pause", "loadedmetadata"].forEach(function (name) { film.addEventListener(name, tell); });
  film.addEventListener("play", tick);
  window.addEventListener("resize", fit);
  document.querySelector(".settings").addEventListener("change", function () { window.setTimeout(fit, 0); });
  place();
  fit();
})();
