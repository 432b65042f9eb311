// The back room's door: the same wasm as the page, in a dedicated worker. `main` sees that
// there is no window and becomes the store. The page sends the compiled module first, so that
// it isn't compiled twice; what it sends after that is held until the store listens.
// If it can't start, the page gets `{ doorstepFailed: "why" }`.
import init from "./doorstep.js";

const held = [];

async function receive(event) {
  const module = event.data?.doorstepModule;
  if (!module) {
    held.push(event);
    return;
  }
  try {
    await init({ module_or_path: module });
  } catch (error) {
    self.postMessage({ doorstepFailed: String(error) });
    return;
  }
  self.removeEventListener("message", receive);
  for (const { data, ports } of held) {
    self.dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
  }
}

self.addEventListener("message", receive);
