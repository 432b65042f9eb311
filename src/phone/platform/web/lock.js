// One tab owns the database. A Web Lock elects it; a tab that wants to take over says so on a
// channel, and only a tab that does not answer (frozen, in the background) has the lock stolen.

const NAME = "doorstep-database";
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("doorstep-tabs") : null;
let letGo = null;
let onTakenOver = null;

channel?.addEventListener("message", (event) => {
  if (event.data === "take-over" && letGo) onTakenOver?.();
});

function hold(options) {
  return new Promise((resolve) => {
    navigator.locks
      .request(NAME, options, (lock) => {
        if (!lock) {
          resolve(false);
          return undefined;
        }
        resolve(true);
        return new Promise((release) => { letGo = release; });
      })
      .catch((error) => {
        // Stolen from us while we held it, or given up waiting for it.
        const held = letGo !== null;
        letGo = null;
        if (held && error?.name === "AbortError") onTakenOver?.();
        resolve(false);
      });
  });
}

// Absent on plain HTTP, in old browsers, and in some private windows.
export function isPossible() {
  return Boolean(
    channel && navigator.locks && navigator.storage?.getDirectory && globalThis.indexedDB
    && globalThis.FileSystemFileHandle?.prototype.createSyncAccessHandle,
  );
}

// True when this tab owns the database now.
export function take(callback) {
  onTakenOver = callback;
  return hold({ ifAvailable: true });
}

export async function takeOver(callback, patience) {
  onTakenOver = callback;
  channel?.postMessage("take-over");
  if (await hold({ signal: AbortSignal.timeout(patience) })) return true;
  return hold({ steal: true });
}

export function release() {
  const go = letGo;
  letGo = null;
  go?.();
}
