// Puts what is filled in into a text, and keeps it while this tab is open. Without this the page is a
// form that opens an e-mail, or that is printed.
(function () {
  "use strict";
  var part = document.getElementById("answers"), text = document.getElementById("answers-text");
  var form = document.getElementById("answers-form"), undo = document.getElementById("answers-undo");
  var fields = Array.prototype.slice.call(document.querySelectorAll(
    "main input[type=radio], main input[type=checkbox], main input[type=text]"));
  var place = "answers " + location.pathname, cleared = null;

  function plain(node) {
    return node.textContent.replace(/[\u2066-\u2069\u200e\u200f]/g, "").replace(/\s+/g, " ").trim();
  }

  function number(words) {
    var found = /^[ABC]\d{1,2}(?=\.)/.exec(words);
    return found ? found[0] : "";
  }

  function lines() {
    var found = [];
    document.querySelectorAll("main fieldset, main ul.ticks > li, main p.line").forEach(function (one) {
      var name, field = one.querySelector("input[type=text]");
      if (one.tagName === "FIELDSET") {
        name = number(plain(one.querySelector("legend")));
        one.querySelectorAll("input:checked").forEach(function (box) {
          var answer = plain(document.querySelector("label[for='" + box.id + "']"));
          found.push(name ? name + ". " + answer : "[x] " + answer);
        });
      } else if (field) {
        if (field.value.trim()) found.push(plain(one.querySelector("label")) + ": " + field.value.trim());
      } else if (one.querySelector("input:checked")) {
        name = plain(one.querySelector("label"));
        found.push("[x] " + (number(name) || name));
      }
    });
    return found;
  }

  function versions() {
    var found = [];
    document.querySelectorAll("main p").forEach(function (one) {
      if (/[0-9A-F]{4}(-[0-9A-F]{4}){2}/.test(one.textContent)) found.push(plain(one));
    });
    return found;
  }

  function state() {
    var kept = {};
    fields.forEach(function (one) {
      if (one.type === "text") { if (one.value) kept[one.id] = one.value; }
      else if (one.checked) kept[one.id] = true;
    });
    return kept;
  }

  function put(kept) {
    fields.forEach(function (one) {
      if (one.type === "text") one.value = typeof kept[one.id] === "string" ? kept[one.id] : "";
      else one.checked = kept[one.id] === true;
      one.dataset.was = one.checked ? "yes" : "";
    });
  }

  // Some programs that show mail keep nothing at all: then a reload begins anew.
  function keep() {
    try { sessionStorage.setItem(place, JSON.stringify(state())); } catch (error) { return; }
  }

  function forget() {
    try { sessionStorage.removeItem(place); } catch (error) { return; }
  }

  function remember() {
    try { return JSON.parse(sessionStorage.getItem(place)); } catch (error) { return null; }
  }

  // A box of which one goes is taken back like any other: choose it once more.
  function takeBack(event) {
    var one = event.target;
    if (one.type === "radio") {
      if (one.dataset.was) one.checked = false;
      fields.forEach(function (other) {
        if (other.type === "radio" && other.name === one.name) other.dataset.was = other.checked ? "yes" : "";
      });
    }
    keep();
  }

  // Browsers press a box of which one goes no second time, so the space bar is heard by itself.
  function pressed(event) {
    var one = event.target;
    if (event.key !== " " || one.type !== "radio") return;
    if (event.type === "keydown") one.dataset.off = one.checked ? "yes" : "";
    if (!one.dataset.off) return;
    event.preventDefault();
    if (event.type === "keyup") {
      one.checked = false;
      one.dataset.was = one.dataset.off = "";
      keep();
    }
  }

  function show(id, shown) {
    document.getElementById(id).hidden = !shown;
  }

  function make() {
    var found = lines();
    text.value = found.length ? found.concat(versions()).join("\n") : part.dataset.none;
    document.getElementById("answers-copied").textContent = "";
    show("answers-made", true);
    text.focus();
    text.select();
  }

  function copy() {
    var button = document.getElementById("answers-copy");
    function said() { document.getElementById("answers-copied").textContent = button.dataset.said; }
    function byHand() { text.focus(); text.select(); if (document.execCommand("copy")) said(); }
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text.value).then(said, byHand);
    else byHand();
  }

  function clear() {
    cleared = state();
    put({});
    forget();
    text.value = "";
    show("answers-made", false);
    undo.hidden = false;
    document.getElementById("answers-cleared").textContent = undo.dataset.said;
  }

  function bringBack() {
    put(cleared || {});
    keep();
    undo.hidden = true;
    document.getElementById("answers-cleared").textContent = "";
    document.getElementById("answers-make").focus();
  }

  part.hidden = false;
  show("answers-back", true);
  put(remember() || {});
  fields.forEach(function (one) {
    one.addEventListener(one.type === "text" ? "input" : "click", one.type === "text" ? keep : takeBack);
  });
  document.addEventListener("keydown", pressed);
  document.addEventListener("keyup", pressed);
  if (form) form.addEventListener("submit", function (event) { event.preventDefault(); });
  document.getElementById("answers-make").addEventListener("click", make);
  document.getElementById("answers-copy").addEventListener("click", copy);
  document.getElementById("answers-clear").addEventListener("click", clear);
  undo.addEventListener("click", bringBack);
})();
