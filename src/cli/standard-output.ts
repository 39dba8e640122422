import { fstatSync, statSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { EXIT } from '../core/errors/exit-code.ts';
import type { Device } from './terminal.ts';

/** True as long as Node's stream has been given nothing, which it may still have to write. */
let isDirect = false;

/**
 * What becomes of output that cannot be written is decided here from now on. Node's stream costs 3 ms of a
 * start, most of it for modules that a command which prints one text does without; so a file or pipe is
 * written to directly. Not on Windows, where pipes may not be read and written in that way.
 */
export function ownStandardOutput(): void {
  isDirect = true;
  if (process.platform === 'win32') standardOutput();
}

/** Prints to standard output. */
export function print(text: string): void {
  const rest = isDirect ? leftOver(Buffer.from(text)) : text;
  if (rest.length > 0) standardOutput().write(rest);
}

/** Writes bytes, and returns those that cannot be written: the disk is full, or nobody reads. */
function leftOver(bytes: Buffer): Buffer {
  let rest = bytes;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
  } catch {
    // The stream waits, where that is all, and else says why.
  }
  return rest;
}

/** Node's stream of standard output, for what prints again and again, and for terminals. */
export function standardOutput(): NodeJS.WriteStream {
  if (isDirect) process.stdout.on('error', outputFailed);
  isDirect = false;
  return process.stdout;
}

let lost: ((error: NodeJS.ErrnoException) => void) | undefined;

/**
 * From now on `take` is called where output cannot be written, in place of the end of the process, so that
 * what is under way can end first; `endWithoutOutput` is to follow. The result puts that back.
 */
export function whenOutputIsLost(take: (error: NodeJS.ErrnoException) => void): () => void {
  lost = take;
  return () => {
    lost = undefined;
  };
}

function outputFailed(error: NodeJS.ErrnoException): void {
  if (lost === undefined) endWithoutOutput(error);
  else lost(error);
}

/** A reader that has seen enough, such as `head`, is no error; a full disk is. */
export function endWithoutOutput({ code, message }: NodeJS.ErrnoException): void {
  if (code !== 'EPIPE') process.stderr.write(`niostat: cannot write the output: ${message}\n`);
  process.exit(code === 'EPIPE' ? (process.exitCode ?? EXIT.clean) : EXIT.worldUnknown);
}

/** What standard output is, as far as it decides how text looks. */
export function outputDevice(): Device {
  return isDirect && isNoTerminal() ? { isTTY: false } : standardOutput();
}

/** Of devices only the empty one is known to be none. */
function isNoTerminal(): boolean {
  const output = fstatSync(1);
  return !output.isCharacterDevice() || output.rdev === statSync(devNull).rdev;
}
