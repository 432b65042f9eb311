// Every screen in the dark, at 200% text, in Finnish and held in the left hand:
// axe finds nothing, nothing runs off the side, and the pictures are there to be
// looked at.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Phone, Server, axe, screenshot, until } from './harness.mjs';
import { heading, join, tap, target, theHeading, toTheNextDoor } from './steps.mjs';

describe('every screen for everybody', () => {
  let server;
  const phones = [];

  before(async () => { server = await Server.demo(); });
  after(async () => {
    for (const phone of phones) await phone.discard();
    await server?.discard();
  });

  /// Scrolling sideways is what people with large text must never have to do.
  async function fits(page, where) {
    const over = await page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${where} is ${over} px too wide`);
  }

  async function look(page, name) {
    await screenshot(page, name);
    assert.deepEqual(await axe(page), [], name);
    await fits(page, name);
  }

  async function walk(page, style) {
    await look(page, `${style}-ready`);
    await page.goto(server.app);
    await page.getByText(/^Hello, /).waitFor();
    await look(page, `${style}-home`);
    await tap(page, /^(Start round|Go on with the round)/);
    await until('a street or a door', async () =>
      (await target(page, /^Next address/).isVisible()) || (await target(page, 'Someone answered').isVisible()));
    await look(page, `${style}-street`);
    await toTheNextDoor(page);
    await look(page, `${style}-door`);
    await tap(page, 'More');
    await heading(page, 'More for this door');
    await look(page, `${style}-more`);
    await tap(page, /^Record a talk I just had/);
    await heading(page, 'Record a talk I just had');
    await look(page, `${style}-record`);
    await tap(page, 'Back');
    await target(page, 'Someone answered').waitFor();
    await tap(page, 'Help');
    await page.getByText('Leave now, note it later').waitFor();
    await look(page, `${style}-help`);
    await page.keyboard.press('Escape');
    await tap(page, 'Someone answered');
    await heading(page, 'Who is it?');
    await look(page, `${style}-who`);
    await tap(page, 'Start conversation');
    await heading(page, 'Hello');
    for (let step = 1; step < 20; step += 1) {
      const here = await theHeading(page);
      await look(page, `${style}-talk-${String(step).padStart(2, '0')}`);
      if (here === 'Saved on this phone') break;
      await tap(page, /^(Next|Done)$/);
      await until('the next step', async () => (await theHeading(page)) !== here);
    }
    assert.equal(await theHeading(page), 'Saved on this phone');
    await tap(page, /^Next address/);
    await target(page, 'Someone answered').waitFor();
    await page.goto(`${server.app}/sent`);
    await heading(page, 'Sent and not sent');
    await look(page, `${style}-sent`);
    await page.goto(`${server.app}/settings`);
    await heading(page, 'Settings');
    await look(page, `${style}-settings`);
  }

  test('in the dark', async () => {
    const phone = new Phone({ dark: true });
    phones.push(phone);
    const page = await phone.open();
    await join(page, server, { name: 'Sami' });
    await walk(page, 'dark');
  });

  test('at 200% text', async () => {
    const phone = new Phone({ textSize: 32 });
    phones.push(phone);
    const page = await phone.open();
    await join(page, server, { name: 'Aino' });
    await walk(page, 'large');
  });

  test('in Finnish', async () => {
    const phone = new Phone({ locale: 'fi-FI' });
    phones.push(phone);
    const page = await phone.open(`${server.app}/#join=${server.code}`);
    await page.locator('input').nth(1).fill('Eero');
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'fi');
    await look(page, 'finnish-join');
    await page.getByRole('button').last().click();
    await until('the lists to be there', async () => (await page.locator('h1').textContent()).includes('verkko')
      || (await page.getByText('Eero').count()) > 0);
    await look(page, 'finnish-ready');
  });
});
