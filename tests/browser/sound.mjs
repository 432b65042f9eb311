// Sound without a file of anybody's: MP3 frames made here, silent and true to the format.

/// So many seconds of silence, as MPEG-1 layer III, 32 kbit/s, 32 kHz, mono.
export function silence(seconds) {
  const FRAME = 144;
  const SAMPLES = 1152;
  // Sync, layer III without a checksum; 32 kbit/s at 32 kHz; one channel. Then the side
  // information, all noughts: nothing is coded, so nothing sounds.
  const header = [0xff, 0xfb, 0x18, 0xc0];
  const frames = Math.ceil((seconds * 32_000) / SAMPLES);
  const bytes = Buffer.alloc(frames * FRAME);
  for (let frame = 0; frame < frames; frame += 1) Buffer.from(header).copy(bytes, frame * FRAME);
  return bytes;
}

/// What calls itself an MP3 and is none that anything could play.
export function noise() {
  return Buffer.concat([Buffer.from('ID3'), Buffer.alloc(600, 0x2e)]);
}
