// The first lines that run in the page. They fetch and compile the one wasm file, start the
// back room (the worker that owns the database) at the same moment as the screens, and
// register the service worker that lets the app open with no network.
//
// For the Rust side there is one global, `doorstep`:
//   doorstep.startWorker()   a Worker running the same wasm; the first call returns the one
//                            already started here
//   doorstep.applyUpdate()   lets a waiting new version take over, then reloads
//   doorstep.words(tag)      a promise of the app's words in a language other than English
//   doorstep.wordsHere(tag)  those words, or undefined when they haven't come
//   doorstep.lastTime(name, value)  remembers something for the next start
//   doorstep.fetchWhole()    fetches the whole app, stores it, and opens the page anew
// and two attributes on <html>, each announced by an event on window:
//   data-offline = "installing" | "ready" | "failed" | "unavailable"    "doorstep-offline"
//   data-update  = "ready"                                              "doorstep-update"
import "./unpack.js";

const page = document.documentElement;
const starting = document.getElementById("starting");
const failed = document.getElementById("start-failed");

// The language of last time, else one whose words are stored here, else the phone's: for the two
// sentences above, and so that its words are here when the app draws; the app sets what the
// person chose.
const known = (tag) => tag === "en" || tag === "fi";
const wordsFile = (tag) => new URL(`./words-${tag}.txt`, import.meta.url);
const spoken = (navigator.languages ?? [navigator.language]).map((tag) => tag.slice(0, 2));
const storedWords = (await isStored(wordsFile("fi"))) ? "fi" : undefined;
page.lang = [lastTime("language"), storedWords, ...spoken].find(known) ?? "en";

// A battery that dies takes along what was only just noted in `lastTime`, not what is stored.
async function isStored(place) {
  try {
    if (!navigator.serviceWorker?.controller) return false;
    return (await caches.match(place)) !== undefined;
  } catch {
    return false;
  }
}

// A browser that keeps nothing for us throws.
function lastTime(name, value) {
  try {
    if (value) localStorage[name] = value;
    return localStorage[name];
  } catch {
    return undefined;
  }
}

// English is in the app's file, the others each in one of their own, which comes and is stored
// when somebody wants it.
let offline = false;
const wanted = new Map();
const here = new Map();

async function fetchWords(tag) {
  const answer = await fetch(wordsFile(tag), { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`the words came with status ${answer.status}`);
  here.set(tag, await answer.text());
  return here.get(tag);
}

function words(tag) {
  if (!wanted.has(tag)) {
    wanted.set(tag, fetchWords(tag));
    wanted.get(tag).catch(() => wanted.delete(tag));
    if (offline) keep(wordsFile(tag), wanted.get(tag)).catch(() => {});
  }
  return wanted.get(tag);
}

// Lets the service worker store what is there or under there too.
async function keep(place, first) {
  const [{ active }] = await Promise.all([navigator.serviceWorker.ready, first]);
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((answer) => { port1.onmessage = answer; });
  active.postMessage({ keep: place.pathname }, [port2]);
  if (!(await answered).data) throw new Error(`${place.pathname} could not be stored`);
}

const firstWords = page.lang === "en" ? null : words(page.lang).catch(() => {});

// The app comes in two sizes: what a round needs, and the whole, for those who asked for it.
const ROUND = "./";
const WHOLE = "./whole/";
const appFile = (size, name) => new URL(`${size}${name}`, import.meta.url);

async function compile(size) {
  // It travels packed (unpack.js); a service worker has stored it unpacked.
  const wasm = appFile(size, "doorstep_bg.wasm");
  const packed = appFile(size, "doorstep_bg.packed");
  if (navigator.serviceWorker?.controller) {
    const stored = await fetch(wasm, { credentials: "same-origin" });
    if (stored.ok) return WebAssembly.compileStreaming(stored);
  }
  const answer = await fetch(packed, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`the app's file came with status ${answer.status}`);
  return WebAssembly.compile(doorstepUnpack(new Uint8Array(await answer.arrayBuffer())));
}

// The whole where it was asked for and stored; a page nothing is stored for has to remember.
const wantsWhole = lastTime("size") === "whole" || (await isStored(appFile(WHOLE, "worker.js")));
let size = wantsWhole ? WHOLE : ROUND;
// Compiled once, for the page and for every worker it starts; asked for before anything else,
// because it is the largest file. (Not by `<link rel=preload>`: a preload that the service
// worker answers keeps that worker busy, and no new version can take over for minutes.)
const compiled = compile(size).catch((error) => {
  if (size === ROUND) throw error;
  // Asked for, and gone from here since: a round needs less.
  size = ROUND;
  return compile(size);
});

function newWorker() {
  const worker = new Worker(appFile(size, "worker.js"), {
    type: "module",
    name: "doorstep-back-room",
  });
  compiled.then((module) => worker.postMessage({ doorstepModule: module })).catch(() => {});
  return worker;
}

// The whole may turn out not to be here.
let early = size === ROUND ? newWorker() : null;

globalThis.doorstep = {
  startWorker() {
    const worker = early ?? newWorker();
    early = null;
    return worker;
  },
  words,
  lastTime,
  async fetchWhole() {
    if ("serviceWorker" in navigator) await keep(appFile(WHOLE, ""));
    else await fetch(appFile(WHOLE, "doorstep_bg.packed"));
    lastTime("size", "whole");
    location.reload();
  },
  wordsHere: (tag) => here.get(tag),
  async applyUpdate() {
    const registration = await navigator.serviceWorker?.getRegistration();
    if (!registration?.waiting) return location.reload();
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    registration.waiting.postMessage("take-over");
  },
};

function tell(name, value) {
  page.dataset[name] = value;
  window.dispatchEvent(new Event(`doorstep-${name}`));
}

async function keepForOffline() {
  // Absent on plain HTTP from another machine, and in some private windows.
  if (!("serviceWorker" in navigator)) return tell("offline", "unavailable");
  try {
    tell("offline", "installing");
    const registration = await navigator.serviceWorker.register("/service-worker.js", {
      updateViaCache: "none",
    });
    const watch = (worker) => {
      worker?.addEventListener("statechange", () => {
        if (worker.state === "installed" && navigator.serviceWorker.controller) {
          tell("update", "ready");
        }
        // A first install that could not fetch everything leaves nothing behind.
        if (worker.state === "redundant" && !registration.active) tell("offline", "failed");
      });
    };
    // A version that was waiting when we opened may have its turn now: this page has what it
    // needs already, and the cache of the version before is kept.
    registration.waiting?.postMessage("take-over");
    watch(registration.installing);
    registration.addEventListener("updatefound", () => watch(registration.installing));
    await navigator.serviceWorker.ready;
    offline = true;
    await Promise.all([...wanted].map(([tag, first]) => keep(wordsFile(tag), first)));
    tell("offline", "ready");
  } catch {
    if (page.dataset.offline !== "ready") tell("offline", "failed");
  }
}

function sayItFailed(error) {
  console.error(error);
  starting.hidden = true;
  failed.hidden = false;
}
for (const button of failed.querySelectorAll("button")) {
  button.addEventListener("click", () => location.reload());
}

try {
  const module = await compiled;
  const { default: init } = await import(appFile(size, "doorstep.js"));
  await firstWords;
  await init({ module_or_path: module });
} catch (error) {
  sayItFailed(error);
}
keepForOffline();
