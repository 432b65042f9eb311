// "Delete what you hold about us", said in the middle of a conversation: nothing of it
// is left, and the screen leads on.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Phone, Server, axe, screenshot } from './harness.mjs';
import { beginTalk, heading, join, next, rate, tap, target, toTheNextDoor, untilNotSent } from './steps.mjs';

describe('a wish to be deleted', () => {
  let server;
  let phone;
  let page;

  before(async () => {
    server = await Server.demo();
    phone = new Phone();
    page = await phone.open();
    await join(page, server);
    await server.stop();
  });

  after(async () => {
    await phone?.discard();
    await server?.discard();
  });

  test('in a conversation leaves none of it and leads on to the next address', async () => {
    await toTheNextDoor(page);
    await beginTalk(page);
    await next(page, 'Who you are');
    await next(page, 'First number');
    await rate(page, '4');
    await tap(page, 'Pause');
    await tap(page, /^Jump to a step/);
    await tap(page, /^Thank you/);
    await heading(page, 'Thank you');
    await tap(page, /^They asked us something/);
    await target(page, /^Delete what you hold about us/).waitFor();
    await screenshot(page, 'phone-wish');
    assert.deepEqual(await axe(page), []);
    await tap(page, /^Delete what you hold about us/);
    await target(page, /^Next address/).waitFor();
    await page.getByText('Saved on this phone').first().waitFor();
    await screenshot(page, 'phone-after-wish');
    assert.deepEqual(await axe(page), []);
    // The wish and the visit it was said in, and no conversation.
    await untilNotSent(page, 2);
    await page.goto(new URL('/', page.url()).href);
    await page.getByText('Hello, Maija').waitFor();
    assert.equal(await page.getByText('A conversation is parked').count(), 0);
  });
});
