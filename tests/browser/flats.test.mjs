// A building of 300 flats: the list opens where the round goes on, is whole a moment later,
// and nothing moves under the thumb while the rest of it comes.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Phone, Server, axe, screenshot, until } from './harness.mjs';
import { Desk, walkList } from './desk.mjs';
import { heading, tap, target } from './steps.mjs';

const FLATS = 300;

describe('a building of 300 flats', () => {
  let server;
  let phone;
  let page;
  let street;

  before(async () => {
    server = await Server.demo();
    const desk = new Desk(server.desk);
    await desk.signIn(server.email, server.password);
    const { cut } = await desk.import(walkList({ rows: FLATS, flatsPerBuilding: FLATS }));
    const { code, lists } = await desk.share(cut);
    street = `${server.app}/list/${lists[0]}/street/0`;
    phone = new Phone();
    page = await phone.open();
    // What is on the screen when the first rows are, and every place the next door then has.
    await page.addInitScript(() => {
      globalThis.seen = [];
      const look = () => {
        const next = document.querySelector('.next');
        if (next) globalThis.seen.push([document.querySelectorAll('.door-row').length, Math.round(next.getBoundingClientRect().top)]);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(`${server.app}/join#${code}`);
    await page.getByLabel('What your team calls you').fill('Maija');
    await tap(page, 'Join');
    await heading(page, 'Ready with no signal');
    await until('the app to be stored for offline', () =>
      page.evaluate(() => document.documentElement.dataset.offline === 'ready'));
    await server.stop();
  });

  after(async () => {
    await phone?.discard();
    await server?.discard();
  });

  const rows = () => page.locator('.door-row').count();

  test('is all there, a part at a time, and nothing moves', async () => {
    await page.goto(street);
    await page.getByText(`${FLATS} of ${FLATS} doors left`).first().waitFor();
    await until('every flat to be drawn', async () => (await rows()) === FLATS);
    const seen = await page.evaluate(() => globalThis.seen);
    assert.ok(seen[0][0] < FLATS / 4, `a part first, not ${seen[0][0]} rows`);
    assert.equal(new Set(seen.map(([, top]) => top)).size, 1, `the next door stays where it is: ${JSON.stringify(seen)}`);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    assert.ok(height > FLATS * 44, `each flat is high enough to tap: ${height}`);
    await screenshot(page, 'phone-300-flats');
    assert.deepEqual(await axe(page), []);
  });

  test('opens at the next door after one far down was noted, and back is where one was', async () => {
    // By its text: to find it by its role, it would have to be on the screen.
    const flat = page.locator('.door-row').filter({ has: page.getByText('1 A 250', { exact: true }) });
    await flat.scrollIntoViewIfNeeded();
    const down = await page.evaluate(() => scrollY);
    await flat.click();
    await target(page, 'Nobody home').waitFor();
    await page.goBack();
    await flat.waitFor();
    await until('the same place again', () => page.evaluate((y) => Math.abs(scrollY - y) < 2, down));

    await flat.click();
    await tap(page, 'Nobody home');
    await page.getByText('Saved on this phone').first().waitFor();
    await until('the flat after it to be next and in view', async () => {
      const next = page.locator('.next');
      const box = await next.boundingBox();
      return box && box.y > 0 && box.y < 844 && (await next.textContent()).includes('A 251');
    });
    await until('every flat to be drawn', async () => (await rows()) === FLATS);
    await screenshot(page, 'phone-300-flats-next');
  });
});
