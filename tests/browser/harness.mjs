// What every browser test stands on: the server as it ships on free loopback
// ports, and a phone-sized Chromium that the test owns as a process, so that it
// can be killed the way a battery kills it.

import { spawn } from 'node:child_process';
import { mkdtempSync, existsSync, readFileSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, '../..');
export const shots = process.env.DOORSTEP_SHOTS ?? path.join(root, 'target', 'screenshots');
mkdirSync(shots, { recursive: true });

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function temporaryFolder(name) {
  return mkdtempSync(path.join(tmpdir(), `doorstep-${name}-`));
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export function serverBinary() {
  const binary = process.env.DOORSTEP_SERVER ?? path.join(root, 'target', 'release', 'doorstep-server');
  if (!existsSync(binary)) {
    throw new Error(`no server at ${binary}: run \`cargo build --release\` first`);
  }
  return binary;
}

/// Waits for a condition with the patience of a test; asks, never sleeps blindly.
export async function until(what, condition, { within = 20_000, every = 50 } = {}) {
  const deadline = Date.now() + within;
  let last;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited ${within} ms for: ${what}${last ? ` (${last.message})` : ''}`);
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

/// The demo server. `stop()` ends it as an operator would, `kill()` as a power
/// cut would; `start()` brings it back on the same ports with the same data.
export class Server {
  static async demo({ folder = temporaryFolder('server') } = {}) {
    const server = new Server();
    server.folder = folder;
    server.appPort = await freePort();
    server.deskPort = await freePort();
    server.app = `http://localhost:${server.appPort}`;
    server.desk = `http://127.0.0.1:${server.deskPort}`;
    await server.start();
    return server;
  }

  async start() {
    this.output = '';
    this.process = spawn(
      serverBinary(),
      ['demo', '--data-dir', this.folder,
        '--app-listen', `127.0.0.1:${this.appPort}`, '--desk-listen', `127.0.0.1:${this.deskPort}`],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.process.stdout.on('data', (bytes) => { this.output += bytes; });
    this.process.stderr.on('data', (bytes) => { this.output += bytes; });
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    await until('the server to answer', async () => {
      if (this.process.exitCode !== null) throw new Error(`the server ended: ${this.output}`);
      const answer = await fetch(`http://127.0.0.1:${this.appPort}/healthz`);
      return answer.ok;
    }, { within: 60_000 });
    await until('the join code to be printed', () => /[A-Z0-9]{4}-[A-Z0-9]{4}/.test(this.output));
    this.code = this.output.match(/[A-Z0-9]{4}-[A-Z0-9]{4}/)[0];
    this.email = this.output.match(/[^\s,]+@[^\s,]+/)?.[0];
    this.password = this.output.match(/password:?\s+(\S+)/i)?.[1];
  }

  async stop() {
    if (this.process.exitCode === null) this.process.kill('SIGTERM');
    await this.ended;
  }

  async kill() {
    if (this.process.exitCode === null) this.process.kill('SIGKILL');
    await this.ended;
  }

  async discard() {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--remote-debugging-port=0', '--window-size=390,844', '--disable-dev-shm-usage',
];

/// One phone: a Chromium process with a profile of its own. Killing and
/// opening again keeps the profile, as a dead battery does.
export class Phone {
  constructor({ profile = temporaryFolder('phone'), dark = false, locale = 'en-GB', textSize = 16, flags = [] } = {}) {
    this.profile = profile;
    this.textSize = textSize;
    this.flags = flags;
    this.dark = dark;
    this.locale = locale;
  }

  async open(address) {
    rmSync(path.join(this.profile, 'DevToolsActivePort'), { force: true });
    this.setTextSize();
    this.process = spawn('/usr/bin/chromium',
      [...FLAGS, ...this.flags, `--lang=${this.locale}`, `--accept-lang=${this.locale}`, `--user-data-dir=${this.profile}`, 'about:blank'],
      { stdio: 'ignore', detached: true });
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    const portFile = path.join(this.profile, 'DevToolsActivePort');
    const port = await until('Chromium to listen', () =>
      existsSync(portFile) && readFileSync(portFile, 'utf8').split('\n')[0], { within: 40_000 });
    this.browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    this.context = this.browser.contexts()[0];
    this.page = this.context.pages()[0] ?? await this.context.newPage();
    await this.dress(this.page);
    if (address) await this.page.goto(address);
    return this.page;
  }

  /// The browser's own text size, as a person sets it: 16 is 100%.
  setTextSize() {
    if (this.textSize === 16) return;
    const folder = path.join(this.profile, 'Default');
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, 'Preferences');
    const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    known.webkit = { webprefs: { ...known.webkit?.webprefs, default_font_size: this.textSize } };
    writeFileSync(file, JSON.stringify(known));
  }

  /// Makes a page a phone: size, touch, language, colours.
  async dress(page) {
    page.setDefaultTimeout(15_000);
    await page.setViewportSize({ width: 390, height: 844 });
    const devtools = await this.context.newCDPSession(page);
    await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    await devtools.send('Emulation.setLocaleOverride', { locale: this.locale }).catch(() => {});
    await page.emulateMedia({ colorScheme: this.dark ? 'dark' : 'light', reducedMotion: 'reduce' });
    this.devtools = devtools;
    page.on('pageerror', (error) => { this.errors.push(String(error)); });
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    return page;
  }

  errors = [];

  async anotherTab(address) {
    const page = await this.context.newPage();
    await this.dress(page);
    await page.goto(address);
    return page;
  }

  async offline(isOffline) {
    await this.context.setOffline(isOffline);
  }

  /// The battery dies: every process of the browser at once, nothing flushed.
  async kill() {
    process.kill(-this.process.pid, 'SIGKILL');
    await this.ended;
    this.browser = undefined;
  }

  async close() {
    await this.browser?.close().catch(() => {});
    if (this.process && this.process.exitCode === null && this.process.signalCode === null) {
      process.kill(-this.process.pid, 'SIGKILL');
      await this.ended;
    }
  }

  async discard() {
    await this.close();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

export async function screenshot(page, name) {
  await page.screenshot({ path: path.join(shots, `${name}.png`) });
}

/// What axe finds, as lines; empty when it finds nothing. What lies half under a sticky bar counts
/// as a small target, and one scrolls on: what is small is so wherever the page stands.
export async function axe(page) {
  await page.evaluate(axeSource);
  const found = await axeHere(page);
  const small = (line) => line.startsWith('target-size');
  if (!found.some(small)) return found;
  const stood = await page.evaluate(() => {
    const before = globalThis.scrollY;
    const down = before + innerHeight < document.documentElement.scrollHeight - 60;
    scrollBy({ top: down ? 60 : -60, behavior: 'instant' });
    return before;
  });
  const elsewhere = await axeHere(page);
  await page.evaluate((y) => scrollTo({ top: y, behavior: 'instant' }), stood);
  return found.filter((line) => !small(line) || elsewhere.includes(line));
}

async function axeHere(page) {
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${violation.help}: ${node.target.join(' ')}`));
}
