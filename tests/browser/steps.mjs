// What a canvasser does, in the words they see. Every step waits for what the
// canvasser would wait for and for nothing else.

import { until } from './harness.mjs';

/// Whatever has this name: people don't know a link from a button.
export function target(page, name) {
  const options = typeof name === 'string' ? { name, exact: true } : { name };
  return page.getByRole('button', options)
    .or(page.getByRole('link', options))
    .or(page.getByRole('radio', options))
    .or(page.getByRole('checkbox', options))
    .filter({ visible: true })
    .first();
}

export async function tap(page, name) {
  const what = target(page, name);
  await what.scrollIntoViewIfNeeded();
  // Next is deaf for a moment after a step came up, so that one raindrop is one tap.
  await what.evaluate((element) => new Promise((hears) => {
    const look = () => (getComputedStyle(element).pointerEvents === 'none' ? requestAnimationFrame(look) : hears());
    look();
  }));
  // A ticked radio's own box may lie under its label; people tap the label.
  await what.click({ force: true });
}

export async function heading(page, name) {
  const options = typeof name === 'string' ? { level: 1, name, exact: true } : { level: 1, name };
  await page.getByRole('heading', options).first().waitFor();
}

export async function theHeading(page) {
  return (await page.getByRole('heading', { level: 1 }).first().textContent()).trim();
}

/// Opens the link, gives a name, and waits until everything is on the phone.
export async function join(page, server, { name = 'Maija', before = async () => {} } = {}) {
  await page.goto(`${server.app}/#join=${server.code}`);
  const code = page.getByLabel('Join code');
  await code.waitFor();
  await until('the code to come with the link', async () =>
    /[A-Z0-9]{4}-?[A-Z0-9]{4}/.test(await code.inputValue()));
  await until('the code to leave the address', async () =>
    !(await page.evaluate(() => location.href)).includes(server.code));
  await before();
  await page.getByLabel('What your team calls you').fill(name);
  await tap(page, 'Join');
  await heading(page, 'Ready with no signal');
}

export async function notSent(page) {
  const words = (await page.getByText(/^(All sent|\d+ not sent)$/).first().textContent()).trim();
  return words === 'All sent' ? 0 : Number.parseInt(words, 10);
}

export async function untilNotSent(page, count, options) {
  await until(`${count} not sent`, async () => (await notSent(page)) === count, options);
}

/// From anywhere to the door where the round goes on.
export async function toTheNextDoor(page) {
  await page.goto(new URL('/', page.url()).href);
  await tap(page, /^(Start round|Go on with the round)/);
  await until('a door', async () => {
    const door = target(page, 'Someone answered');
    if (await door.isVisible()) return true;
    const next = target(page, /^Next address/);
    if (await next.isVisible()) await next.click();
    return false;
  });
}

/// From the door to the conversation's first step.
export async function beginTalk(page, { who = 'Someone else' } = {}) {
  await tap(page, 'Someone answered');
  await heading(page, 'Who is it?');
  await tap(page, who);
  await tap(page, 'Start conversation');
  await heading(page, 'Hello');
}

export async function next(page, toHeading) {
  await tap(page, 'Next');
  if (toHeading) await heading(page, toHeading);
}

/// Chooses a number and waits until the phone says it holds it.
export async function rate(page, answer) {
  await tap(page, answer);
  await page.getByText(`Chosen: ${answer}`).waitFor({ state: 'attached' });
}
