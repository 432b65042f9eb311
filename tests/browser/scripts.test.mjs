// Every built-in script, walked on a phone from the greeting to the pavement: each step has its
// words, fits the screen, and axe finds nothing. The placebo is walked where it may be: at a door
// that an experiment drew for it.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Phone, Server, axe, screenshot, until } from './harness.mjs';
import { Desk, inDays } from './desk.mjs';
import { heading, tap, target, theHeading, untilNotSent } from './steps.mjs';

const SCRIPTS = [
  { id: 'issue-conversation', version: 2, street: 'Annankatu' },
  { id: 'because-of-someone', version: 2, street: 'Eerikinkatu' },
  { id: 'local-choice', version: 2, street: 'Fredrikinkatu' },
  { id: 'listening-survey', version: 1, street: 'Kalevankatu' },
  { id: 'one-to-one', version: 1, street: 'Uudenmaankatu' },
  // Chance leaves all of twelve doors to the other script once in four thousand times.
  { id: 'placebo', street: 'Yrjönkatu', given: 'issue-conversation@2+placebo@2', houses: 12, has: 'Trees' },
];

/// One street with a list of its own for each script.
async function listsFor(server) {
  const desk = new Desk(server.desk);
  await desk.signIn(server.email, server.password);
  // The one kind of campaign that may use all of them.
  const { html } = await desk.page('/campaign');
  await desk.send(desk.form(html, /^\/campaign$/), { legal_profile: 'uk_party' });
  const lists = [];
  for (const [number, { id, version, street, given = `${id}@${version}`, houses = 3 }] of SCRIPTS.entries()) {
    await desk.bring(id);
    const numbers = Array.from({ length: houses }, (_, house) => 2 * house + 1);
    const rows = numbers.map((house) => `${number}00${house},Aino,Korhonen,${street} ${house},Helsinki`);
    const { cut } = await desk.import(`Voter ID,First Name,Last Name,Address,City\n${rows.join('\n')}\n`, { until: inDays(60) });
    lists.push(await desk.cut(cut, { script: given }));
  }
  return desk.shareLists(lists);
}

describe('the built-in scripts on a phone', () => {
  let server;
  let phone;
  let page;

  before(async () => {
    server = await Server.demo();
    const code = await listsFor(server);
    phone = new Phone();
    page = await phone.open();
    await page.goto(`${server.app}/join#${code}`);
    await page.getByLabel('What your team calls you').fill('Maija');
    await tap(page, 'Join');
    await heading(page, 'Ready with no signal');
  });

  after(async () => {
    await phone?.discard();
    await server?.discard();
  });

  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

  async function toTheFirstStep(street, nth, who) {
    await page.goto(new URL('/', page.url()).href);
    await page.getByRole('link', { name: new RegExp(`^${street}`) }).first().click();
    await until('the street or its streets', async () =>
      (await page.locator('.door-row').count()) + (await page.locator('main a[href*="/street/"]').count()) > 0);
    if ((await page.locator('.door-row').count()) === 0) await page.locator('main a[href*="/street/"]').first().click();
    await page.locator('.door-row').nth(nth).click();
    await tap(page, 'Someone answered');
    await heading(page, 'Who is it?');
    await tap(page, who);
    const before = await theHeading(page);
    await tap(page, 'Start conversation');
    await until('the first step', async () => (await theHeading(page)) !== before);
  }

  /// Answers what the step asks for: a number, or the first of the answers.
  async function answer() {
    const main = page.getByRole('main');
    for (const group of await main.getByRole('radiogroup').or(main.getByRole('group')).all()) {
      const radios = group.getByRole('radio');
      if ((await radios.count()) > 0) await radios.first().click({ force: true });
    }
  }

  /// Walks to the pavement and on; the headings of the steps on the way.
  async function walk(id) {
    const walked = [];
    for (let last = false; !last;) {
      const name = await theHeading(page);
      assert.ok(!walked.includes(name), `${name} comes twice: ${walked}`);
      walked.push(name);
      const words = (await page.locator('.talk-step').innerText()).trim();
      assert.ok(words.length > 10, `${name} says nothing`);
      assert.ok(await fits(), `${name} is wider than the phone`);
      await screenshot(page, `script-${id}-${String(walked.length).padStart(2, '0')}`);
      assert.deepEqual(await axe(page), [], name);
      // Who they are was said before.
      if (name !== 'Who you are') await answer();
      last = await target(page, 'Done').isVisible();
      await tap(page, last ? 'Done' : 'Next');
      await until(`what follows ${name}`, async () => (await theHeading(page)) !== name);
    }
    await heading(page, 'Saved on this phone');
    await screenshot(page, `script-${id}-pavement`);
    assert.deepEqual(await axe(page), []);
    assert.ok(await fits());
    await tap(page, /^(Next address|Back to the street)/);
    // Chromium may crash a tab that is left while it still writes; people don't leave so fast.
    await untilNotSent(page, 0);
    return walked;
  }

  for (const { id, street, houses, has } of SCRIPTS) {
    test(`${id} is whole, fits, and ends saved`, async () => {
      const who = has ? 'Aino Korhonen' : 'Someone else';
      let walked = [];
      for (let nth = 0; nth < (houses ?? 1); nth += 1) {
        await toTheFirstStep(street, nth, who);
        walked = await walk(id);
        if (!has || walked.includes(has)) break;
      }
      assert.ok(walked.length >= 5, walked.join(', '));
      assert.ok(!has || walked.includes(has), walked.join(', '));
    });
  }
});
