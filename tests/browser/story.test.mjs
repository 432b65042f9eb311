// From the walk list to the team lead, with no signal in between: the story of
// the product, walked as a canvasser and a lead walk it.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Phone, Server, axe, screenshot, until } from './harness.mjs';
import {
  beginTalk, heading, join, next, notSent, rate, tap, target, theHeading, toTheNextDoor, untilNotSent,
} from './steps.mjs';

describe('from the walk list to the team lead, with no signal in between', () => {
  let server;
  let phone;
  let page;
  let lead;
  let desk;

  before(async () => {
    server = await Server.demo();
    phone = new Phone();
    page = await phone.open();
    lead = new Phone();
    desk = await lead.open();
  });

  after(async () => {
    await phone?.discard();
    await lead?.discard();
    await server?.discard();
  });

  test('a canvasser joins by the link and the phone is ready for no signal', async () => {
    await join(page, server, {
      before: async () => {
        await screenshot(page, 'phone-join');
        assert.deepEqual(await axe(page), []);
      },
    });
    await until('the app itself to be stored', async () =>
      page.evaluate(async () => (await navigator.serviceWorker?.ready) !== undefined));
    await until('everything to be ticked', async () =>
      !(await page.getByText('The app itself is being stored').isVisible()));
    await screenshot(page, 'phone-ready');
    assert.deepEqual(await axe(page), []);
  });

  test('the lead signs in at the desk and sees the campaign', async () => {
    await desk.goto(server.desk);
    await desk.getByLabel(/e-?mail/i).fill(server.email);
    await desk.getByLabel(/password/i).fill(server.password);
    await desk.getByRole('button', { name: /sign in/i }).click();
    await desk.getByRole('heading', { level: 1 }).waitFor();
    await until('the canvasser to be listed', async () => desk.getByText('Maija').first().isVisible());
    await screenshot(desk, 'desk-today');
  });

  test('the app opens with no network at all', async () => {
    await server.stop();
    await phone.offline(true);
    await phone.close();
    await phone.open(server.app);
    page = phone.page;
    await phone.offline(true);
    await target(page, /^Start round/).waitFor();
    await screenshot(page, 'phone-home');
    assert.deepEqual(await axe(page), []);
  });

  test('"Nobody home" is one tap, says so, and is undone by one tap', async () => {
    await toTheNextDoor(page);
    await screenshot(page, 'phone-door');
    assert.deepEqual(await axe(page), []);
    await tap(page, 'Nobody home');
    await page.getByText(/Nobody home/).first().waitFor();
    await untilNotSent(page, 1);
    await screenshot(page, 'phone-noted');
    await tap(page, /^Undo/);
    await page.getByText(/^Undone\./).first().waitFor();
    await toTheNextDoor(page);
    await tap(page, 'Nobody home');
    await untilNotSent(page, 3);
  });

  test('a conversation is led step by step, and the second number never shows the first', async () => {
    await toTheNextDoor(page);
    await beginTalk(page);
    await screenshot(page, 'phone-talk-hello');
    await next(page, 'Who you are');
    await next(page, 'First number');
    await tap(page, '4');
    await heading(page, 'First number');
    await page.getByText('Chosen: 4').waitFor({ state: 'attached' });
    await screenshot(page, 'phone-talk-rating');
    assert.deepEqual(await axe(page), []);
    await next(page, 'Why that number');
    await screenshot(page, 'phone-talk-why');
    await next(page, 'Somebody they know');
    await tap(page, 'Pause');
    await screenshot(page, 'phone-talk-pause');
    assert.deepEqual(await axe(page), []);
    await tap(page, /^Skip this step/);
    await heading(page, 'My story');
    await next(page, 'Their story');
    await tap(page, 'Concerns');
    await screenshot(page, 'phone-talk-concerns');
    assert.deepEqual(await axe(page), []);
    await tap(page, 'Back to the conversation');
    await next(page, 'Somebody who lived it');
    await screenshot(page, 'phone-talk-account');
  });

  test('the browser killed in mid-conversation opens again at the same step with every answer', async () => {
    const where = await theHeading(page);
    await phone.kill();
    await phone.open(server.app);
    page = phone.page;
    await phone.offline(true);
    await heading(page, where);
    await tap(page, 'Pause');
    await tap(page, /^Jump to a step/);
    await screenshot(page, 'phone-talk-outline');
    await tap(page, /^First number/);
    await heading(page, 'First number');
    assert.ok(await page.getByRole('radio', { name: /^4/ }).isChecked(), 'the number is still there');
    await tap(page, 'Pause');
    await tap(page, /^Jump to a step/);
    await tap(page, new RegExp(`^${where}`));
    await heading(page, where);
  });

  test('the second number, what made a difference, a commitment and consent are taken at the door', async () => {
    await next(page, 'How it fits together');
    await next(page, 'What worries them');
    await next(page, 'The number again');
    assert.equal(await page.getByRole('radio', { name: /^4/ }).isChecked(), false, 'the first number does not show');
    assert.equal(await page.getByText('Chosen: 4').count(), 0);
    await screenshot(page, 'phone-talk-second-rating');
    await rate(page, '6');
    await next(page, 'What mattered');
    await screenshot(page, 'phone-talk-reflect');
    await next(page, 'One ask');
    await tap(page, 'Yes');
    await screenshot(page, 'phone-talk-ask');
    await next(page, 'Thank you');
    const comeBack = page.getByRole('group', { name: 'May we come back?' });
    await comeBack.getByRole('radio', { name: 'Yes' }).click({ force: true });
    await screenshot(page, 'phone-talk-close');
    assert.deepEqual(await axe(page), []);
    await tap(page, 'Done');
    await heading(page, 'Saved on this phone');
    await screenshot(page, 'phone-pavement');
    assert.deepEqual(await axe(page), []);
    assert.ok(await notSent(page) >= 4, 'what is not sent is counted');
  });

  test('words on the pavement are kept and the round goes on', async () => {
    await page.getByLabel('In their words').fill('hearing about your brother');
    await tap(page, /^(Next address|Back to the street)/);
    await until('the next door', async () => target(page, 'Someone answered').isVisible());
    await tap(page, /not sent$/);
    await heading(page, 'Sent and not sent');
    await screenshot(page, 'phone-sent');
    assert.deepEqual(await axe(page), []);
  });

  test('with the network back everything goes by itself, and the desk changes by itself', async () => {
    await server.start();
    await desk.goto(server.desk);
    const before = await desk.locator('main').innerText();
    await phone.offline(false);
    await untilNotSent(page, 0, { within: 90_000 });
    const arrived = Date.now();
    await until('the desk to change', async () => (await desk.locator('main').innerText()) !== before, { within: 10_000 });
    assert.ok(Date.now() - arrived < 5_000, 'the desk follows within seconds');
    await page.getByText('With your team').first().waitFor();
    await screenshot(page, 'phone-sent-all');
    await screenshot(desk, 'desk-live');
  });

  test('nothing went wrong in the console on the way', () => {
    const surprising = phone.errors.filter((line) => !/Failed to load resource|net::ERR|Failed to fetch/.test(line));
    assert.deepEqual(surprising, []);
  });
});
