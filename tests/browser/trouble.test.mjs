// What goes wrong on the way in: each time a plain sentence, what to do next,
// and nothing typed is lost.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { Phone, Server, axe, freePort, screenshot } from './harness.mjs';
import { heading, tap } from './steps.mjs';

/// Stands between phone and server and answers the API its own way.
async function liar(server, answer) {
  const port = await freePort();
  const proxy = createServer(async (request, response) => {
    if (request.url.startsWith('/api/')) return answer(request, response);
    const real = await fetch(server.app + request.url, { redirect: 'manual' });
    response.writeHead(real.status, {
      'content-type': real.headers.get('content-type') ?? 'application/octet-stream',
    });
    return response.end(Buffer.from(await real.arrayBuffer()));
  });
  await new Promise((resolve) => proxy.listen(port, '127.0.0.1', resolve));
  return { address: `http://localhost:${port}`, stop: () => new Promise((resolve) => { proxy.closeAllConnections(); proxy.close(resolve); }) };
}

describe('joining when something is wrong', () => {
  let server;
  let phone;

  before(async () => {
    server = await Server.demo();
    phone = new Phone();
    await phone.open();
  });

  after(async () => {
    await phone?.discard();
    await server?.discard();
  });

  async function tryToJoin(address, code, sentence, shot) {
    const { page } = phone;
    await page.goto('about:blank');
    await page.goto(address);
    await page.getByLabel('Join code').fill(code);
    await page.getByLabel('What your team calls you').fill('Maija');
    await tap(page, 'Join');
    await page.getByText(sentence).first().waitFor({ timeout: 45_000 });
    await screenshot(page, shot);
    assert.deepEqual(await axe(page), []);
    assert.equal(await page.getByLabel('Join code').inputValue(), code, 'the code typed is still there');
    assert.equal(await page.getByLabel('What your team calls you').inputValue(), 'Maija');
  }

  test('a wrong code is named as such', async () => {
    await tryToJoin(server.app, 'ZZZZ-ZZZZ', 'There is no such join code.', 'trouble-wrong-code');
  });

  test('a server that answers with a web page is not taken for ours', async () => {
    const wifi = await liar(server, (request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Free Wi-Fi</title>');
    });
    await tryToJoin(wifi.address, server.code, /Something else than your team.s server answered/, 'trouble-html');
    await wifi.stop();
  });

  test('half a body is not taken for an answer', async () => {
    const broken = await liar(server, (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"device":"');
      response.socket.destroySoon();
    });
    await tryToJoin(broken.address, server.code, /server doesn.t answer|Something else than your team/, 'trouble-half');
    await broken.stop();
  });

  test('a server that cannot store says so', async () => {
    const full = await liar(server, (request, response) => {
      response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '30' });
      response.end('{"code":"server_busy","detail":""}');
    });
    await tryToJoin(full.address, server.code, /can.t do it just now/, 'trouble-busy');
    await full.stop();
  });

  test('a server that is down says so, and the same try works when it is back', async () => {
    const { page } = phone;
    await page.goto('about:blank');
    await page.goto(`${server.app}/#join=${server.code}`);
    await page.getByLabel('What your team calls you').fill('Maija');
    await server.stop();
    await tap(page, 'Join');
    await page.getByText(/server doesn.t answer/).first().waitFor({ timeout: 45_000 });
    await screenshot(page, 'trouble-offline');
    await server.start();
    await tap(page, /^(Join|Try again)$/);
    await heading(page, 'Ready with no signal');
  });
});

describe('a browser that cannot keep anything', () => {
  let server;
  let phone;

  before(async () => { server = await Server.demo(); });
  after(async () => { await phone?.discard(); await server?.discard(); });

  test('over plain HTTP from another machine, a sentence says why and what to do', async () => {
    phone = new Phone({ flags: ['--host-resolver-rules=MAP doorstep.example 127.0.0.1'] });
    const page = await phone.open(`http://doorstep.example:${server.appPort}`);
    await page.getByText(/This address is not secure/).first().waitFor();
    await screenshot(page, 'trouble-not-secure');
    assert.deepEqual(await axe(page), []);
    await phone.discard();
  });

  test('without private file storage, a sentence says why and what to do', async () => {
    phone = new Phone();
    const page = await phone.open();
    await page.route('**/worker.js', async (route) => {
      const real = await route.fetch();
      await route.fulfill({
        response: real,
        body: `delete StorageManager.prototype.getDirectory;\n${await real.text()}`,
      });
    });
    await page.goto(server.app);
    await page.getByText(/no place where a walk list could be kept/).first().waitFor();
    await screenshot(page, 'trouble-no-storage');
    assert.deepEqual(await axe(page), []);
  });
});
