// The app in another language: its words are a file of their own, so they must come when they
// are wanted, stay when there is no network, and nobody who doesn't want them fetches them.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Phone, Server, axe, screenshot, until } from './harness.mjs';
import { heading, join, tap } from './steps.mjs';

describe('another language', () => {
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

  test('chosen without a network it says that it will come', async () => {
    await server.stop();
    await page.goto(`${server.app}/settings`);
    await heading(page, 'Settings');
    await tap(page, 'Suomi');
    await page.getByText(/^Suomi is not on this phone yet/).waitFor();
    await screenshot(page, 'phone-language-later');
    assert.deepEqual(await axe(page), []);
  });

  test('comes by itself with the network', async () => {
    await server.start();
    await page.evaluate(() => { globalThis.dispatchEvent(new Event('online')); });
    await heading(page, 'Asetukset');
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'fi');
    await until('the words to be stored', () => page.evaluate(async () => {
      for (const name of await caches.keys()) {
        const stored = await (await caches.open(name)).keys();
        if (stored.some(({ url }) => url.endsWith('/words-fi.txt'))) return true;
      }
      return false;
    }));
  });

  test('is there from the first word on when the app opens with no network', async () => {
    await server.stop();
    await phone.close();
    page = await phone.open();
    await page.addInitScript(() => {
      globalThis.titles = [];
      new MutationObserver(() => { globalThis.titles.push(document.title); })
        .observe(document, { childList: true, subtree: true });
    });
    await page.goto(`${server.app}/settings`);
    await heading(page, 'Asetukset');
    const titles = await page.evaluate(() => [...new Set(globalThis.titles)]);
    assert.deepEqual(titles.filter((title) => /Settings|Opening/.test(title)), []);
    assert.deepEqual(phone.errors.filter((error) => !/ERR_CONNECTION_REFUSED|Failed to (load|fetch)/.test(error)), []);
  });
});
