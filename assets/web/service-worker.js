// Keeps the whole app on the phone, one version at a time. The build puts two lines before
// these: `build.version`; `build.files`, every file with its digest; and `build.later`, what is
// stored when the page asks for it: the words of languages, and the whole app.
//
// A version is stored whole or not at all: each file must have exactly the digest on the list,
// so a server that is replaced in the middle of a download can't leave half of each. A new
// version waits until the pages of the old one are gone or ask for it. The addresses under
// /app/ and /assets/ carry a digest and never change their content.
//
// The worker never reads an address's fragment (join codes are there), and never touches /api/.
//
// The wasm file travels packed (unpack.js) and is stored unpacked, so that only a first visit
// unpacks it.
/* global build, doorstepUnpack */

const PACKED = ".packed";
const UNPACKED = ".wasm";
const PREFIX = "doorstep-";
const CACHE = PREFIX + build.version;
const FILES = new Map(build.files);
// Pages opened on an older version may still start a worker of theirs.
const OLDER_VERSIONS_KEPT = 2;

async function store([path, integrity]) {
  const answer = await fetch(path, {
    integrity,
    cache: path.startsWith("/app/") || path.startsWith("/assets/") ? "default" : "no-cache",
  });
  if (!answer.ok || answer.redirected) throw new Error(`${path}: status ${answer.status}`);
  const cache = await caches.open(CACHE);
  if (!path.endsWith(PACKED)) return cache.put(path, answer);
  await cache.put(path.replace(PACKED, UNPACKED), await unpacked(answer));
}

async function unpacked(answer) {
  const bytes = doorstepUnpack(new Uint8Array(await answer.arrayBuffer()));
  return new Response(bytes, { headers: { "content-type": "application/wasm" } });
}

// Below its version's folder.
const name = (path) => path.replace(/^.*?\/app\/[^/]*/, "");

// What a version before this one has stored by request: offline it must be there again.
async function asked() {
  const names = new Set();
  for (const cache of await caches.keys()) {
    if (!cache.startsWith(PREFIX)) continue;
    for (const { url } of await (await caches.open(cache)).keys()) names.add(name(url));
  }
  const whole = [...names].some((path) => path.startsWith("/whole/"));
  return build.later.filter(([path]) => names.has(name(path)) || (whole && name(path).startsWith("/whole/")));
}

async function install() {
  const files = [...build.files, ...await asked()];
  // All are waited for: one that is still being stored would bring the deleted cache back.
  const stored = await Promise.allSettled(files.map(store));
  const failed = stored.find(({ status }) => status === "rejected");
  if (failed) {
    await caches.delete(CACHE);
    throw failed.reason;
  }
  if (build.dev) await self.skipWaiting();
}

async function activate() {
  // In the order in which they were made.
  const older = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  const gone = older.slice(0, Math.max(0, older.length - OLDER_VERSIONS_KEPT));
  await Promise.all(gone.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function page(request) {
  if (build.dev) {
    try {
      return await fetch(request);
    } catch {
      // No server: the stored page will do.
    }
  }
  const cache = await caches.open(CACHE);
  return (await cache.match("/")) ?? fetch(request);
}

async function file(request, path) {
  const cache = await caches.open(CACHE);
  const stored = (await cache.match(path)) ?? (await caches.match(path));
  if (stored || !path.endsWith(UNPACKED)) return stored ?? fetch(request);
  const answer = await fetch(path.replace(UNPACKED, PACKED));
  return answer.ok ? unpacked(answer) : answer;
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

// One file, or all in a folder. What a page of another version asks for is not ours to keep.
const keep = (place) => Promise.all(build.later.filter(([path]) => path.startsWith(place)).map(store));

self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
  if (event.data.keep) {
    const answer = (kept) => event.ports[0].postMessage(kept);
    event.waitUntil(keep(event.data.keep).then(() => answer(true), () => answer(false)));
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/api/") || pathname === "/healthz") return;
  if (request.mode === "navigate") {
    event.respondWith(page(request));
  } else if (FILES.has(pathname) || pathname.startsWith("/app/") || pathname.startsWith("/assets/")) {
    event.respondWith(file(request, pathname));
  }
});
