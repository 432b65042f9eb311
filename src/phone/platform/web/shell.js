// What only the window knows: how the app was opened, whether it is installed, and the few
// favours one may ask of a browser. Imported by the worker too, where nothing here is called.

let offer = null;

globalThis.addEventListener?.("beforeinstallprompt", (event) => {
  // Kept for the moment the person asks for it; browsers show their own banner otherwise.
  event.preventDefault();
  offer = event;
});

// The code travels in the fragment, which no server sees. It is read once and then taken out
// of the address, so that it is neither shared on nor left in the history.
export function takeFragment() {
  const fragment = location.hash.slice(1);
  if (fragment) history.replaceState(history.state, "", location.pathname + location.search);
  return fragment;
}

export function isStandalone() {
  return matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
}

// iPads say they are Macs; Macs have no touch screen.
export function isAppleMobile() {
  return /iPhone|iPad|iPod/.test(navigator.userAgent)
    || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
}

export function mayInstall() {
  return offer !== null;
}

export async function install() {
  if (!offer) return false;
  const asked = offer;
  offer = null;
  await asked.prompt();
  return (await asked.userChoice).outcome === "accepted";
}

// Browsers share few kinds of files; text is one everywhere.
const asFile = (name, text) => new File([text], name, { type: "text/plain" });

export function mayShare() {
  try {
    return navigator.canShare?.({ files: [asFile("a.txt", "a")] }) === true;
  } catch {
    return false;
  }
}

export async function shareText(name, text) {
  try {
    await navigator.share({ files: [asFile(name, text)] });
    return true;
  } catch {
    return false; // Thought better of it, or no app took it: "save" is there too.
  }
}

export function saveText(name, text) {
  try {
    const address = URL.createObjectURL(asFile(name, text));
    const link = Object.assign(document.createElement("a"), { href: address, download: name });
    link.click();
    // The download reads it after the click; when it has, nobody says.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    return true;
  } catch {
    return false;
  }
}

export async function keepStorage() {
  try {
    return (await navigator.storage?.persisted?.()) || (await navigator.storage?.persist?.()) || false;
  } catch {
    return false;
  }
}

export function languages() {
  return [...(navigator.languages ?? [navigator.language])];
}

export function pageState(name) {
  return document.documentElement.dataset[name] ?? "";
}

export function applyUpdate() {
  globalThis.doorstep?.applyUpdate?.();
}

let lamp = null;
let wanted = false;

export async function keepAwake(on) {
  wanted = on;
  try {
    if (on && !lamp && document.visibilityState === "visible") {
      lamp = await navigator.wakeLock?.request("screen") ?? null;
      lamp?.addEventListener("release", () => { lamp = null; });
    }
    if (!wanted) {
      await lamp?.release();
      lamp = null;
    }
  } catch {
    // A battery saver may say no; the screen then sleeps as it always does.
  }
}

// While a conversation is on the screen the back gesture must not leave it by itself. The
// entry that was gone back from is put on again before the router hears of it (this listener
// is older than the router's), so the history stays as it was. A sheet lying open is closed.
let held = null;

globalThis.addEventListener?.("popstate", (event) => {
  if (!held) return;
  // A new fragment comes the same way, without a state of ours, and leads nowhere else.
  if (location.pathname !== held.path) history.pushState(held.state, "", held.path);
  else if (event.state === null) return;
  event.stopImmediatePropagation();
  const sheet = document.querySelector("dialog[open]");
  if (sheet) sheet.close();
  else dispatchEvent(new Event("doorstep-back"));
});

export function holdBack(on) {
  held = on ? { path: location.pathname, state: history.state } : null;
}

// Calls back with "online", "shown", "hidden", "closing", "reopened", "offline-state",
// "update-state", "back" or "link".
export function watch(callback) {
  addEventListener("online", () => callback("online"));
  document.addEventListener("visibilitychange", () => {
    const shown = document.visibilityState === "visible";
    // The phone's list of open apps shows a picture of the page: without anybody's name.
    document.documentElement.toggleAttribute("data-away", !shown);
    callback(shown ? "shown" : "hidden");
    // The browser puts the lamp out with the page.
    if (shown && wanted) keepAwake(true);
  });
  addEventListener("pagehide", () => callback("closing"));
  addEventListener("pageshow", (event) => { if (event.persisted) callback("reopened"); });
  addEventListener("doorstep-offline", () => callback("offline-state"));
  addEventListener("doorstep-update", () => callback("update-state"));
  addEventListener("doorstep-back", () => callback("back"));
  addEventListener("hashchange", () => callback("link"));
}
