// The desktop shell on a screen that isn't there (Xvfb): it starts, shows a
// window, and keeps an encrypted database with the same store code.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, openSync, readSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Server, root, temporaryFolder, until } from './harness.mjs';

describe('the desktop shell', () => {
  let server;
  let shell;
  const folder = temporaryFolder('desktop');

  before(async () => { server = await Server.demo(); });

  after(async () => {
    if (shell && shell.exitCode === null) process.kill(-shell.pid, 'SIGKILL');
    await server?.discard();
    rmSync(folder, { recursive: true, force: true });
  });

  test('starts under Xvfb and opens its encrypted database', async () => {
    const binary = process.env.DOORSTEP_DESKTOP ?? path.join(root, 'target', 'debug', 'doorstep');
    assert.ok(existsSync(binary), `no desktop shell at ${binary}: cargo build --features desktop --bin doorstep`);
    let output = '';
    shell = spawn('xvfb-run', ['-a', '-s', '-screen 0 800x900x24', binary], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DOORSTEP_FOLDER: folder, DOORSTEP_SERVER: server.app, HOME: folder },
    });
    shell.stdout.on('data', (bytes) => { output += bytes; });
    shell.stderr.on('data', (bytes) => { output += bytes; });
    const database = path.join(folder, 'doorstep.db');
    await until('the database', () => {
      assert.equal(shell.exitCode, null, `the shell ended: ${output}`);
      return existsSync(database) || existsSync(`${database}-wal`);
    }, { within: 60_000 });
    const header = Buffer.alloc(16);
    await until('the first page', () => readSync(openSync(database, 'r'), header, 0, 16, 0) === 16);
    assert.notEqual(header.toString('latin1', 0, 15), 'SQLite format 3', 'the file is not readable without its key');
    assert.equal(shell.exitCode, null, `the shell stays open: ${output}`);
  });
});
