// The browser is killed by SIGKILL after every single tap of a whole conversation, with the
// server gone and no network. Each time the app must open where it was, with that tap's answer
// and all that came before it.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { Phone, Server, until } from './harness.mjs';
import { heading, join, notSent, tap, target, toTheNextDoor, untilNotSent } from './steps.mjs';

const chosen = (name) => async (page) => {
  await until(`${name} to be chosen`, () =>
    page.getByRole('radio', { name }).or(page.getByRole('checkbox', { name })).first().isChecked());
};
const shows = (text) => (page) => page.getByText(text).first().waitFor({ state: 'attached' });
const at = (name) => (page) => heading(page, name);
/// An answer within a group, because "Yes" stands on a screen more than once.
const inGroup = (group, name) => ({
  tap: (page) => page.getByRole('group', { name: group }).getByRole('radio', { name }).click({ force: true }),
  stands: async (page) => until(`${group} ${name}`, () =>
    page.getByRole('group', { name: group }).getByRole('radio', { name }).isChecked()),
});
const step = (name, stands, what = name) => ({ tap: (page) => tap(page, what), stands });
const next = (to) => ({ tap: (page) => tap(page, 'Next'), stands: at(to) });

/// Every tap of one conversation, and what must be seen after it, dead battery or not.
const CONVERSATION = [
  { tap: (page) => tap(page, 'Start conversation'), stands: at('Hello') },
  next('Who you are'),
  step('Someone else', chosen('Someone else')),
  next('First number'),
  step('3', shows('Chosen: 3')),
  step('5', shows('Chosen: 5')),
  next('Why that number'),
  {
    tap: (page) => tap(page, 'Pause'),
    stands: at('Why that number'),
    // What is paused is parked: one goes back to it when one wants to.
    async opened(page) {
      await page.getByText('A conversation is parked').waitFor();
      await tap(page, /Go on where you left it/);
      await heading(page, 'Why that number');
    },
  },
  next('Somebody they know'),
  next('My story'),
  { tap: (page) => tap(page, 'Back'), stands: at('Somebody they know') },
  next('My story'),
  next('Their story'),
  next('Somebody who lived it'),
  next('How it fits together'),
  next('What worries them'),
  next('The number again'),
  step('Don’t know', shows('Chosen: Don’t know')),
  step('8', shows('Chosen: 8')),
  next('What mattered'),
  step('my story', chosen('my story')),
  step('a fact', chosen('a fact')),
  next('One ask'),
  { tap: (page) => tap(page, 'Yes'), stands: chosen('Yes') },
  next('Thank you'),
  inGroup('May we come back?', 'Yes'),
  inGroup('May we keep what you said with your name?', 'Yes'),
  { tap: (page) => tap(page, 'Done'), stands: at('Saved on this phone') },
  step('being listened to', chosen('being listened to')),
];

describe('a battery that dies after every tap', () => {
  let server;
  let phone;

  before(async () => {
    server = await Server.demo();
    phone = new Phone();
    await join(await phone.open(), server);
    await server.stop();
  });

  after(async () => {
    await phone?.discard();
    await server?.discard();
  });

  async function dieAndOpen() {
    await phone.kill();
    await phone.open(server.app);
    await phone.offline(true);
  }

  test('loses nothing of a whole conversation', async () => {
    await toTheNextDoor(phone.page);
    await tap(phone.page, 'Someone answered');
    await heading(phone.page, 'Who is it?');
    for (const [number, { tap: doIt, stands, opened = stands }] of CONVERSATION.entries()) {
      await doIt(phone.page);
      await stands(phone.page);
      // What was tapped shows at once, and is on disk some milliseconds later.
      await phone.page.locator('[data-stored=true]').waitFor({ state: 'attached' });
      await dieAndOpen();
      await opened(phone.page).catch((error) => {
        throw new Error(`tap ${number + 1} of ${CONVERSATION.length} was lost`, { cause: error });
      });
    }
    // And what was answered long before the last tap.
    await chosen('my story')(phone.page);
    await chosen('a fact')(phone.page);
    await tap(phone.page, /^(Next address|Back to the street)/);
    await target(phone.page, 'Someone answered').waitFor();
    await dieAndOpen();
    await untilNotSent(phone.page, 2);
  });

  test('and all of it reaches the team once the server is back', async () => {
    await server.start();
    await phone.offline(false);
    await phone.page.reload();
    await untilNotSent(phone.page, 0, { within: 60_000 });
    assert.equal(await notSent(phone.page), 0);
    const desk = await phone.anotherTab(`${server.desk}/sign-in`);
    await desk.getByLabel('Email address').fill(server.email);
    await desk.getByLabel('Password').fill(server.password);
    await desk.getByRole('button', { name: 'Sign in' }).click();
    await desk.goto(`${server.desk}/conversations`);
    await desk.locator('main').getByText(/\b5\b/).first().waitFor();
    await desk.locator('main').getByText(/\b8\b/).first().waitFor();
  });
});
