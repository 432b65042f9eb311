// What `cargo xtask bench` measures in the running thing: the server as it ships, and the app
// in a phone-sized Chromium slowed down four times. One line of JSON per figure on standard
// output; everything else goes to standard error. Reported, never asserted.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Phone, Server, until } from './harness.mjs';
import { Desk, walkList } from './desk.mjs';
import { longScript } from './long_script.mjs';

const THROTTLE = 4;
const TAPS = 200;
/// Steps of the conversation that is walked, each in three languages.
const LONGEST = 60;

const note = (text) => process.stderr.write(`  ${text}\n`);
const figure = (name, value, unit, budget) =>
  process.stdout.write(`${JSON.stringify({ figure: name, value: Math.round(value * 10) / 10, unit, budget })}\n`);

function quantile(sorted, part) {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}

/// The most memory a process has held, in MB.
function peakMemory(pid) {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+) kB/);
  return Number(line[1]) / 1024;
}

/// The whole command, the start of its process and all.
function checkingAScript() {
  note('checking scripts of 200 steps');
  const folder = mkdtempSync(path.join(tmpdir(), 'doorstep-bench-'));
  try {
    const check = (file, text) => {
      const at = path.join(folder, file);
      writeFileSync(at, text);
      const times = Array.from({ length: 21 }, () => {
        const started = performance.now();
        const { status, stdout } = spawnSync(process.env.DOORSTEP_SERVER, ['script', 'check', at]);
        if (status !== 0) throw new Error(`the script is not sound\n${stdout}`);
        return performance.now() - started;
      });
      return quantile(times.sort((a, b) => a - b), 0.5);
    };
    for (const languages of [['en'], ['en', 'fi', 'sv']]) {
      const text = longScript({ steps: 200, languages });
      const what = `checking a script of 200 steps in ${languages.length} language(s) (${Math.round(text.length / 1024)} KB), median of 21`;
      figure(what, check('long.toml', text), 'ms', 20);
    }
    figure('  the same command with one of 9 steps', check('short.toml', longScript({ steps: 9 })), 'ms');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function signedIn(server) {
  const desk = new Desk(server.desk);
  await desk.signIn(server.email, server.password);
  return desk;
}

async function largeImport() {
  note('importing 40,000 rows');
  const server = await Server.demo();
  try {
    const desk = await signedIn(server);
    const before = peakMemory(server.process.pid);
    const { took, looked } = await desk.import(walkList({ rows: 40_000, doors: 20_000 }));
    figure('import of 40,000 rows, looked at and stored', took / 1000, 's', 5);
    figure('  of which reading and checking', looked / 1000, 's');
    figure('server memory, peak, after that import', peakMemory(server.process.pid), 'MB', 300);
    figure('  before it, demo loaded', before, 'MB');
  } finally {
    await server.discard();
  }
}

/// From the start of navigation to the first frame that shows a door.
async function untilDoors(phone, address) {
  await phone.page.goto(address, { waitUntil: 'commit' });
  const at = await phone.page.waitForFunction(() => {
    if (!document.querySelector('.door-row')) return 0;
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now()))));
  }, undefined, { polling: 'raf', timeout: 60_000 });
  return at.jsonValue();
}

/// Notes when the back room last spoke. It answers a tap only once what was tapped is durable,
/// so its first word after a tap says when that was.
const listenToTheBackRoom = (page) => page.addInitScript(() => {
  globalThis.Worker = class extends globalThis.Worker {
    constructor(...words) {
      super(...words);
      this.addEventListener('message', () => { globalThis.firstAnswer ??= performance.now(); });
    }
  };
});

/// Taps, and gives the time until the back room answered, and until what `shows` tells is on
/// the screen: `shows` is asked before each frame, and the frame that has it is painted.
const tap = (page, words, shows) => page.evaluate(async ([words, shows]) => {
  const button = [...document.querySelectorAll('main button, main a, button')]
    .find((candidate) => candidate.textContent.includes(words) && candidate.checkVisibility());
  if (!button) throw new Error(`nothing to tap says "${words}"`);
  // Next is deaf for a moment after a step came up.
  await new Promise((hears) => {
    const look = () => (getComputedStyle(button).pointerEvents === 'none' ? requestAnimationFrame(look) : hears());
    look();
  });
  const heading = () => document.querySelector('h1')?.textContent;
  const before = heading();
  const isShown = {
    street: () => document.querySelector('.how-many'),
    door: () => document.querySelector('.action-pair'),
    step: () => heading() && heading() !== before,
  }[shows];
  globalThis.firstAnswer = undefined;
  const started = performance.now();
  button.click();
  await new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`no new screen after "${words}"`)), 20_000);
    const painted = new MessageChannel();
    painted.port1.onmessage = resolve;
    const look = () => {
      if (!isShown()) return requestAnimationFrame(look);
      clearTimeout(limit);
      return painted.port2.postMessage('a message is heard after the frame');
    };
    requestAnimationFrame(look);
  });
  return { saved: globalThis.firstAnswer - started, shown: performance.now() - started, at: heading() };
}, [words, shows]);

function report(name, times, limit) {
  times.sort((a, b) => a - b);
  for (const [quantileName, part, budget] of [['p50', 0.5], ['p95', 0.95, limit], ['p99', 0.99]]) {
    figure(`${name}, ${THROTTLE}x throttle, ${quantileName}`, quantile(times, part), 'ms', budget);
  }
}

/// Up and down through the steps of the first conversation, nothing answered; then its first
/// number again and again, each answer durably saved before the step changes.
async function conversation(phone) {
  const { page } = phone;
  await page.getByRole('button', { name: 'Someone answered' }).click();
  await page.getByText('Someone else').first().click();
  await page.getByRole('button', { name: 'Start conversation' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hello' }).waitFor();
  const steps = [];
  for (let round = 0; round < 3; round += 1) {
    let on = 0;
    for (let at = ''; at !== 'Thank you'; on += 1) {
      const went = await tap(page, 'Next', 'step');
      steps.push(went.shown);
      at = went.at;
    }
    for (; on > 0; on -= 1) steps.push((await tap(page, 'Back', 'step')).shown);
  }
  report(`from step to step of ${LONGEST}, nothing answered`, steps, 50);

  const answered = [];
  for (let at = ''; at !== 'First number';) at = (await tap(page, 'Next', 'step')).at;
  for (let round = 0; round < 60; round += 1) {
    await page.getByRole('radio', { name: String(2 + (round % 7)), exact: true }).click({ force: true });
    answered.push((await tap(page, 'Next', 'step')).shown);
    await tap(page, 'Back', 'step');
  }
  report('from step to step, the answer just tapped saved first', answered, 200);
}

async function phoneWithTenThousandDoors() {
  note('making 10,000 doors and joining with a phone');
  const server = await Server.demo();
  const phone = new Phone();
  try {
    const desk = await signedIn(server);
    const { cut } = await desk.import(walkList({ rows: 12_000, doors: 10_000 }));
    await desk.bringText('long', longScript({ steps: LONGEST }));
    const { code, lists } = await desk.share(cut, { size: 2_000, script: 'long@1' });
    await phone.open();
    await listenToTheBackRoom(phone.page);
    await phone.page.goto(`${server.app}/join#${code}`);
    await phone.page.fill('#join-name', 'Bench');
    const joining = performance.now();
    await phone.page.click('button[type=submit]');
    await phone.page.getByRole('heading', { level: 1, name: 'Ready with no signal' })
      .waitFor({ timeout: 120_000 });
    figure('joining and storing 10,000 doors, not throttled', (performance.now() - joining) / 1000, 's');
    await until('the app to be stored for offline', () =>
      phone.page.evaluate(() => document.documentElement.dataset.offline === 'ready'));
    await server.stop();

    note(`starting from the store, no network, ${THROTTLE}x slower`);
    const throttle = () => phone.devtools.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
    await throttle();
    const street = `${server.app}/list/${lists[0]}/street/0`;
    const starts = [];
    for (let run = 0; run < 7; run += 1) {
      await phone.page.goto('about:blank');
      starts.push(await untilDoors(phone, street));
    }
    starts.sort((a, b) => a - b);
    figure(`start from the store to first doors, 10,000 doors, ${THROTTLE}x throttle, median of 7`, quantile(starts, 0.5) / 1000, 's', 1.5);
    figure('  slowest of 7', starts.at(-1) / 1000, 's');

    note(`${TAPS} doors where nobody is home`);
    const taps = [];
    await phone.page.locator('.door-row').first().click();
    for (let count = 0; count < TAPS; count += 1) {
      await phone.page.getByRole('button', { name: 'Nobody home' }).waitFor();
      taps.push(await tap(phone.page, 'Nobody home', 'street'));
      await phone.page.getByRole('button', { name: /Next address/ }).waitFor();
      await tap(phone.page, 'Next address', 'door');
    }
    report('tap to durably saved and shown', taps.map((one) => one.shown), 200);
    report("  tap to the back room's first answer", taps.map((one) => one.saved));

    note('from step to step of a conversation');
    await conversation(phone);
  } finally {
    await phone.discard();
    await server.discard();
  }
}

checkingAScript();
await largeImport();
await phoneWithTenThousandDoors();
