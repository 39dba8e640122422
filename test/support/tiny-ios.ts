import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a c7200 expects its IOS in memory. */
const BASE = 0x80008000;

/**
 * The second instruction lies on another page, so that the emulator leaves its translated code at each jump,
 * as long as `vm set_blk_direct_jump` has forbidden it to go straight on. A VM that never leaves its code
 * cannot be stopped.
 */
const SECOND_JUMP = 0x2000;

const HEADER_SIZE = 52;
const PROGRAM_HEADER_SIZE = 32;
const SECTION_HEADER_SIZE = 40;
const NAMES = Buffer.from('\0.text\0.shstrtab\0'.padEnd(24, '\0'), 'latin1');

/**
 * Writes an "IOS" that does nothing, and returns its path: two jumps to each other, in the smallest ELF file
 * that Dynamips loads into a c7200 (32 bits, big endian, MIPS, with names of sections). No image of Cisco's
 * is needed to start a VM.
 */
export async function writeTinyIos(directory: string): Promise<string> {
  const code = Buffer.alloc(SECOND_JUMP + 8);
  code.writeUInt32BE(jump(BASE + SECOND_JUMP), 0);
  code.writeUInt32BE(jump(BASE), SECOND_JUMP);
  const namesOffset = HEADER_SIZE + PROGRAM_HEADER_SIZE + 3 * SECTION_HEADER_SIZE;
  const codeOffset = namesOffset + NAMES.length;
  const path = join(directory, 'tiny-ios.bin');
  await writeFile(
    path,
    Buffer.concat([
      Buffer.from('\x7fELF\x01\x02\x01'.padEnd(16, '\0'), 'latin1'),
      // Executable, MIPS, version, entry, program headers, section headers, flags.
      halves(2, 8),
      words(1, BASE, HEADER_SIZE, HEADER_SIZE + PROGRAM_HEADER_SIZE, 0),
      halves(HEADER_SIZE, PROGRAM_HEADER_SIZE, 1, SECTION_HEADER_SIZE, 3, 2),
      words(1, codeOffset, BASE, BASE, code.length, code.length, 7, 4),
      words(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      words(1, 1, 7, BASE, codeOffset, code.length, 0, 0, 4, 0),
      words(7, 3, 0, 0, namesOffset, NAMES.length, 0, 0, 1, 0),
      NAMES,
      code,
    ]),
  );
  return path;
}

/** The instruction `j` of MIPS. */
function jump(address: number): number {
  return 0x08000000 | ((address & 0x0fffffff) >>> 2);
}

function halves(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(2 * values.length);
  values.forEach((value, index) => {
    buffer.writeUInt16BE(value, 2 * index);
  });
  return buffer;
}

function words(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => {
    buffer.writeUInt32BE(value, 4 * index);
  });
  return buffer;
}
