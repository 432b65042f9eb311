// The phone's own ways: the back gesture in a conversation, and another join link
// opened in the tab that has the app open.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Phone, Server, axe, screenshot, until } from './harness.mjs';
import { beginTalk, heading, join, next, tap, target, toTheNextDoor } from './steps.mjs';

/// What the back button and the back swipe do.
async function back(page) {
  await page.evaluate(() => history.back());
}

/// The phone's lock, and unlocking it.
async function put(page, state) {
  await page.evaluate((visibility) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

async function openLink(page, code) {
  await page.evaluate((fragment) => { location.hash = fragment; }, `join=${code}`);
}

describe('ways that are not buttons', () => {
  let server;
  let phone;
  let page;

  before(async () => {
    server = await Server.demo();
    phone = new Phone();
    page = await phone.open();
    await join(page, server);
  });

  after(async () => {
    await phone?.discard();
    await server?.discard();
  });

  test('back in a conversation is the step before', async () => {
    await toTheNextDoor(page);
    await beginTalk(page);
    await next(page, 'Who you are');
    await next(page, 'First number');
    await back(page);
    await heading(page, 'Who you are');
    await back(page);
    await heading(page, 'Hello');
  });

  test('put away, the phone shows where the talk is and no names', async () => {
    await next(page, 'Who you are');
    const people = await page.getByRole('radio').evaluateAll((radios) =>
      radios.map((radio) => radio.closest('label').textContent.trim()));
    assert.ok(people.length > 2, people.join());
    await put(page, 'hidden');
    await target(page, 'Go on').waitFor();
    await put(page, 'visible');
    await heading(page, 'Who you are');
    const seen = await page.locator('body').innerText();
    assert.deepEqual(people.filter((name) => /^[A-ZÄÖ]\S+ [A-ZÄÖ]/.test(name) && seen.includes(name)), []);
    await screenshot(page, 'phone-put-away');
    assert.deepEqual(await axe(page), []);
    await tap(page, 'Go on');
    await page.getByRole('radio').first().waitFor();
    await tap(page, 'Pause');
    await tap(page, /^Put the phone away/);
    await target(page, 'Go on').waitFor();
    await tap(page, 'Go on');
    await back(page);
    await heading(page, 'Hello');
  });

  test('back with a sheet open closes the sheet', async () => {
    await tap(page, 'Pause');
    await target(page, /^Park it/).waitFor();
    await back(page);
    await target(page, /^Park it/).waitFor({ state: 'hidden' });
    await heading(page, 'Hello');
  });

  test('a join link opened meanwhile waits until the conversation is left', async () => {
    await openLink(page, server.code);
    await until('the code to leave the address', async () =>
      !(await page.evaluate(() => location.href)).includes(server.code));
    await heading(page, 'Hello');
    await back(page);
    await heading(page, 'Join your team');
    const code = page.getByLabel('Join code');
    await until('the code to come with the link', async () =>
      /[A-Z0-9]{4}-?[A-Z0-9]{4}/.test(await code.inputValue()));
    assert.equal(await page.getByLabel('What your team calls you').inputValue(), 'Maija');
    await screenshot(page, 'phone-join-again');
    assert.deepEqual(await axe(page), []);
  });

  test('whoever has joined that campaign is told so and finds the talk parked', async () => {
    await tap(page, 'Join');
    await heading(page, 'You have joined already');
    await screenshot(page, 'phone-joined-already');
    await tap(page, 'To your lists');
    await page.getByText('Hello, Maija').waitFor();
    await page.getByText('A conversation is parked').waitFor();
    await screenshot(page, 'phone-home-parked');
  });

  test('a talk held before is recorded on one screen and outlives a kill half filled', async () => {
    await toTheNextDoor(page);
    await tap(page, 'More');
    await tap(page, /^Record a talk I just had/);
    await heading(page, 'Record a talk I just had');
    await page.getByLabel('In their words').fill('hearing about your brother');
    await screenshot(page, 'phone-record-talk');
    // From the top: an answer half under the bars is a small target, for axe and for a thumb,
    // and one scrolls on.
    await page.evaluate(() => globalThis.scrollTo(0, 0));
    assert.deepEqual(await axe(page), []);
    await back(page);
    await target(page, 'Someone answered').waitFor();
    await tap(page, 'More');
    await tap(page, /^Record a talk I just had/);
    assert.equal(await page.getByLabel('In their words').inputValue(), 'hearing about your brother');
    await phone.kill();
    page = await phone.open(server.app);
    await heading(page, 'Record a talk I just had');
    assert.equal(await page.getByLabel('In their words').inputValue(), 'hearing about your brother');
    await back(page);
    await target(page, 'Someone answered').waitFor();
  });
});
