// Where the database's key is kept: in IndexedDB, wrapped by an AES-GCM key that WebCrypto
// never hands out. A copy of the disk's files without the browser opens nothing, and no script
// can read the wrapping key. "current" names the file in use; files set aside keep their keys.

const STORE = "keys";

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("doorstep-keys", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function run(mode, work) {
  return open().then((database) => new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode, { durability: "strict" });
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => { database.close(); resolve(request?.result); };
    transaction.onabort = () => { database.close(); reject(transaction.error); };
  }));
}

// { file, key: Uint8Array } or undefined when there is none (yet, or any more).
export async function current() {
  const kept = await run("readonly", (store) => store.get("current"));
  if (!kept) return undefined;
  const raw = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, kept.wrapping, kept.wrapped);
  return { file: kept.file, key: new Uint8Array(raw) };
}

// In use from here on. One that was in use before is set aside, and its key stays with it.
export async function keep(file, key) {
  const wrapping = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, wrapping, key);
  const before = await run("readonly", (store) => store.get("current"));
  await run("readwrite", (store) => {
    if (before) store.put(before, `aside ${before.file}`);
    return store.put({ file, wrapping, iv, wrapped }, "current");
  });
}
