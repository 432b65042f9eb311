// The lead's side: a dirty file, only its good rows, walk lists, a shared code,
// and a phone that joins with it.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Phone, Server, axe, screenshot } from './harness.mjs';

const DIRTY = [
  'Voter ID;First Name;Last Name;Address;Unit;City;Latitude;Longitude',
  '1;Åsa;Öberg;Testikatu 1;A 1;Helsinki;60,17;24,94',
  '2;Bo;"Berg\nAnders";Testikatu 1;A 2;Helsinki;60,17;24,94',
  '3;Cia;Dahl;;;Helsinki;60,17;24,94',
  '4;Dan;Ek;Testikatu 3;;Helsinki;999;24,94',
  '1;Eva;Fors;Testikatu 5;;Helsinki;60,17;24,94',
  '6;Fia;Grön;Testikatu 7;;Helsinki;60,17;24,94',
].join('\r\n');

describe('the desk', () => {
  let server;
  let lead;
  let phone;
  let page;

  before(async () => {
    server = await Server.demo();
    lead = new Phone();
    page = await lead.open();
  });

  after(async () => {
    await lead?.discard();
    await phone?.discard();
    await server?.discard();
  });

  async function look(name) {
    await screenshot(page, name);
    assert.deepEqual(await axe(page), [], name);
  }

  test('a wrong password is refused in plain words, the right one opens the desk', async () => {
    await page.goto(server.desk);
    await look('desk-sign-in');
    await page.getByLabel('Email address').fill(server.email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText(/don't match an account/).first().waitFor();
    await page.getByLabel('Email address').fill(server.email);
    await page.getByLabel('Password').fill(server.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).first().waitFor({ state: 'attached' });
    await look('desk-first');
  });

  test('every page stands up to axe', async () => {
    for (const where of ['lists', 'results', 'conversations', 'import', 'quarantine', 'audit', 'export']) {
      await page.goto(`${server.desk}/${where}`);
      await page.locator('h1').first().waitFor();
      await look(`desk-${where}`);
    }
  });

  test('a dirty file says what is wrong with which rows, and only good rows go in when told so', async () => {
    const file = path.join(server.folder, 'dirty.csv');
    writeFileSync(file, Buffer.from(DIRTY, 'latin1'));
    await page.goto(`${server.desk}/import`);
    await page.getByLabel('CSV file').setInputFiles(file);
    await page.getByRole('button', { name: 'Look at the file' }).click();
    await page.getByText(/There is no address/).first().waitFor();
    await page.getByText(/The position is not on Earth/).first().waitFor();
    await page.getByText(/The id belongs to somebody else/).first().waitFor();
    await page.getByText(/Windows-1252/).first().waitFor();
    await look('desk-import-preview');
  });
});
