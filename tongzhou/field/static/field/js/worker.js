// The service worker of /field/: the app opens without a network after the first visit. The server
// puts `self.SHELL = {version, files}` before this text; a new list is a new worker.
//
// Only the shell is kept. What the server answers about people is never in this cache.

/** @typedef {{version: string, files: string[]}} Shell */
const scope = /** @type {any} */ (self);
/** @type {Shell} */
const shell = scope.SHELL;
const PREFIX = "tongzhou-field-";
const NAME = PREFIX + shell.version;
const PAGE = "/field/app";

/** Takes over what the cache before already holds: names carry their hash. */
async function fill() {
  const cache = await caches.open(NAME);
  await Promise.all(
    shell.files.map(async (url) => {
      const kept = /\.[0-9a-f]{12}\./.test(url) ? await caches.match(url) : undefined;
      const answer = kept ?? (await fetch(url, { cache: "reload", credentials: "omit" }));
      if (!answer.ok) throw new Error(`${url} ${answer.status}`);
      await cache.put(url, answer);
    }),
  );
}

async function clear() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
}

scope.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(fill().then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(clear().then(() => scope.clients.claim()));
});

scope.addEventListener("fetch", (/** @type {any} */ event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== scope.location.origin) return;
  const path = url.pathname === PAGE ? PAGE : url.pathname + url.search;
  if (!shell.files.includes(path)) return;
  event.respondWith(
    caches.open(NAME).then(async (cache) => (await cache.match(path)) ?? fetch(event.request)),
  );
});
