// Writes the packed form of a wasm file: `node pack.mjs FILE.wasm FILE.packed [--as-it-is]`.
// What that is, and how it is read, is in assets/web/unpack.js; a file that would not come back
// to the byte fails the build. With --as-it-is (a build for development) nothing is sorted.
import { readFileSync, writeFileSync } from "node:fs";
import "../../assets/web/unpack.js";

const unpack = globalThis.doorstepUnpack;
const { S, NATURAL, LESS, FIRST_LESS, BULK } = unpack;
const [source, target, asItIs] = process.argv.slice(2);
const wasm = readFileSync(source);
let packed = Buffer.concat([Buffer.from([0]), wasm]);
if (!asItIs) {
  packed = pack();
  if (!wasm.equals(unpack(packed))) throw new Error(`${source} does not come back from its packed form`);
}
writeFileSync(target, packed);

function pack() {
  const streams = Array.from({ length: S.COUNT }, () => []);
  let at = 8;
  const number = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = wasm[at++];
      value += (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const leb = (stream) => {
    const start = at;
    const value = number();
    streams[stream].push(...wasm.subarray(start, at));
    return value;
  };
  const copy = (stream, bytes) => {
    streams[stream].push(...wasm.subarray(at, at + bytes));
    at += bytes;
  };

  // To the code section, which is the tenth.
  while (wasm[at++] !== 10) {
    const length = number();
    at += length;
  }
  number();
  const functions = number();
  const before = at;
  for (let done = 0; done < functions; done++) {
    const end = number() + at;
    for (let groups = leb(S.LOCALS); groups > 0; groups--) {
      leb(S.LOCALS);
      copy(S.LOCALS, 1);
    }
    // Constants wait here for the instruction after them.
    let constant = null;
    while (at < end) {
      const op = wasm[at++];
      let code = op;
      if (op >= 0x28 && op <= 0x3e) {
        const align = number();
        if (align !== NATURAL[op - 0x28]) {
          const less = LESS.findIndex(([of, by]) => of === op && by === align);
          code = FIRST_LESS + less;
        }
      }
      streams[S.OP].push(code);
      if (constant) streams[S.I32 + code].push(...constant);
      constant = null;
      if (op >= 0x28 && op <= 0x3e) leb(op < 0x36 ? S.LOAD : S.STORE);
      else if (op >= 0x02 && op <= 0x04) leb(S.BLOCK);
      else if (op === 0x0c) leb(S.BRANCH);
      else if (op === 0x0d) leb(S.BRANCH_IF);
      else if (op === 0x0e) for (let labels = leb(S.TABLE) + 1; labels > 0; labels--) leb(S.TABLE);
      else if (op === 0x10) leb(S.CALL);
      else if (op === 0x11) {
        leb(S.INDIRECT);
        leb(S.OTHER);
      } else if (op === 0x1c) copy(S.OTHER, leb(S.OTHER));
      else if (op === 0x20) leb(S.GET);
      else if (op === 0x21) leb(S.SET);
      else if (op === 0x22) leb(S.TEE);
      else if ((op >= 0x23 && op <= 0x26) || op === 0x3f || op === 0x40) leb(S.OTHER);
      else if (op === 0x41) {
        const start = at;
        number();
        constant = wasm.subarray(start, at);
      } else if (op === 0x42) leb(S.I64);
      else if (op === 0x43) copy(S.FLOAT, 4);
      else if (op === 0x44) copy(S.FLOAT, 8);
      else if (op === 0xfc) for (let more = BULK[leb(S.OP)]; more > 0; more--) leb(S.OTHER);
      else if (op === 0xd0 || op === 0xd2) leb(S.OTHER);
    }
  }

  const bytes = (value) => {
    const written = [];
    for (; value > 127; value >>>= 7) written.push((value & 127) | 128);
    return [...written, value];
  };
  const head = [wasm.length, before, functions, ...streams.map((stream) => stream.length)];
  return Buffer.concat([
    Buffer.from([1, ...head.flatMap(bytes)]),
    wasm.subarray(0, before),
    ...streams.map((stream) => Buffer.from(stream)),
    wasm.subarray(at),
  ]);
}
