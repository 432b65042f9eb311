// The desk without a browser: its forms, filled and sent as a browser would. For benches and
// for tests that need a campaign in a certain state, not for testing the pages themselves.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './harness.mjs';

const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#x27;': "'" };
const plain = (text) => text.replace(/&(?:amp|lt|gt|quot|#39|#x27);/g, (entity) => entities[entity]);
const attribute = (tag, name) => {
  const found = tag.match(new RegExp(`\\s${name}=(?:"([^"]*)"|([^\\s>]+))`));
  return found ? plain(found[1] ?? found[2]) : undefined;
};

export class Desk {
  cookies = new Map();

  constructor(address) {
    this.address = address;
  }

  /// Asks once, without following: the answer's `location` tells where it leads.
  async ask(path, { method = 'GET', body } = {}) {
    const answer = await fetch(new URL(path, this.address), {
      method,
      body,
      redirect: 'manual',
      headers: {
        origin: this.address,
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0].split('=');
      this.cookies.set(name, value);
    }
    return answer;
  }

  /// Follows to the page that is shown in the end.
  async page(path, options) {
    let answer = await this.ask(path, options);
    let at = path;
    for (let steps = 0; answer.status >= 300 && answer.status < 400 && steps < 5; steps += 1) {
      at = answer.headers.get('location');
      await answer.body?.cancel();
      answer = await this.ask(at);
    }
    const html = await answer.text();
    assert.ok(answer.ok, `${at}: status ${answer.status}\n${html.slice(0, 2000)}`);
    return { html, at: new URL(at, this.address).pathname };
  }

  /// The form of a page that is sent to an address like this one, with what is filled in already.
  form(html, action) {
    const forms = html.match(/<form[\s\S]*?<\/form>/g) ?? [];
    const found = forms.find((form) => {
      const target = attribute(form.match(/<form[^>]*>/)[0], 'action') ?? '';
      return target.match(action) && /method="?post/i.test(form);
    });
    assert.ok(found, `no form for ${action} in\n${html.slice(0, 3000)}`);
    const fields = [];
    for (const [tag] of found.matchAll(/<(?:input|select)\b[^>]*>/g)) {
      const name = attribute(tag, 'name');
      const type = attribute(tag, 'type');
      const ticks = type === 'checkbox' || type === 'radio';
      if (name && type !== 'file' && (!ticks || /\schecked/.test(tag))) {
        fields.push([name, attribute(tag, 'value') ?? '']);
      }
    }
    return { action: attribute(found.match(/<form[^>]*>/)[0], 'action'), fields, html: found };
  }

  /// Sends a form with some fields changed; an array sends one field several times.
  send(form, changes = {}) {
    const body = new URLSearchParams();
    for (const [name, value] of form.fields) if (!(name in changes)) body.append(name, value);
    for (const [name, value] of Object.entries(changes)) {
      for (const one of [value].flat()) body.append(name, one);
    }
    return this.page(form.action, { method: 'POST', body });
  }

  async signIn(email, password) {
    const { html } = await this.page('/sign-in');
    await this.send(this.form(html, /sign-in/), { email, password });
  }

  /// Uploads a file and takes it in as it is. Gives back where its lists are made, and how long
  /// the two steps took together.
  async import(csv, { source = 'made up for a test', purpose = 'testing', until = inDays(60) } = {}) {
    const { html } = await this.page('/import');
    const form = this.form(html, /^\/import$/);
    const body = new FormData();
    for (const [name, value] of form.fields) body.append(name, value);
    body.append('file', new Blob([csv], { type: 'text/csv' }), 'walk-list.csv');
    const started = performance.now();
    const preview = await this.page('/import', { method: 'POST', body });
    const looked = performance.now();
    const accept = this.form(preview.html, /^\/import\/[^/]+$/);
    const cut = await this.send(accept, { source, purpose, use_until: until });
    return { cut: cut.at, looked: looked - started, took: performance.now() - started };
  }

  /// Brings a built-in script, which some campaigns begin without.
  async bring(id) {
    await this.bringText(id, readFileSync(path.join(root, `assets/scripts/${id}.toml`)));
  }

  /// Brings a script of one's own.
  async bringText(id, toml) {
    const { html } = await this.page('/scripts');
    const form = this.form(html, /^\/scripts$/);
    const body = new FormData();
    for (const [name, value] of form.fields) body.append(name, value);
    body.append('file', new Blob([toml]), `${id}.toml`);
    await this.page('/scripts', { method: 'POST', body });
  }

  /// Makes one walk list of an import, talking with this script; gives back its id.
  async cut(cut, { script }) {
    const planned = await this.page(`${cut}?by=doors&size=2000`);
    const made = await this.send(this.form(planned.html, /\/cut$/), { script });
    // The newest stands first.
    return attribute(made.html.match(/<input[^>]*name="list"[^>]*>/)[0], 'value');
  }

  /// Makes walk lists of an import, talking with this script (the campaign's first, if not
  /// given), and shares up to `most` of them under one code.
  async share(cut, { by = 'doors', size = 2000, uses = 20, most = 50, script } = {}) {
    const planned = await this.page(`${cut}?by=${by}&size=${size}`);
    const made = await this.send(this.form(planned.html, /\/cut$/), script ? { script } : {});
    const lists = [...made.html.matchAll(/<input[^>]*name="list"[^>]*>/g)]
      .map(([tag]) => attribute(tag, 'value')).slice(0, most);
    return { code: await this.shareLists(lists, { uses }), lists };
  }

  /// Shares lists under one code, and gives it back.
  async shareLists(lists, { uses = 20 } = {}) {
    const { html } = await this.page('/lists');
    const sharing = await this.send(this.form(html, /\/shares\/new$/), { list: lists });
    const form = this.form(sharing.html, /^\/shares$/);
    const shared = await this.send(form, { label: 'Test', uses: String(uses) });
    return shared.html.match(/[A-Z0-9]{4}-[A-Z0-9]{4}/)[0];
  }
}

export function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

const STREETS = ['Annankatu', 'Eerikinkatu', 'Fredrikinkatu', 'Kalevankatu', 'Lönnrotinkatu', 'Uudenmaankatu'];
const NAMES = ['Aino', 'Eero', 'Hilma', 'Ilmari', 'Kerttu', 'Lauri', 'Martta', 'Onni'];
const FAMILIES = ['Korhonen', 'Virtanen', 'Mäkinen', 'Nieminen', 'Lindström', 'Heikkinen'];

/// A walk list of made-up people, in the columns of the Helsinki list: `rows` people at
/// `doors` doors.
export function walkList({ rows, doors = rows, flatsPerBuilding = 20 }) {
  const lines = ['Voter ID,First Name,Last Name,Age,Gender,Phone,Address,Unit,City,Postcode,Latitude,Longitude,Language'];
  for (let row = 0; row < rows; row += 1) {
    const door = row % doors;
    const building = Math.floor(door / flatsPerBuilding);
    const street = STREETS[building % STREETS.length] + (building >= 1200 ? ` ${Math.floor(building / 1200)}` : '');
    const number = 1 + Math.floor(building / STREETS.length) % 200;
    const latitude = (60.15 + (building % 97) * 0.0004).toFixed(6);
    const longitude = (24.92 + (building % 89) * 0.0005).toFixed(6);
    lines.push([
      500_000 + row, NAMES[row % NAMES.length], FAMILIES[row % FAMILIES.length], 18 + (row * 7) % 75,
      'MF'[row % 2], '', `${street} ${number}`, `A ${1 + (door % flatsPerBuilding)}`, 'Helsinki', '00100',
      latitude, longitude, row % 5 === 0 ? 'sv' : 'fi',
    ].join(','));
  }
  return `${lines.join('\n')}\n`;
}
