// How a version of the app gets onto a phone: whole or not at all, and the next one only when
// it is asked for. The finished web app, served by a plain file server that the tests can
// break; what the app then does is other tests' matter.

import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { Phone, root, temporaryFolder, until } from './harness.mjs';

const dist = process.env.DOORSTEP_WEB_DIST ?? path.join(root, 'target', 'web', 'dist');

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css',
  '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json',
};

/// Serves a folder, which may be exchanged for another while it runs.
class FileServer {
  requests = [];

  constructor(folder) {
    this.folder = folder;
  }

  start(port = 0) {
    this.server = createServer((request, response) => this.answer(request, response));
    return new Promise((resolve) => this.server.listen(port, '127.0.0.1', () => {
      this.port = this.server.address().port;
      this.address = `http://localhost:${this.port}`;
      resolve();
    }));
  }

  answer(request, response) {
    this.requests.push(request.url);
    if (request.url.startsWith('/api/')) {
      response.writeHead(200, { 'content-type': 'text/plain' });
      return response.end('from the server');
    }
    const name = decodeURIComponent(new URL(request.url, this.address).pathname);
    let file = path.join(this.folder, name === '/' ? 'index.html' : name);
    if (!existsSync(file) || statSync(file).isDirectory()) {
      if (!request.headers.accept?.includes('text/html')) {
        response.writeHead(404);
        return response.end();
      }
      file = path.join(this.folder, 'index.html');
    }
    response.writeHead(200, {
      'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
      'cache-control': /^\/(app|assets)\//.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    return response.end(readFileSync(file));
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

/// The web app as a later build would have made it: another page, other digests.
function laterVersion(mark) {
  const folder = temporaryFolder('version');
  cpSync(dist, folder, { recursive: true });
  const page = readFileSync(path.join(folder, 'index.html'), 'utf8')
    .replace('</head>', `<meta name="version-in-this-test" content="${mark}" /></head>`);
  writeFileSync(path.join(folder, 'index.html'), page);
  const worker = path.join(folder, 'service-worker.js');
  const text = readFileSync(worker, 'utf8');
  const line = text.split('\n').find((candidate) => candidate.startsWith('const build = '));
  const build = JSON.parse(line.slice('const build = '.length, -1));
  build.version = `test${mark}`;
  build.files.find(([address]) => address === '/')[1] =
    `sha256-${createHash('sha256').update(page).digest('base64')}`;
  writeFileSync(worker, text.replace(line, `const build = ${JSON.stringify(build)};`));
  return folder;
}

const offline = (page) => page.evaluate(() => document.documentElement.dataset.offline);
/// Until the screens have heard from the back room: before that, Chromium 156 now and then
/// crashes the tab (SIGSEGV) when a page is left whose worker is still starting.
const settled = (page) => page.getByRole('heading', { level: 1 }).first().waitFor();
const versions = (page) => page.evaluate(() => caches.keys());
const mark = (page) => page.evaluate(() =>
  document.querySelector('meta[name="version-in-this-test"]')?.content ?? 'first');
/// Asks for a new version, and says how it went: 'installed', 'redundant' or 'none'.
const lookForUpdate = (page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.ready;
  const outcome = new Promise((resolve) => {
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker.addEventListener('statechange', () => {
        if (worker.state === 'installed' || worker.state === 'redundant') resolve(worker.state);
      });
    }, { once: true });
  });
  await registration.update();
  return registration.installing || registration.waiting ? outcome : 'none';
});

/// The versions that have stored the words of a language.
const storedWords = (page) => page.evaluate(async () => {
  const names = [];
  for (const name of await caches.keys()) {
    const stored = await (await caches.open(name)).keys();
    if (stored.some(({ url }) => /\/words-[a-z]+\.txt$/.test(url))) names.push(name);
  }
  return names.sort((one, other) => other.startsWith('doorstep-test') - one.startsWith('doorstep-test'));
});

let server;
let phone;
const folders = [];

before(async () => {
  assert.ok(existsSync(path.join(dist, 'index.html')), `no web app in ${dist}: run \`cargo xtask web\``);
  server = new FileServer(dist);
  await server.start();
  phone = new Phone();
  await phone.open(`${server.address}/join#K7QM-2R4T`);
  await until('the app to be stored', async () => (await offline(phone.page)) === 'ready');
  await settled(phone.page);
});

after(async () => {
  await phone?.discard();
  await server?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('the join code reaches neither the server nor the store', async () => {
  const stored = await phone.page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map((request) => request.url);
  });
  assert.ok(stored.length > 5, stored.join(' '));
  assert.deepEqual(stored.filter((address) => address.includes('K7QM')), []);
  assert.deepEqual(server.requests.filter((address) => address.includes('K7QM')), []);
});

test('with the server gone the app opens, at whatever address', async () => {
  await server.stop();
  await phone.page.goto(`${server.address}/some/screen`);
  await settled(phone.page);
  assert.equal(await phone.page.title(), 'Join your team');
  await until('the app to know that it is stored', async () => (await offline(phone.page)) === 'ready');
  await server.start(server.port);
});

test('what is under /api/ is never answered from the store', async () => {
  const ask = () => phone.page.evaluate(() =>
    fetch('/api/anything').then((answer) => answer.text(), () => 'no answer'));
  assert.equal(await ask(), 'from the server');
  await server.stop();
  assert.equal(await ask(), 'no answer');
  await server.start(server.port);
});

test('a version of which one file is from another build is not taken, and the old one works on', async () => {
  const before = await versions(phone.page);
  const half = laterVersion('half');
  folders.push(half);
  writeFileSync(path.join(half, 'manifest.webmanifest'), '{}');
  server.folder = half;
  assert.equal(await lookForUpdate(phone.page), 'redundant');
  assert.deepEqual(await versions(phone.page), before);
  await phone.page.reload();
  assert.equal(await mark(phone.page), 'first');
  await settled(phone.page);
});

test('words of another language come when they are asked for, and are stored then', async () => {
  assert.deepEqual(server.requests.filter((address) => address.includes('/words-')), []);
  assert.deepEqual(await storedWords(phone.page), []);
  assert.match(await phone.page.evaluate(() => globalThis.doorstep.words('fi')), /\0/);
  await until('them to be stored', async () => (await storedWords(phone.page)).length === 1);
});

test('a new version waits, brings along the language in use, and takes over when asked', async () => {
  const [first] = await storedWords(phone.page);
  const next = laterVersion('next');
  folders.push(next);
  server.folder = next;
  assert.equal(await lookForUpdate(phone.page), 'installed');
  assert.deepEqual(await storedWords(phone.page), ['doorstep-testnext', first]);
  await until('the app to hear of it', () =>
    phone.page.evaluate(() => document.documentElement.dataset.update === 'ready'));
  assert.equal(await mark(phone.page), 'first');
  const reloaded = phone.page.waitForEvent('load');
  await phone.page.evaluate(() => { globalThis.doorstep.applyUpdate(); });
  await reloaded;
  assert.equal(await mark(phone.page), 'next');
  await settled(phone.page);
});

test('a version that came while the app was closed is the one the start after next opens', async () => {
  const last = laterVersion('last');
  folders.push(last);
  server.folder = last;
  assert.equal(await lookForUpdate(phone.page), 'installed');
  // Closed as a phone closes it: while a page of it lives, Chromium may wait up to five minutes
  // for a worker that it thinks is busy.
  await phone.close();
  await phone.open(`${server.address}/some/screen`);
  await settled(phone.page);
  // Opening lets the waiting version take over; the page that is open stays what it is.
  await until('the last version to be in charge', () => phone.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return !registration.waiting && registration.active.state === 'activated';
  }));
  await phone.page.reload();
  assert.equal(await mark(phone.page), 'last');
});
