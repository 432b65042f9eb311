// Two tabs, one database: only one may write, and a person decides which.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Phone, Server, axe, screenshot } from './harness.mjs';
import { heading, join, notSent, tap, toTheNextDoor, untilNotSent } from './steps.mjs';

describe('a second tab', () => {
  let server;
  let phone;

  before(async () => {
    server = await Server.demo();
    phone = new Phone();
    await join(await phone.open(), server);
  });

  after(async () => {
    await phone?.discard();
    await server?.discard();
  });

  test('says so, takes over when asked, and finds everything the first one saved', async () => {
    const first = phone.page;
    await server.stop();
    await toTheNextDoor(first);
    await tap(first, 'Nobody home');
    await untilNotSent(first, 1);
    const second = await phone.anotherTab(server.app);
    await heading(second, 'Doorstep is open in another tab');
    await screenshot(second, 'phone-second-tab');
    assert.deepEqual(await axe(second), []);
    await tap(second, 'Use it here');
    await second.getByText('Hello, Maija').waitFor();
    assert.equal(await notSent(second), 1);
    await heading(first, 'Doorstep is open somewhere else');
    await first.bringToFront();
    await screenshot(first, 'phone-taken-over');
    assert.deepEqual(await axe(first), []);
  });
});
