// The app's wasm file as it travels: the same file, its code sorted. Compression finds little in
// machine code, where a load's offset stands between a local's number and the next instruction;
// put apart, instructions among instructions and offsets among offsets, the same bytes take an
// eighth less. Written by xtask/src/pack.mjs, which reads it back and compares.
//
// A packed file begins with 0 (then the file follows as it is) or 1; then, each number in LEB128:
// the file's length, the length of what precedes the functions, how many functions, the lengths
// of the streams; then what precedes the functions, the streams, and what follows the functions.
//
// A plain script that sets one global, because a page takes modules and our service worker does
// not.
{
  // The streams, those first that go on to the end together. What follows an instruction: which
  // stream it is in decides how it is read.
  const S = {
    OP: 0, GET: 1, SET: 2, TEE: 3, LOCALS: 4, BLOCK: 5, BRANCH: 6, BRANCH_IF: 7, TABLE: 8,
    CALL: 9, INDIRECT: 10, LOAD: 11, STORE: 12, I64: 13, FLOAT: 14, OTHER: 15,
    // From here on i32 constants, by the instruction after each, which says what it is for.
    I32: 16, COUNT: 16 + 256,
  };
  // How far accesses to memory are aligned naturally, from i32.load on. Those aligned less get
  // one of the codes that no instruction has.
  const NATURAL = [2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 2, 3, 0, 1, 0, 1, 2];
  const LESS = [];
  NATURAL.forEach((natural, i) => {
    for (let align = 0; align < natural; align++) LESS.push([0x28 + i, align]);
  });
  const FIRST_LESS = 0xd3;
  // From bulk memory on: the numbers after the instruction 0xfc N.
  const BULK = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

  function unpack(packed) {
    if (packed[0] === 0) return packed.subarray(1);
    let from = 1;
    const number = () => {
      for (let value = 0, shift = 0; ; shift += 7) {
        const byte = packed[from++];
        value += (byte & 127) << shift;
        if (byte < 128) return value;
      }
    };
    const out = new Uint8Array(number());
    const before = number();
    const functions = number();
    const at = new Uint32Array(S.COUNT);
    const lengths = Array.from(at, number);
    out.set(packed.subarray(from, from + before));
    from += before;
    lengths.forEach((length, stream) => {
      at[stream] = from;
      from += length;
    });

    let to = before;
    const copy = (stream, bytes) => {
      let read = at[stream];
      while (bytes-- > 0) out[to++] = packed[read++];
      at[stream] = read;
    };
    const leb = (stream) => {
      let read = at[stream];
      let byte;
      do out[to++] = byte = packed[read++];
      while (byte > 127);
      at[stream] = read;
    };
    // The number about to be copied; those we look at fit into 28 bits.
    const peek = (stream) => {
      let value = 0;
      for (let read = at[stream], shift = 0; ; shift += 7) {
        const byte = packed[read++];
        value |= (byte & 127) << shift;
        if (byte < 128) return value;
      }
    };

    for (let done = 0; done < functions; done++) {
      // Its size stands before it and is known after it.
      const start = (to += 2);
      let groups = peek(S.LOCALS);
      leb(S.LOCALS);
      while (groups-- > 0) {
        leb(S.LOCALS);
        copy(S.LOCALS, 1);
      }
      for (let depth = 0; depth >= 0; ) {
        let op = packed[at[S.OP]++];
        let less = -1;
        if (op >= FIRST_LESS && op < 0xfc) [op, less] = LESS[op - FIRST_LESS];
        out[to++] = op;
        if (op === 0x20) leb(S.GET);
        else if (op >= 0x28 && op <= 0x3e) {
          out[to++] = less < 0 ? NATURAL[op - 0x28] : less;
          leb(op < 0x36 ? S.LOAD : S.STORE);
        } else if (op === 0x41) leb(S.I32 + packed[at[S.OP]]);
        else if (op > 0x44 && op < 0xd0) continue;
        else if (op === 0x0b) depth--;
        else if (op === 0x21) leb(S.SET);
        else if (op === 0x22) leb(S.TEE);
        else if (op === 0x10) leb(S.CALL);
        else if (op === 0x0d) leb(S.BRANCH_IF);
        else if (op === 0x0c) leb(S.BRANCH);
        else if (op >= 0x02 && op <= 0x04) {
          depth++;
          leb(S.BLOCK);
        } else if (op === 0x42) leb(S.I64);
        else if (op === 0x0e) {
          let labels = peek(S.TABLE) + 1;
          leb(S.TABLE);
          while (labels-- > 0) leb(S.TABLE);
        } else if (op === 0x11) {
          leb(S.INDIRECT);
          leb(S.OTHER);
        } else if (op === 0x43 || op === 0x44) copy(S.FLOAT, op === 0x43 ? 4 : 8);
        else if (op === 0x1c) {
          let types = peek(S.OTHER);
          leb(S.OTHER);
          copy(S.OTHER, types);
        } else if (op === 0xfc) {
          const bulk = packed[at[S.OP]];
          leb(S.OP);
          for (let i = 0; i < BULK[bulk]; i++) leb(S.OTHER);
        } else if ((op >= 0x23 && op <= 0x26) || op === 0x3f || op === 0x40 || op === 0xd0 || op === 0xd2) {
          leb(S.OTHER);
        }
      }
      const size = [];
      for (let rest = to - start; ; rest >>>= 7) {
        size.push(rest > 127 ? (rest & 127) | 128 : rest);
        if (rest <= 127) break;
      }
      out.copyWithin(start - 2 + size.length, start, to);
      out.set(size, start - 2);
      to += size.length - 2;
    }
    out.set(packed.subarray(from), to);
    return out;
  }

  globalThis.doorstepUnpack = Object.assign(unpack, { S, NATURAL, LESS, FIRST_LESS, BULK });
}
