// What happens in the middle of a conversation: somebody joins, half an hour goes by, somebody
// affected is heard in their own voice with no network, the language changes; the screen stays
// awake, and the buttons lie under the thumb of either hand.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Phone, Server, axe, root, screenshot, until } from './harness.mjs';
import { beginTalk, heading, join, next, rate, tap, target, theHeading, toTheNextDoor } from './steps.mjs';
import { noise, silence } from './sound.mjs';

/// T1 as version 90, in which Tapani speaks English; his Finnish recording is damaged.
function spoken() {
  const text = readFileSync(path.join(root, 'assets/scripts/issue-conversation.toml'), 'utf8');
  return text
    .replace(/\nversion = \d+/, '\nversion = 90')
    .replace('id = "tapani"\n', 'id = "tapani"\naudio.en = "tapani.mp3"\naudio.fi = "tapani-fi.mp3"\n');
}

describe('in mid-conversation', () => {
  let server;
  let lead;
  let desk;
  let phone;
  let page;

  before(async () => {
    server = await Server.demo();
    lead = new Phone();
    desk = await lead.open(server.desk);
    await desk.getByLabel(/e-?mail/i).fill(server.email);
    await desk.getByLabel(/password/i).fill(server.password);
    await desk.getByRole('button', { name: /sign in/i }).click();
    await desk.getByRole('heading', { level: 1 }).waitFor();
  });

  after(async () => {
    await phone?.discard();
    await lead?.discard();
    await server?.discard();
  });

  async function look(on, name) {
    await screenshot(on, name);
    assert.deepEqual(await axe(on), [], name);
    const over = await on.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${name} is ${over} px too wide`);
  }

  const file = (name, buffer, mimeType) => ({ name, buffer, mimeType });

  test('a script comes to the desk with its recordings, or it says which is missing', async () => {
    const script = file('mine.toml', Buffer.from(spoken()), 'text/plain');
    const voice = file('tapani.mp3', silence(3), 'audio/mpeg');
    await desk.goto(`${server.desk}/scripts`);
    await look(desk, 'midtalk-desk-scripts');
    await desk.getByLabel('Script file').setInputFiles([script, voice]);
    await desk.getByRole('button', { name: 'Check and add' }).click();
    await desk.getByText('tapani-fi.mp3 is named by the script and was not chosen', { exact: false }).waitFor();
    await look(desk, 'midtalk-desk-recording-missing');
    const damaged = file('tapani-fi.mp3', noise(), 'audio/mpeg');
    await desk.getByLabel('Script file').setInputFiles([script, voice, damaged]);
    await desk.getByRole('button', { name: 'Check and add' }).click();
    await desk.getByRole('heading', { name: /not using it|other lists|lists/i }).first().waitFor();
    await desk.getByText('tapani.mp3 (en), tapani-fi.mp3 (fi)').waitFor();
    await look(desk, 'midtalk-desk-script');
    const lists = desk.locator('form[action$="/lists"]');
    for (const list of await lists.getByRole('checkbox').all()) await list.check();
    await lists.getByRole('button').click();
    await until('the lists to talk with it', async () =>
      (await desk.locator('form[action$="/lists"] input[type=checkbox]').count()) === 0);
  });

  test('the screen stays awake from the first word to the last', async () => {
    phone = new Phone();
    page = await phone.open();
    // A browser without a screen has no lamp to ask for: this one counts those that burn.
    await page.addInitScript(() => {
      globalThis.lamps = 0;
      const request = async () => {
        globalThis.lamps += 1;
        const lamp = new EventTarget();
        lamp.release = async () => {
          globalThis.lamps -= 1;
          lamp.dispatchEvent(new Event('release'));
        };
        return lamp;
      };
      Object.defineProperty(navigator, 'wakeLock', { value: { request } });
      // And a clock that can be told that time went by.
      const Real = Date;
      globalThis.ahead = 0;
      globalThis.Date = class extends Real {
        constructor(...words) {
          if (words.length > 0) super(...words);
          else super(Real.now() + globalThis.ahead);
        }

        static now() {
          return Real.now() + globalThis.ahead;
        }
      };
    });
    await join(page, server);
    await page.goto(server.app);
    // The recording comes after the lists.
    await until('the recordings to be stored', async () => server.output !== undefined
      && (await page.getByText('All sent').count()) > 0);
    await toTheNextDoor(page);
    assert.equal(await page.evaluate(() => globalThis.lamps), 0);
    await beginTalk(page);
    await until('the screen to be kept awake', () => page.evaluate(() => globalThis.lamps === 1));
  });

  test('who joins before a number was said may go on, and the numbers are theirs', async () => {
    await tap(page, 'Pause');
    await tap(page, /^Someone joined/);
    await target(page, 'Someone else').waitFor();
    await look(page, 'midtalk-joined');
    await page.keyboard.press('Escape');
    await next(page, 'Who you are');
    await next(page, 'First number');
    await rate(page, '4');
    await tap(page, 'Pause');
    await tap(page, /^Someone joined/);
    await page.getByText('The rating so far is by:', { exact: false }).waitFor();
    assert.equal(await target(page, 'Someone else').count(), 0, 'whose the 4 is does not change');
    await target(page, 'The talk is over').waitFor();
    await look(page, 'midtalk-joined-rated');
    await tap(page, 'Go on');
    await heading(page, 'First number');
  });

  test('after half an hour it asks, once and quietly, whether it is time to thank them', async () => {
    const asked = page.getByText('is it time to thank them?', { exact: false });
    assert.equal(await asked.count(), 0);
    await page.evaluate(() => { globalThis.ahead = 31 * 60_000; });
    await until('the question', async () => (await asked.count()) === 1, { within: 45_000 });
    await look(page, 'midtalk-half-an-hour');
    await heading(page, 'First number');
    await page.evaluate(() => { globalThis.ahead = 0; });
  });

  test('somebody affected is heard in their own voice with no network', async () => {
    await server.stop();
    await phone.offline(true);
    await tap(page, 'Pause');
    await tap(page, /^Jump to a step/);
    await tap(page, /^Somebody who lived it/);
    await heading(page, 'Somebody who lived it');
    await look(page, 'midtalk-account');
    await tap(page, 'Play it in their voice');
    const audio = page.locator('audio');
    await audio.waitFor();
    await until('it to play', () => audio.evaluate((at) => at.currentTime > 0.5 && !at.error));
    await look(page, 'midtalk-account-playing');
    await until('it to end', () => audio.evaluate((at) => at.ended && at.duration > 2.5 && !at.error));
  });

  test('the language changes in mid-conversation, and what cannot be played is read out', async () => {
    await tap(page, 'Pause');
    await tap(page, /^Language of the conversation/);
    await tap(page, 'Finnish');
    await page.keyboard.press('Escape');
    await heading(page, 'Joku, joka sen koki');
    assert.equal(await page.locator('.talk-say').first().getAttribute('lang'), 'fi');
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en', 'the canvasser reads on');
    assert.equal(await page.locator('audio').count(), 0, 'the other language is not played on');
    await tap(page, 'Play it in their voice');
    await page.getByText('This phone can’t play the recording. Read the account out.').waitFor();
    assert.equal(await page.locator('audio').count(), 0);
    assert.ok((await page.locator('.talk-account-words').first().innerText()).length > 100, 'the words are there');
    await look(page, 'midtalk-account-broken');
  });

  test('the buttons lie under the thumb of either hand, and the screen may sleep afterwards', async () => {
    const places = async () => {
      const at = async (name) => (await target(page, name).boundingBox()).x;
      return [await at('Back'), await at('Concerns')];
    };
    const [back, concerns] = await places();
    assert.ok(back < concerns, 'Back away from the right thumb');
    await tap(page, 'Pause');
    await tap(page, /^Park it/);
    await until('the screen to be let go', () => page.evaluate(() => globalThis.lamps === 0));
    await page.goto(`${server.app}/settings`);
    await heading(page, 'Settings');
    await tap(page, 'your left hand');
    await page.goto(server.app);
    await page.getByText('A conversation is parked').waitFor();
    await page.getByRole('link', { name: /Go on where you left it/ }).click();
    await heading(page, 'Joku, joka sen koki');
    const [left, right] = await places();
    assert.ok(left > right, 'and the other way round in the left');
    await look(page, 'midtalk-left-hand');
    assert.equal(await theHeading(page), 'Joku, joka sen koki');
  });
});
