"use strict";
// Keeps the countdowns running and the page as the service sees things. Without it everything still works, by loading again.

const HIDDEN_FOR = 10 * 60 * 1000;
let source = null, shownAt = document.body.dataset.revision, hideTimer = 0, rings = "";

function spell(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (seconds < 120) return `${seconds} s`;
  const days = Math.floor(minutes / 1440), hours = Math.floor(minutes % 1440 / 60), rest = minutes % 60;
  return [days && `${days} d`, hours && `${hours} h`, !days && rest && `${rest} min`].filter(Boolean).join(" ");
}

function count() {
  for (const each of document.querySelectorAll("[data-countdown]")) {
    const away = Math.round((Date.parse(each.dataset.countdown) - Date.now()) / 1000);
    const told = away >= 0 ? `in ${spell(away)}` : `${spell(-away)} ago`;
    if (each.textContent !== told) each.textContent = told;
  }
}

function isEdited(place) {
  const fields = place.querySelectorAll("textarea, input:not([type=hidden]), select");
  return [...fields].some(f => f.type === "checkbox" || f.type === "radio" ? f.checked !== f.defaultChecked
    : f.tagName === "SELECT" ? false : f.value !== f.defaultValue);
}

function hear() {
  const now = [...document.querySelectorAll("[data-ringing]")].map(each => each.dataset.ringing).join(", ");
  if (now !== rings) document.getElementById("heard").textContent = now ? `Ringing now: ${now}` : "Nothing rings any more.";
  if (now !== rings) document.title = document.title.replace(/^♪ /, "");
  if (now && now !== rings) document.title = `♪ ${document.title}`;
  rings = now;
}

function offline(text) {
  const place = document.getElementById("offline");
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
}

async function look() {
  let fresh;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) return;
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch { return; }
  for (const place of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(place.id);
    if (!now || isEdited(place)) continue;
    for (const details of place.querySelectorAll("details[id]")) {
      const same = now.querySelector(`#${CSS.escape(details.id)}`);
      if (same) same.open = details.open;
    }
    const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
    place.replaceWith(document.adoptNode(now));
    if (focused) (document.getElementById(focused) || document.getElementById("main")).focus({ preventScroll: true });
  }
  count();
  hear();
}

function listen() {
  if (source) return;
  source = new EventSource("/events");
  source.onopen = () => offline("");
  source.onmessage = event => {
    offline(event.data === "gone" ? "No showup service is running, so nothing rings. Start it: showup service install" : "");
    if (event.data !== shownAt) { shownAt = event.data; look(); }
  };
  source.onerror = () => {
    if (source && source.readyState === EventSource.CLOSED) source = null;
    offline("This page is not connected any more, and may be out of date. In a terminal, showup page opens it again.");
  };
}

function hush() { if (source) { source.close(); source = null; } }

document.addEventListener("visibilitychange", () => {
  clearTimeout(hideTimer);
  if (document.hidden) hideTimer = setTimeout(hush, HIDDEN_FOR);
  else if (!source) { listen(); look(); }
});

document.addEventListener("click", async event => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const from = document.getElementById(button.dataset.copy);
  const text = "value" in from ? from.value : from.textContent;
  try { await navigator.clipboard.writeText(text); } catch { from.select && from.select(); document.execCommand("copy"); }
  document.getElementById("heard").textContent = "Copied.";
  button.textContent = "Copied";
});

let lintTimer = 0;
async function lint(form) {
  const fields = new URLSearchParams(new FormData(form));
  const answer = await fetch("/lint", { method: "POST", body: fields, credentials: "same-origin" }).catch(() => null);
  if (!answer || !answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("remarks");
  const old = document.getElementById("remarks");
  if (fresh && old) old.replaceWith(document.adoptNode(fresh));
}
document.addEventListener("input", event => {
  const form = event.target.closest("form[data-lint]");
  if (!form) return;
  clearTimeout(lintTimer);
  lintTimer = setTimeout(() => lint(form), 600);
});

setInterval(count, 1000);
count();
hear();
listen();
