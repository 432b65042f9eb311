// Runs every browser test, one file after the other (two cores, and each file
// starts a browser), and ends with the plain line `N passed, N failed`.

import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const asked = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => asked.length === 0 || asked.some((word) => name.includes(word)))
  .sort()
  .map((name) => path.join(here, name));

let passed = 0;
let failed = 0;
const stream = run({ files, concurrency: false, timeout: 600_000 });
// Only leaves count: a file and a suite are not tests of their own.
const count = (event) => event.details?.type !== 'suite' && !files.includes(event.name);
stream.on('test:pass', (event) => {
  if (event.skip || event.todo) failed += 1;
  else if (count(event)) passed += 1;
});
stream.on('test:fail', (event) => { if (count(event) || event.nesting === 0) failed += 1; });
stream.compose(new spec()).pipe(process.stdout);
stream.on('end', () => {
  if (passed === 0) failed += 1;
  process.exitCode = failed === 0 ? 0 : 1;
  process.on('exit', () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
});
