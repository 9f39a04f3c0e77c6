// Keeps the pages seen last, with their files, and shows them where we are out of reach: each says
// then how old it is. What is asked of /v1 and /docs passes by.

const CACHE = "darial-%BUILD%";
const PAGE = /^\/((en|ru|ka|kk|mn|fi)\/.*)?$/;
const FILE = /^\/page\//;
const MOST = 60;
const PATIENCE_MS = 10000;
const HIDDEN = ' id="held" hidden';
const SHOWN = ' id="held"';

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(begin()));
addEventListener("message", (event) => event.waitUntil(keepAll(event.data.keep)));

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !isOurs(request.url)) return;
  const coming = fetch(request).then((answer) => kept(request.url, answer));
  event.waitUntil(coming.catch(() => {}));
  // A page that asks for itself anew wants what is published now, or nothing.
  const anew = isPage(request.url) && request.mode !== "navigate";
  event.respondWith(anew ? coming : comingOrHeld(request.url, coming));
});

async function begin() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  await clients.claim();
}

async function keepAll(addresses) {
  for (const each of addresses.filter(isOurs)) await kept(each, await fetch(each));
}

// A past page says itself that it is one, and there are many of them.
function isOurs(address) {
  const { origin, pathname, searchParams } = new URL(address);
  const ours = origin === location.origin && (PAGE.test(pathname) || FILE.test(pathname));
  return ours && !searchParams.get("as_of");
}

function isPage(address) {
  return PAGE.test(new URL(address).pathname);
}

async function kept(address, answer) {
  if (!answer.ok || answer.redirected) return answer;
  const copy = answer.clone();
  const cache = await caches.open(CACHE);
  await cache.delete(address, { ignoreVary: true });
  await cache.put(address, copy);
  const all = await cache.keys();
  for (const each of all.slice(0, Math.max(0, all.length - MOST))) await cache.delete(each);
  return answer;
}

async function comingOrHeld(address, coming) {
  const held = await find(address);
  if (!held) return coming;
  const answer = await Promise.race([coming.catch(() => {}), late()]);
  return answer && answer.status < 500 ? answer : held;
}

function late() {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
}

// The page itself, else the same one without its filters, which says by its form what it shows.
async function find(address) {
  const cache = await caches.open(CACHE);
  const { pathname } = new URL(address);
  for (const each of [address, pathname]) {
    const found = await cache.match(each, { ignoreVary: true });
    if (found) return isPage(address) ? marked(found) : found;
  }
  return undefined;
}

async function marked(found) {
  const { headers } = found;
  const text = (await found.text()).replace(HIDDEN, SHOWN);
  return new Response(text, { headers: without(headers, "content-encoding", "content-length") });
}

function without(headers, ...names) {
  const copy = new Headers(headers);
  for (const name of names) copy.delete(name);
  return copy;
}
