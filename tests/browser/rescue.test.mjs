// A phone that can't send: its work goes as one sealed file by hand, and the desk opens it
// with the recovery kit.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Phone, Server, axe, screenshot, temporaryFolder, until } from './harness.mjs';
import { beginTalk, heading, join, next, rate, tap, target, toTheNextDoor, untilNotSent } from './steps.mjs';

describe('a rescue file', () => {
  let server;
  let phone;
  let page;
  let lead;
  let desk;
  let file;

  before(async () => {
    server = await Server.demo();
    phone = new Phone();
    page = await phone.open();
    await join(page, server);
    lead = new Phone();
    desk = await lead.open();
  });

  after(async () => {
    await phone?.discard();
    await lead?.discard();
    await server?.discard();
  });

  test('is made with the network gone and the server stopped', async () => {
    await until('the app itself to be stored', async () =>
      page.evaluate(async () => (await navigator.serviceWorker?.ready) !== undefined));
    await server.kill();
    await phone.offline(true);
    await toTheNextDoor(page);
    await tap(page, 'Nobody home');
    await untilNotSent(page, 1);
    await toTheNextDoor(page);
    await beginTalk(page);
    await next(page, 'Who you are');
    await next(page, 'First number');
    await rate(page, '4');
    await tap(page, 'Pause');
    await tap(page, /^Park/);
    // The street, and the parked talk counted there.
    await until('the street', () => !page.url().includes('/talk/'));
    await untilNotSent(page, 2);
    await page.goto(new URL('/sent', page.url()).href);
    await heading(page, 'Sent and not sent');
    await page.getByText('Begun, not finished. Counts as not sent').waitFor();
    await screenshot(page, 'phone-sent-offline');
    await tap(page, /^Rescue file/);
    await heading(page, 'Rescue file');
    await page.getByText('1 record that is not with your team yet').waitFor();
    await screenshot(page, 'phone-rescue');
    assert.deepEqual(await axe(page), []);

    // The browser gives a page's download no other witness here than the link it is made of.
    await page.evaluate(() => {
      globalThis.saved = [];
      const make = URL.createObjectURL;
      URL.createObjectURL = (what) => {
        globalThis.saved.push(what.text().then((text) => ({ name: what.name, text })));
        return make.call(URL, what);
      };
    });
    const download = page.waitForEvent('download', { timeout: 15_000 }).catch(() => undefined);
    await tap(page, 'Save the file');
    await page.getByText('The file is with this phone’s downloads.').waitFor();
    await screenshot(page, 'phone-rescue-saved');
    const [saved] = await page.evaluate(() => Promise.all(globalThis.saved));
    assert.match(saved.name, /^doorstep-rescue-\d{8}-\d{9}\.age\.txt$/);
    assert.match(saved.text, /^-----BEGIN AGE ENCRYPTED FILE-----\n/);
    const got = await download;
    assert.ok(got, 'the browser downloaded it');
    file = path.join(temporaryFolder('rescue'), got.suggestedFilename());
    await got.saveAs(file);
    assert.equal(readFileSync(file, 'utf8'), saved.text);
  });

  test('opens the way out of the campaign, which was shut before', async () => {
    await page.goto(new URL('/settings', page.url()).href);
    await target(page, 'Leave the campaign').scrollIntoViewIfNeeded();
    await screenshot(page, 'phone-settings-leave');
    await page.goto(new URL('/', page.url()).href);
    await toTheNextDoor(page);
    await tap(page, 'Nobody home');
    await page.getByText('Saved on this phone').first().waitFor();
    await page.goto(new URL('/settings', page.url()).href);
    await tap(page, 'Leave the campaign');
    await screenshot(page, 'phone-leave');
    assert.deepEqual(await axe(page), []);
    await tap(page, 'Leave and delete from this phone');
    const refused = page.getByText('You can’t leave yet: 1 is neither with your team nor in a rescue file.');
    await refused.waitFor();
    await until('the reason to be in view', async () => {
      const box = await refused.boundingBox();
      return box && box.y > 0 && box.y < 700;
    });
    await screenshot(page, 'phone-leave-refused');
  });

  test('is opened at the desk with the kit, and does no harm twice', async () => {
    await server.start();
    await desk.goto(server.desk);
    await desk.getByLabel(/E-?mail/i).fill(server.email);
    await desk.getByLabel(/Password/i).fill(server.password);
    await desk.getByRole('button', { name: 'Sign in' }).click();
    await desk.goto(`${server.desk}/rescue`);
    await screenshot(desk, 'desk-rescue');
    assert.deepEqual(await axe(desk), []);
    const kit = path.join(server.folder, 'demo-recovery-kit.txt');
    for (const words of [/1 was new, 0 were here already/, /0 were new, 3 were here already/]) {
      await desk.goto(`${server.desk}/rescue`);
      await desk.getByLabel('The kit\'s file').setInputFiles(kit);
      await desk.getByLabel('Rescue file', { exact: true }).setInputFiles(file);
      await desk.getByRole('button', { name: 'Open and bring in' }).click();
      await desk.getByText(words).waitFor();
    }
    await screenshot(desk, 'desk-rescue-report');
    assert.deepEqual(await axe(desk), []);
    await desk.goto(`${server.desk}/delivery`);
    await desk.getByText(/with 1 record was brought in/).waitFor();
    await screenshot(desk, 'desk-phones');
    assert.deepEqual(await axe(desk), []);
  });

  test('a new kit is in use once it was given back', async () => {
    await desk.goto(`${server.desk}/rescue`);
    await desk.getByRole('button', { name: 'Make another kit' }).click();
    await desk.getByRole('heading', { name: 'Your recovery kit' }).waitFor();
    await screenshot(desk, 'desk-kit');
    assert.deepEqual(await axe(desk), []);
    const secret = (await desk.locator('#kit-secret').textContent()).trim();
    assert.match(secret, /^AGE-SECRET-KEY-1[A-Z0-9]{58}$/);
    await desk.getByLabel('Or the kit\'s line').fill(secret);
    await desk.getByRole('button', { name: 'I have it: use this kit' }).click();
    await desk.getByText('The kit is in use.').waitFor();
    await screenshot(desk, 'desk-rescue-kits');
    // The kit on the phones is the old one still: its file says which kit it needs.
    await desk.getByLabel('Or the kit\'s line').fill(secret);
    await desk.getByLabel('Rescue file', { exact: true }).setInputFiles(file);
    await desk.getByRole('button', { name: 'Open and bring in' }).click();
    await desk.getByText(/It needs Kit 1 · [A-Z0-9-]{9}\./).waitFor();
    await screenshot(desk, 'desk-rescue-other-kit');
  });
});
