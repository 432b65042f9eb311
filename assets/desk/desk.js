// Keeps the desk's pages fresh, and nothing else: every page works without it.
//
// The server says "something changed" over an event stream, never what. Then the page asks
// for itself again and takes over the parts marked `data-fresh`. Focus, opened details, chosen
// boxes and half-written fields stay as they are.

const body = document.body;
document.documentElement.classList.add('scripted');

/* --- live ---------------------------------------------------------------------------- */

const stream = body.dataset.live;
const status = document.getElementById('live');
let fetching = false;
let again = false;
let timer;

function say(state, words) {
  if (!status) return;
  status.className = `live ${state}`;
  status.textContent = words;
}

function clock() {
  return new Date().toLocaleTimeString(document.documentElement.lang, {
    hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  });
}

function inUse(part) {
  const active = document.activeElement;
  if (!active || active === body || !part.contains(active)) return false;
  return active.matches('input:not([type=checkbox]), select, textarea');
}

// What the reader did inside a part, kept over its renewal.
function marks(part) {
  return {
    open: [...part.querySelectorAll('details[open][id]')].map((it) => it.id),
    chosen: [...part.querySelectorAll('input[type=checkbox]:checked')].map((it) => `${it.name}=${it.value}`),
    focus: part.contains(document.activeElement) ? path(part, document.activeElement) : null,
  };
}

function path(part, element) {
  const key = element.getAttribute('href') ?? element.getAttribute('value') ?? element.id;
  return { tag: element.tagName, key };
}

function restore(part, kept) {
  for (const id of kept.open) part.querySelector(`#${CSS.escape(id)}`)?.setAttribute('open', '');
  for (const box of part.querySelectorAll('input[type=checkbox]')) {
    if (kept.chosen.includes(`${box.name}=${box.value}`)) box.checked = true;
  }
  if (kept.focus) {
    const { tag, key } = kept.focus;
    const same = [...part.querySelectorAll(tag)].find((it) => path(part, it).key === key);
    same?.focus({ preventScroll: true });
  }
}

async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  again = false;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' }, credentials: 'same-origin' });
    if (answer.redirected && new URL(answer.url).pathname !== location.pathname) {
      location.reload(); // Signed out meanwhile: the server shows the way.
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of document.querySelectorAll('[data-fresh]')) {
      const next = fresh.getElementById(part.id);
      if (!next || inUse(part)) continue;
      if (next.innerHTML !== part.innerHTML) {
        const kept = marks(part);
        part.replaceChildren(...next.childNodes);
        restore(part, kept);
      }
      if (next.dataset.says) part.dataset.says = next.dataset.says;
    }
    const says = document.querySelector('[data-says]')?.dataset.says ?? '';
    say('on', `${body.dataset.wordLive} ${clock()}${says ? ` · ${says}` : ''}`);
  } catch {
    say('lost', body.dataset.wordLost);
    clearTimeout(timer);
    timer = setTimeout(refresh, 5000);
  } finally {
    fetching = false;
    if (again) soon();
  }
}

// A team coming home hands in hundreds of records at once: one renewal for a burst.
function soon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, 400);
}

if (stream && 'EventSource' in window) {
  let events;
  const listen = () => {
    events = new EventSource(stream);
    events.addEventListener('open', () => soon());
    events.addEventListener('changed', () => soon());
    events.addEventListener('error', () => say('lost', body.dataset.wordLost));
  };
  listen();
  // A page kept for "back" must not hold the stream, and is stale when it returns.
  addEventListener('pagehide', () => events.close());
  addEventListener('pageshow', (event) => { if (event.persisted) { listen(); soon(); } });
}

/* --- small comforts --------------------------------------------------------------------- */

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const text = document.getElementById(button.dataset.copy)?.textContent ?? '';
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = body.dataset.wordCopied;
    } catch {
      getSelection()?.selectAllChildren(document.getElementById(button.dataset.copy));
    }
  });
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => print());
}

// A second press while the first is on its way would do it twice. Downloads answer without
// leaving the page, so their buttons come back.
for (const form of document.querySelectorAll('form[method=post]')) {
  form.addEventListener('submit', (event) => {
    const pressed = event.submitter;
    setTimeout(() => {
      for (const button of form.querySelectorAll('button')) button.disabled = true;
      const download = form.getAttribute('action')?.startsWith('/export/');
      if (download) setTimeout(() => { if (pressed) pressed.disabled = false; }, 2000);
    });
  });
}
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('form[method=post] button')) button.disabled = false;
});
