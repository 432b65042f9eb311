// A lead makes the demo's first list an experiment, and a canvasser walks it: at a door of each
// group the conversation that was drawn for it, alike until the person has said who they are.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Phone, Server, axe, screenshot, until } from './harness.mjs';
import { Desk } from './desk.mjs';
import { heading, tap, target, theHeading, toTheNextDoor, untilNotSent } from './steps.mjs';

const LIST = 'Saturday, Kamppi';
const PAIR = 'issue-conversation@2+placebo@2';
/// Chance leaves all of them to one group once in two thousand times.
const MOST_DOORS = 12;

describe('an experiment', () => {
  let server;
  let desk;
  let lead;
  let phone;
  let page;

  before(async () => {
    server = await Server.demo();
    desk = new Desk(server.desk);
    await desk.signIn(server.email, server.password);
    lead = await (phone = new Phone()).open();
  });

  after(async () => {
    await phone?.discard();
    await server?.discard();
  });

  async function look(at, name) {
    await screenshot(at, name);
    assert.deepEqual(await axe(at), [], name);
  }

  let list;

  test('is chosen where the lists are made, with what it costs and demands', async () => {
    await lead.goto(server.desk);
    await lead.getByLabel('Email address').fill(server.email);
    await lead.getByLabel('Password').fill(server.password);
    await lead.getByRole('button', { name: 'Sign in' }).click();
    await lead.getByRole('button', { name: 'Sign out' }).first().waitFor({ state: 'attached' });
    await lead.goto(`${server.desk}/lists`);
    await lead.getByRole('link', { name: LIST }).click();
    await lead.getByRole('button', { name: 'Take this list back' }).click();
    await lead.goto(`${server.desk}/lists`);
    await lead.getByRole('link', { name: /helsinki-walklist/ }).click();
    await lead.getByLabel('By number of doors, in walking order').check();
    await lead.getByLabel('Doors per list').fill('2000');
    await lead.getByRole('button', { name: 'Show me' }).click();
    await lead.getByLabel('Script for the conversations').selectOption(PAIR);
    await lead.getByText('An experiment costs half of your doors').waitFor();
    await lead.getByText('An experiment costs half of your doors').scrollIntoViewIfNeeded();
    await look(lead, 'experiment-desk-choice');
    await lead.getByLabel(/^Name of list 1/).fill('The experiment');
    await lead.getByRole('button', { name: /^Make 1 walk list/ }).click();
    await lead.getByRole('link', { name: 'The experiment' }).click();
    await lead.getByText(/drawn by chance, Trees and benches is talked instead/).waitFor();
    await look(lead, 'experiment-desk-list');
    list = new URL(lead.url()).pathname.split('/').pop();
  });

  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

  async function answer() {
    const main = page.getByRole('main');
    for (const group of await main.getByRole('radiogroup').or(main.getByRole('group')).all()) {
      const radios = group.getByRole('radio');
      if ((await radios.count()) > 0) await radios.first().click({ force: true });
    }
  }

  /// From the door to the first step, with this one or whoever is listed there first.
  async function begin(who) {
    await tap(page, 'Someone answered');
    await heading(page, 'Who is it?');
    const choice = who ? target(page, who) : page.getByRole('radio').first();
    await choice.click({ force: true });
    await tap(page, 'Start conversation');
    await until('the first step', async () => (await page.locator('.talk-step').count()) > 0);
  }

  /// All that is to be read of a step, without the minutes.
  async function words() {
    const said = await page.locator('.talk-step').innerText();
    return `${await place()} ${said}`.replace(/\s+/g, ' ');
  }

  async function place() {
    return (await page.getByText(/Step \d+ of \d+/).first().innerText()).match(/Step \d+ of \d+/)[0];
  }

  async function goOn(name = 'Next') {
    const before = await theHeading(page);
    await tap(page, name);
    await until(`what follows ${before}`, async () => (await theHeading(page)) !== before);
  }

  test('shows both groups alike until the person is identified, and then each its own', async () => {
    const code = await desk.shareLists([list]);
    await phone.discard();
    phone = new Phone();
    page = await phone.open();
    await page.goto(`${server.app}/join#${code}`);
    await page.getByLabel('What your team calls you').fill('Maija');
    await tap(page, 'Join');
    await heading(page, 'Ready with no signal');
    // People are greeted in the language they are known to speak, so by language.
    const greeted = new Map();
    const walks = new Map();
    const both = () => [...walks.values()].find((groups) => groups.size === 2);
    for (let doors = 0; !both() && doors < MOST_DOORS; doors += 1) {
      await toTheNextDoor(page);
      await begin();
      const language = await page.locator('.talk-say').first().getAttribute('lang');
      const read = greeted.get(language) ?? new Set();
      greeted.set(language, read);
      const groups = walks.get(language) ?? new Map();
      walks.set(language, groups);
      read.add(await words());
      await goOn();
      // Who lives there is to be read here, and differs.
      const asked = (await page.locator('.talk-say').allInnerTexts()).join();
      read.add(`${await place()} ${asked}`);
      await screenshot(page, 'experiment-phone-identify');
      assert.equal(await target(page, 'Concerns').count(), 0);
      await goOn();
      const steps = Number((await place()).split(' ').pop());
      const group = steps === 5 ? 'placebo' : 'treatment';
      const seen = groups.has(group);
      const walked = [];
      for (let last = false; !last;) {
        walked.push(await theHeading(page));
        assert.ok(await fits(), walked.join());
        if (!seen) await look(page, `experiment-phone-${group}-${walked.length}`);
        await answer();
        last = await target(page, 'Done').isVisible();
        await goOn(last ? 'Done' : 'Next');
      }
      await heading(page, 'Saved on this phone');
      groups.set(group, walked);
      await tap(page, /^(Next address|Back to the street)/);
      await untilNotSent(page, 0);
    }
    assert.ok(both(), 'a door of each group');
    for (const [language, read] of greeted) assert.equal(read.size, 2, `${language}: ${[...read].join('\n')}`);
    assert.equal(both().get('placebo').length, 3);
    assert.ok(both().get('treatment').length > 5, both().get('treatment').join());
  });

  test('ends with who it is for whoever is not whom one came for', async () => {
    await toTheNextDoor(page);
    await begin('Someone else');
    await tap(page, 'Next');
    await heading(page, 'Who you are');
    await look(page, 'experiment-phone-someone-else');
    await tap(page, 'Done');
    await heading(page, 'Saved on this phone');
    await look(page, 'experiment-phone-someone-else-pavement');
    await tap(page, /^(Next address|Back to the street)/);
    await untilNotSent(page, 0);
  });

  test('is shown at the desk with both groups side by side and no effect', async () => {
    await phone.discard();
    lead = await (phone = new Phone()).open();
    await lead.goto(server.desk);
    await lead.getByLabel('Email address').fill(server.email);
    await lead.getByLabel('Password').fill(server.password);
    await lead.getByRole('button', { name: 'Sign in' }).click();
    await lead.getByRole('button', { name: 'Sign out' }).first().waitFor({ state: 'attached' });
    await lead.goto(`${server.desk}/results?list=${list}`);
    await lead.getByRole('heading', { name: 'The two groups of the experiment' }).waitFor();
    await lead.getByText('No effect is worked out here.').waitFor();
    await look(lead, 'experiment-desk-results');
    await lead.getByRole('heading', { name: 'The two groups of the experiment' }).scrollIntoViewIfNeeded();
    await lead.setViewportSize({ width: 1200, height: 900 });
    await look(lead, 'experiment-desk-results-wide');
  });
});
