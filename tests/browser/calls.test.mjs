// Calls from the lead's file to the desk's results: numbers brought in, a call list given,
// people called by the phone's own dialler, and what came of it, with no signal in between.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Phone, Server, axe, screenshot, until } from './harness.mjs';
import { inDays } from './desk.mjs';
import { heading, next, notSent, rate, tap, target, theHeading, untilNotSent } from './steps.mjs';

// Ofcom keeps these for drama: nobody has them.
const FILE = `Name,Telephone,Language
Aino Esimerkki,+44 7700 900141,fi
Bertta Keksitty,07700 900142,en
Casper Malli,07700 900143,en
Daria Imaginary,07700 900144,en
Edvin Nowhere,3.58E+11,en
`;

describe('calls', () => {
  let server;
  let lead;
  let desk;
  let phone;
  let page;
  let code;

  before(async () => {
    server = await Server.demo();
    lead = new Phone();
    desk = await lead.open(server.desk);
    phone = new Phone();
  });

  after(async () => {
    await phone?.discard();
    await lead?.discard();
    await server?.discard();
  });

  /// Taps the link to the dialler. A desktop's browser would ask which program to open, with a
  /// window of its own that a headless one never shows; the link itself is looked at before.
  async function dial(on) {
    await on.evaluate(() => addEventListener('click', (event) => {
      if (event.target.closest('a[href^="tel:"]')) event.preventDefault();
    }, { capture: true }));
    await on.locator('a.action[href^="tel:"]').click();
  }

  async function look(on, name) {
    await screenshot(on, name);
    assert.deepEqual(await axe(on), [], name);
    const over = await on.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${name} is ${over} px too wide`);
  }

  test('a file of numbers becomes a call list, and says which rows cannot be called', async () => {
    await desk.getByLabel(/e-?mail/i).fill(server.email);
    await desk.getByLabel(/password/i).fill(server.password);
    await desk.getByRole('button', { name: /sign in/i }).click();
    await desk.getByRole('heading', { level: 1 }).waitFor();
    await desk.goto(`${server.desk}/import`);
    await desk.getByLabel(/^By telephone/).check();
    await look(desk, 'calls-desk-import');
    await desk.getByLabel('CSV file').setInputFiles({
      name: 'numbers.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE),
    });
    await desk.getByRole('button', { name: 'Look at the file' }).click();
    await desk.getByText('4 good rows: 4 numbers to call').waitFor();
    await desk.getByText("This can't be dialled.", { exact: false }).waitFor();
    await desk.getByLabel(/Where did these/).fill('Our own supporters');
    await desk.getByLabel(/What may they be used for/).fill('Calls about the election');
    await desk.getByLabel(/Until when/).fill(inDays(30));
    await desk.getByLabel(/^Leave out 1 row/).check();
    await look(desk, 'calls-desk-preview');
    await desk.getByRole('button', { name: 'Import 4 rows' }).click();
    await desk.getByText('Call lists are only made of numbers that were checked.', { exact: false }).waitFor();
    await desk.getByLabel(/do-not-call register that applies/).check();
    await desk.getByRole('button', { name: 'Import 4 rows' }).click();
    await desk.getByRole('heading', { name: 'Make call lists of numbers.csv' }).waitFor();
    await look(desk, 'calls-desk-cut');
    await desk.locator('input[name=name]').fill('Evening calls');
    await desk.getByRole('button', { name: 'Make 1 call list' }).click();
    await desk.getByText('by telephone').first().waitFor();
    await look(desk, 'calls-desk-lists');
    await desk.getByLabel('Choose Evening calls').check();
    await desk.getByRole('button', { name: 'Share the chosen lists' }).click();
    await desk.locator('input[name=label]').fill('Callers');
    await desk.locator('form[action="/shares"] button[type=submit]').click();
    code = await until('the code to be shown', async () =>
      (await desk.locator('body').textContent()).match(/[A-Z0-9]{4}-[A-Z0-9]{4}/)?.[0]);
  });

  test('the phone has the call list, and one button that opens its dialler', async () => {
    page = await phone.open();
    await page.goto(`${server.app}/#join=${code}`);
    await page.getByLabel('Join code').waitFor();
    await until('the code to come with the link', async () =>
      /[A-Z0-9]{4}-?[A-Z0-9]{4}/.test(await page.getByLabel('Join code').inputValue()));
    await page.getByLabel('What your team calls you').fill('Maija');
    await tap(page, 'Join');
    await heading(page, 'Ready with no signal');
    await until('the app itself to be stored', async () =>
      !(await page.getByText('The app itself is being stored').isVisible()));
    await page.goto(server.app);
    await target(page, /^Start calling/).waitFor();
    await look(page, 'calls-home');
    await tap(page, /^Start calling/);
    await heading(page, 'Evening calls');
    await look(page, 'calls-list');
    await tap(page, /^Next to call/);
    await heading(page, 'Aino Esimerkki');
    const call = page.getByRole('link', { name: /^Call Aino Esimerkki/ });
    assert.equal(await call.getAttribute('href'), 'tel:+447700900141');
    assert.match(page.url(), /\/door\/[0-9a-f-]+$/, 'no number in an address');
    assert.equal(await page.getByText('Who lives here').count(), 0);
    await look(page, 'calls-call');
  });

  test('what came of a call is one tap, with no network too, and is undone by one', async () => {
    await server.stop();
    await phone.offline(true);
    await dial(page);
    await heading(page, 'Aino Esimerkki');
    await target(page, 'Nobody answered').waitFor();
    await look(page, 'calls-called');
    await tap(page, 'Nobody answered');
    await heading(page, 'Evening calls');
    await page.getByText('Nobody answered: Aino Esimerkki').first().waitFor();
    await look(page, 'calls-noted');
    await tap(page, /^Undo/);
    await page.getByText(/^Undone\./).first().waitFor();
    await tap(page, /^Next to call/);
    await heading(page, 'Bertta Keksitty');
    await tap(page, 'Wrong number');
    await page.getByText('Wrong number: Bertta Keksitty').first().waitFor();
    await tap(page, /^Next to call/);
    await heading(page, 'Casper Malli');
    await tap(page, 'Voicemail, message left');
    await page.getByText('Voicemail, message left: Casper Malli').first().waitFor();
    // The undone one and its undoing are records too.
    await untilNotSent(page, 4);
  });

  test('the same script is held by telephone to its end, in words for the telephone', async () => {
    await tap(page, /^Next to call/);
    await heading(page, 'Daria Imaginary');
    await tap(page, 'Someone answered');
    await heading(page, 'Who is it?');
    await look(page, 'calls-who');
    assert.equal(await target(page, 'Help').count(), 0, 'nobody stands at a door');
    await tap(page, /^They have a wish/);
    await target(page, /^Don’t call this number again/).waitFor();
    await look(page, 'calls-wish');
    await page.keyboard.press('Escape');
    await tap(page, 'Daria Imaginary');
    await tap(page, 'Start conversation');
    await heading(page, 'Hello');
    await page.getByText("I'm ringing people round here", { exact: false }).waitFor();
    for (let step = 1; step < 20; step += 1) {
      const here = await theHeading(page);
      await look(page, `calls-talk-${String(step).padStart(2, '0')}`);
      if (here === 'Saved on this phone') break;
      if (here === 'First number') await rate(page, '4');
      if (here === 'The number again') await rate(page, '7');
      if (here === 'Thank you') {
        await page.getByText('May we call again?').waitFor();
        await page.getByText('Privacy, to read aloud').click();
        assert.equal(await page.getByRole('img', { name: /^QR code/ }).count(), 0);
        await page.getByText('https://example.org/privacy').waitFor();
        // Who asks for it gets it by the phone's own messages app; nothing is sent from here.
        const message = page.getByRole('link', { name: /^Send it by text message/ });
        assert.match(await message.getAttribute('href'), /^sms:07700900144\?&body=What%20.*https%3a%2f%2fexample\.org%2fprivacy$/);
        await message.scrollIntoViewIfNeeded();
        await look(page, 'calls-talk-privacy');
      }
      await tap(page, /^(Next|Done)$/);
      await until('the next step', async () => (await theHeading(page)) !== here);
    }
    assert.equal(await theHeading(page), 'Saved on this phone');
    await tap(page, /^Next to call/);
    await until('the talk to be among what is not sent', async () => (await notSent(page)) >= 6);
  });

  test('it comes to the desk as calls, apart from doors', async () => {
    await server.start();
    await phone.offline(false);
    await page.goto(`${server.app}/sent`);
    await tap(page, 'Send now').catch(() => {});
    await untilNotSent(page, 0, { within: 90_000 });
    await look(page, 'calls-sent');
    await desk.goto(`${server.desk}/results?list=calls`);
    await desk.getByRole('heading', { name: 'From calls to conversations' }).waitFor();
    await desk.getByRole('row', { name: /^wrong number 1/ }).waitFor();
    await desk.getByRole('row', { name: /^talked, both numbers 1/ }).waitFor();
    await look(desk, 'calls-desk-results');
    await desk.goto(`${server.desk}/results`);
    await desk.getByRole('heading', { name: 'From doors to conversations' }).waitFor();
    assert.equal(await desk.getByText('wrong number').count(), 0);
    await desk.goto(server.desk);
    await desk.getByText('From calls to conversations').first().waitFor();
    await look(desk, 'calls-desk-today');
  });

  for (const [style, options, names] of [
    ['dark', { dark: true }, { ready: 'all 4 numbers', start: /^Start calling/, next: /^Next to call/, what: /^What came of the call/ }],
    ['large', { textSize: 32 }, { ready: 'all 4 numbers', start: /^Start calling/, next: /^Next to call/, what: /^What came of the call/ }],
    ['finnish', { locale: 'fi-FI' }, { ready: 'kaikki 4 numeroa', start: /^Ala soittaa/, next: /^Seuraava puhelu/, what: /^Mitä puhelusta tuli/ }],
  ]) {
    test(`the call screens for everybody: ${style}`, async () => {
      const other = new Phone(options);
      try {
        const at = await other.open(`${server.app}/#join=${code}`);
        await at.locator('input').nth(1).fill('Eero');
        await at.getByRole('button').last().click();
        await at.locator('input').first().waitFor({ state: 'detached' });
        await at.getByText(names.ready).first().waitFor();
        await at.goto(server.app);
        await target(at, names.start).waitFor();
        await look(at, `calls-${style}-home`);
        await tap(at, names.start);
        await target(at, names.next).waitFor();
        await look(at, `calls-${style}-list`);
        await tap(at, names.next);
        await at.getByRole('heading', { name: names.what }).waitFor();
        await look(at, `calls-${style}-call`);
        await dial(at);
        await at.locator('.action-pair').waitFor();
        await look(at, `calls-${style}-called`);
      } finally {
        await other.discard();
      }
    });
  }
});
