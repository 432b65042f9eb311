// Practice and the story workshop, as a canvasser meets them at the kitchen table:
// a whole conversation of which nothing is left anywhere, and one's own story, which
// stays on the phone and stands there large when it is told at a real door.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { Phone, Server, axe, screenshot, serverBinary, until } from './harness.mjs';
import {
  beginTalk, heading, join, next, notSent, tap, target, theHeading, toTheNextDoor, untilNotSent,
} from './steps.mjs';

const STORY = {
  person: 'my aunt',
  moment: 'Her kitchen, the week after the letter came',
  feeling: 'helpless',
  link: 'Since then I know what a door of your own means',
};

describe('practice, and one’s own story', () => {
  let server;
  let phone;
  let page;
  const handedIn = [];

  before(async () => {
    server = await Server.demo();
    phone = new Phone();
    await opened();
    await join(page, server, { name: 'Maija' });
    await theWholeApp();
  });
  after(async () => {
    await phone?.discard();
    await server?.discard();
  });

  /// The app, as it is opened; what it hands in is noted.
  async function opened(address) {
    page = await phone.open();
    page.on('request', (request) => {
      if (request.url().endsWith('/push')) handedIn.push(request.url());
    });
    if (address) await page.goto(address);
  }

  /// Practice is in the larger app, which comes once.
  async function theWholeApp() {
    await page.goto(`${server.app}/practice`);
    await heading(page, 'Practice and your stories');
    await look('not-yet');
    await server.stop();
    await tap(page, 'Get it now');
    await page.getByText(/^It did not come/).waitFor();
    await server.start();
    await tap(page, 'Get it now');
    await heading(page, 'Practice');
  }

  const records = () => execFileSync(serverBinary(), ['export', '--data-dir', server.folder], { encoding: 'utf8' });

  async function look(name) {
    await screenshot(page, `practice-${name}`);
    assert.deepEqual(await axe(page), [], name);
    const over = await page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${name} is ${over} px too wide`);
    const small = await page.evaluate(() => [...document.querySelectorAll('button, a:not(.not-sent), summary, textarea')]
      .filter((element) => element.offsetParent && element.getBoundingClientRect().height < 43.5)
      .map((element) => element.textContent));
    assert.deepEqual(small, [], `${name}: targets too small for a thumb`);
  }

  async function home() {
    await page.goto(server.app);
    await page.getByText(/^Hello, /).waitFor();
  }

  async function saysItIsPractice() {
    assert.ok(await page.getByText('Practice: not kept').first().isVisible(), await theHeading(page));
  }

  /// On to the heading that ends it; at each step the answers it asks for.
  async function walkTo(end, { each = async () => {} } = {}) {
    const walked = [];
    for (;;) {
      const here = await theHeading(page);
      if (here === end) return walked;
      assert.ok(!walked.includes(here), `${here} comes twice: ${walked}`);
      walked.push(here);
      await each(here, walked.length);
      for (const group of await page.locator('.talk-step').getByRole('group').all()) {
        const radios = group.getByRole('radio');
        if ((await radios.count()) > 0) await radios.first().click({ force: true });
      }
      await tap(page, /^(Next|Done)$/);
      await until(`what follows ${here}`, async () => (await theHeading(page)) !== here);
    }
  }

  test('a whole conversation is practised with everything on the screen, and looked back at', async () => {
    await home();
    await look('home');
    await tap(page, 'Practice');
    await heading(page, 'Practice');
    await look('setup');
    await page.getByRole('radio', { name: /retired tram driver/ }).check({ force: true });
    await tap(page, /^Hand over the card/);
    await page.getByRole('heading', { name: 'You play the neighbour' }).waitFor();
    assert.ok(await page.getByText('0–3, against').isVisible());
    await look('card');
    await tap(page, 'Give the phone back');
    await tap(page, 'Begin');
    await heading(page, 'Hello');
    const walked = await walkTo('The talk is over', {
      each: async (here, number) => {
        await saysItIsPractice();
        await page.locator('.talk-purpose').waitFor();
        assert.equal(await page.locator('.talk-step > details:not([open]).talk-details').filter({ hasText: 'Do and don’t' }).count(), 0, here);
        await look(`full-${String(number).padStart(2, '0')}`);
        if (here === 'My story') await target(page, /^Prepare your own story/).waitFor();
      },
    });
    assert.ok(walked.length > 10, walked.join(', '));
    await saysItIsPractice();
    assert.ok(!(await page.getByText('Saved on this phone', { exact: true }).isVisible()));
    await look('pavement');
    await tap(page, 'Look back');
    await heading(page, 'Looking back');
    await saysItIsPractice();
    await page.getByRole('checkbox').first().check({ force: true });
    await look('after');
  });

  test('again, as at the door: the same few words, and the switch stays as it was left', async () => {
    await tap(page, 'Again');
    await heading(page, 'Hello');
    const all = await page.locator('.talk-step').innerText();
    await tap(page, 'Show it as at the door');
    await until('few words', async () => (await page.locator('.talk-step').innerText()).length < all.length);
    await saysItIsPractice();
    await look('glance');
    await tap(page, 'Help');
    await page.getByText('Your lead does NOT know yet').waitFor();
    assert.ok(!(await page.getByText('Leave now, note it later').isVisible()), 'there is no door to leave');
    await page.keyboard.press('Escape');
    await next(page, 'Who you are');
    await tap(page, 'Robin Sample');
    await tap(page, 'Pause');
    await page.getByText('Stop practising').waitFor();
    await look('paused');
    await tap(page, 'Go on');
    await page.goBack();
    await heading(page, 'Hello');
    await page.goBack();
    await heading(page, 'Practice');
    assert.ok(await page.getByRole('radio', { name: 'As at the door' }).isChecked());
  });

  test('a reload ends it, nothing of it is left, and the server heard nothing', async () => {
    const before = records();
    await tap(page, 'Begin');
    await heading(page, 'Hello');
    await next(page, 'Who you are');
    await page.reload();
    await heading(page, 'Practice');
    assert.ok(await page.getByRole('radio', { name: 'As at the door' }).isChecked());
    await tap(page, 'Begin');
    await heading(page, 'Hello');
    await phone.kill();
    await opened(server.app);
    await page.getByText(/^Hello, /).waitFor();
    assert.equal(await notSent(page), 0);
    assert.ok(!(await page.getByText(/parked/).isVisible()));
    assert.equal(records(), before);
    assert.deepEqual(handedIn, []);
  });

  test('a story is written, told aloud, and survives a dead battery to the letter', async () => {
    await home();
    await tap(page, 'Your stories');
    await heading(page, 'Your stories');
    await look('stories-none');
    await tap(page, 'Write a story');
    await heading(page, 'Your story');
    await page.getByLabel('One person').pressSequentially('Maria');
    await page.getByText('Is that somebody’s name?').waitFor();
    await look('story-name');
    await page.getByLabel('One person').fill(STORY.person);
    await until('no warning', async () => !(await page.getByText('Is that somebody’s name?').isVisible()));
    await page.getByLabel('One moment').fill(STORY.moment);
    await page.getByLabel('One feeling').fill(STORY.feeling);
    await page.getByLabel('One line to why you came').fill(STORY.link);
    await page.getByText('Saved on this phone', { exact: true }).waitFor();
    await look('story');
    await tap(page, /^Tell it aloud/);
    await heading(page, 'Look up, and tell it');
    await until('the clock to go', async () => /0:0[1-9]/.test(await page.getByRole('timer').innerText()));
    await look('telling');
    await tap(page, 'That was it');
    await page.getByText('That was rather short.', { exact: false }).waitFor();
    await page.getByText('Saved on this phone', { exact: true }).waitFor();
    await phone.kill();
    await opened(`${server.app}/stories`);
    await tap(page, /^my aunt/);
    await heading(page, 'Your story');
    assert.equal(await page.getByLabel('One moment').inputValue(), STORY.moment);
    assert.equal(await page.getByLabel('One line to why you came').inputValue(), STORY.link);
    assert.ok(await target(page, /Last time 0:0/).isVisible());
  });

  test('deleted by mistake it comes back; one begun and left blank is not kept', async () => {
    await tap(page, 'Delete this story');
    await heading(page, 'The story is deleted');
    await look('story-deleted');
    await tap(page, 'Undo');
    await heading(page, 'Your story');
    assert.equal(await page.getByLabel('One feeling').inputValue(), STORY.feeling);
    await tap(page, 'Back');
    await heading(page, 'Your stories');
    await target(page, /^my aunt/).waitFor();
    await tap(page, 'Write a story');
    await heading(page, 'Your story');
    await tap(page, 'Back');
    await heading(page, 'Your stories');
    await until('only the one', async () => {
      await page.reload();
      await target(page, /^my aunt/).waitFor();
      return (await page.locator('main .row-link').count()) === 1;
    });
    await look('stories');
  });

  test('at a real door the story stands there at its step, and no word of it is handed in', async () => {
    await toTheNextDoor(page);
    await beginTalk(page);
    let seen = false;
    await walkTo('Saved on this phone', {
      each: async (here) => {
        if (here !== 'My story') return;
        for (const words of Object.values(STORY)) {
          assert.ok(await page.locator('.talk-cues').getByText(words).isVisible(), words);
        }
        assert.ok(!(await page.getByText('Practice: not kept').isVisible()));
        await look('story-at-the-door');
        seen = true;
      },
    });
    assert.ok(seen);
    await tap(page, /^(Next address|Back to the street)/);
    await untilNotSent(page, 0);
    await until('the talk to be with the team', () => records().includes('"conversation"'));
    for (const words of Object.values(STORY)) assert.ok(!records().includes(words), words);
  });

  for (const style of [{ name: 'large', textSize: 32 }, { name: 'finnish', locale: 'fi-FI' }, { name: 'dark', dark: true }]) {
    test(`every new screen, ${style.name}`, async () => {
      const other = new Phone(style);
      const shown = page;
      try {
        page = await other.open(`${server.app}/#join=${server.code}`);
        await until('the code to come with the link', async () => (await page.locator('input').first().inputValue()) !== '');
        await page.locator('input').nth(1).fill('Eero');
        const joining = await theHeading(page);
        await page.getByRole('button').last().click();
        await until('to be ready', async () => (await theHeading(page)) !== joining);
        await page.goto(`${server.app}/practice`);
        await look(`${style.name}-not-yet`);
        await page.locator('footer .action').click();
        await page.locator('input[name="practice-shows"]').first().waitFor({ state: 'attached' });
        await look(`${style.name}-setup`);
        await page.locator('input[name="practice-part"]').nth(1).click({ force: true });
        await page.locator('main .row-button').first().click();
        await look(`${style.name}-card`);
        await page.locator('dialog .action').first().click();
        await page.locator('footer .action').click();
        await page.locator('.talk-purpose').waitFor();
        await look(`${style.name}-full`);
        for (let step = 0; step < 20 && !(await page.locator('[data-role="own_story"]').isVisible()); step += 1) {
          const here = await theHeading(page);
          await page.locator('.talk-next .action').click();
          await until('the next step', async () => (await theHeading(page)) !== here);
        }
        await look(`${style.name}-own-story`);
        await page.goto(`${server.app}/stories`);
        await page.locator('main .row-button').first().click();
        await page.locator('#person').fill('Maria');
        await page.locator('.talk-careful').waitFor();
        await look(`${style.name}-story`);
        await page.locator('footer .action').click();
        await page.getByRole('timer').waitFor();
        await look(`${style.name}-telling`);
      } finally {
        page = shown;
        await other.discard();
      }
    });
  }
});
