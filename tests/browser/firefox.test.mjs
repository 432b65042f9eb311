// The core of the story in Firefox: join, note a door with the server gone,
// reload, and it is still there; back on the network it goes by itself.

import { after, before, describe, test } from 'node:test';
import { rmSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { Server, temporaryFolder, until } from './harness.mjs';

describe('in Firefox', () => {
  let server;
  let browser;
  let page;
  const profile = temporaryFolder('firefox');

  before(async () => {
    server = await Server.demo();
    browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: '/usr/bin/firefox-esr',
      headless: true,
      userDataDir: profile,
      extraPrefsFirefox: { 'intl.locale.requested': 'en-GB', 'intl.accept_languages': 'en-GB,en' },
    });
    page = await browser.newPage();
    await page.setViewport({ width: 390, height: 844 });
  });

  after(async () => {
    await browser?.close();
    await server?.discard();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  const words = () => page.evaluate(() => document.body.innerText);
  const says = (what) => until(`“${what}” on the screen`, async () => (await words()).includes(what), { within: 40_000 });
  const tap = async (label) => {
    await until(`“${label}” to tap`, () => page.evaluate((label) => {
      const all = [...document.querySelectorAll('button, a')].filter((each) => each.offsetParent !== null);
      const found = all.find((each) => each.innerText.trim().startsWith(label));
      found?.click();
      return Boolean(found);
    }, label));
  };

  test('what was noted with no server outlives a reload and goes when the server is back', async () => {
    await page.goto(`${server.app}/#join=${server.code}`);
    await until('the form', () => page.$('#join-name'));
    await page.type('#join-name', 'Maija');
    await tap('Join');
    await says('Ready with no signal');
    await says('You have joined');
    await until('the app to be stored', async () => page.evaluate(async () =>
      (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'));
    await server.stop();
    await page.goto(server.app);
    await tap('Start round');
    await until('a door', async () => {
      const text = await words();
      if (text.includes('Nobody home') && text.includes('Someone answered')) return true;
      if (text.includes('Next address')) await tap('Next address');
      return false;
    });
    await tap('Nobody home');
    await says('1 not sent');
    await page.reload();
    await says('1 not sent');
    await server.start();
    await says('All sent');
  });
});
