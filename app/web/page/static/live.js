// Follows what is published: when something changes that the page shows, the page shows it.

import { now, say } from "./ages.js";
import { outOfReach } from "./offline.js";
import { swap } from "./swap.js";

const NEWS = ["status", "gone", "event", "correction", "lost"];
const LOOK_MS = 60000; // how often to ask where no stream comes
const QUIET_MS = 300000; // and where one has been silent, which a dead one is as well
const PATIENCE_MS = 30000;
const SOON_MS = 1000; // several changes come together
const SPREAD_MS = 10000; // not all readers ask at the moment a server starts again

const main = document.querySelector("main");
const news = document.getElementById("news");

let stream, looking, soon, forgetting;
let heard = now();
let lost = !document.getElementById("held").hidden;
let shown = bare(main);

function follow() {
  stream?.close();
  stream = new EventSource(main.dataset.stream);
  for (const name of NEWS) stream.addEventListener(name, () => refreshIn(SOON_MS));
  stream.addEventListener("reset", ({ data }) => {
    if (String(JSON.parse(data).meta.version) !== main.dataset.version) refreshIn(SOON_MS);
  });
  stream.addEventListener("open", () => lost && refreshIn(SOON_MS));
  stream.addEventListener("error", () => refreshIn(SOON_MS + Math.random() * SPREAD_MS));
}

function look() {
  if (!main.isConnected) return end(); // the time machine has taken the page elsewhere
  const { readyState } = stream;
  const most = readyState === EventSource.OPEN ? QUIET_MS : LOOK_MS / 2;
  // One that the server refused does not try again by itself; that it fails has the page ask.
  if (readyState === EventSource.CLOSED) follow();
  else if (now() - heard > most) refresh();
}

function refreshIn(milliseconds) {
  soon ??= setTimeout(refresh, milliseconds);
}

async function refresh() {
  clearTimeout(soon);
  soon = undefined;
  if (!main.isConnected) return;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    // Another server may answer than the one before: it is not to give us an older page.
    const headers = { "Darial-Version": main.dataset.version };
    const answer = await fetch(location.href, { cache: "no-cache", headers, signal });
    if (!answer.ok) throw new Error(answer.status);
    take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    heard = now();
    reach(true);
  } catch {
    reach(false);
  }
}

function reach(isThere) {
  lost = !isThere;
  outOfReach(lost);
  say();
}

function take(page) {
  const fresh = page.querySelector("main");
  const next = bare(fresh);
  document.body.dataset.made = page.body.dataset.made;
  swap(document.getElementById("notices"), page.getElementById("notices"));
  swap(main, fresh);
  say();
  if (next !== shown) announce();
  shown = next;
}

// What a page says, without how long ago: that alone is no news.
function bare(element) {
  const copy = element.cloneNode(true);
  for (const each of copy.querySelectorAll(".when, .chart, time[data-age]")) each.remove();
  return copy.textContent;
}

function announce() {
  document.dispatchEvent(new Event("darial:updated"));
  news.textContent = news.dataset.updated;
  clearTimeout(forgetting);
  forgetting = setTimeout(() => (news.textContent = ""), LOOK_MS);
}

function begin() {
  if (looking || document.hidden || !main.isConnected) return;
  looking = setInterval(look, LOOK_MS);
  follow();
}

function end() {
  clearInterval(looking);
  clearTimeout(soon);
  looking = soon = undefined;
  stream?.close();
}

if (main.dataset.stream) {
  document.addEventListener("visibilitychange", () => (document.hidden ? end() : begin()));
  addEventListener("pageshow", begin);
  addEventListener("pagehide", end);
  addEventListener("online", () => stream && refreshIn(SOON_MS));
  addEventListener("offline", () => stream && reach(false));
  begin();
}
