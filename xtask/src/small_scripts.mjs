// JavaScript as phones get it: the same program with short names and no remarks. Each file named
// is written anew in place. Our service worker and what it shares with the page are plain
// scripts, all else is modules.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [packages, ...files] = process.argv.slice(2);
const { minify } = createRequire(path.join(packages, 'package.json'))('terser');
const PLAIN = ['service-worker.js', 'unpack.js'];

for (const file of files) {
  const module = !PLAIN.includes(path.basename(file));
  const { code } = await minify(readFileSync(file, 'utf8'), { module, compress: { passes: 3 } });
  writeFileSync(file, `${code}\n`);
}
