import type { ChildProcess } from 'node:child_process';
import { errorMonitor } from 'node:events';
import { debuglog } from 'node:util';
import { UNSAFE } from '../core/text/unsafe.ts';
import { withoutSecrets } from './secrets.ts';

/**
 * What goes over the wire, on standard error, for reports of faults: every line to and from hypervisors,
 * every command that is run, every name that is looked up. It is off, and costs nothing, unless the program
 * is started with NODE_DEBUG=niostat. docs/WIRE-LOG.md describes the format.
 */
const log = debuglog('niostat');

/** Only an NVRAM in base64, and what is no reply, is longer than this. */
const MAX_LINE_BYTES = 1000;

/** The log of one conversation with a hypervisor. */
export class WireLog {
  private readonly peer: string;
  /** The beginning of the line that is being received. */
  private readonly line = Buffer.alloc(MAX_LINE_BYTES);
  private size = 0;

  private constructor(peer: string) {
    this.peer = peer;
  }

  /** Undefined while the log is off, so that a conversation costs nothing. */
  static of(host: string, port: number): WireLog | undefined {
    return log.enabled ? new WireLog(`${host}:${port}`) : undefined;
  }

  sent(line: string): void {
    const bytes = Buffer.from(line);
    write('>', this.peer, lineText(bytes.subarray(0, MAX_LINE_BYTES), bytes.length));
  }

  /** Takes bytes in whatever pieces they come, and shows whole lines. */
  received(chunk: Uint8Array): void {
    for (let start = 0; start < chunk.length; ) {
      const lineFeed = chunk.indexOf(0x0a, start);
      const end = lineFeed < 0 ? chunk.length : lineFeed;
      const room = MAX_LINE_BYTES - this.size;
      if (room > 0) this.line.set(chunk.subarray(start, Math.min(end, start + room)), this.size);
      this.size += end - start;
      start = end + 1;
      if (lineFeed >= 0) this.showLine('');
    }
  }

  /** How the conversation came about or ended; what has come of an unfinished line is shown before. */
  note(text: string): void {
    if (this.size > 0) this.showLine(' (without an end)');
    write('*', this.peer, text);
  }

  private showLine(remark: string): void {
    // CR belongs to the end of the line.
    const isWhole = this.size <= MAX_LINE_BYTES;
    const hasReturn = isWhole && remark === '' && this.line[this.size - 1] === 0x0d;
    const size = hasReturn ? this.size - 1 : this.size;
    write('<', this.peer, lineText(this.line.subarray(0, Math.min(size, MAX_LINE_BYTES)), size) + remark);
    this.size = 0;
  }
}

/** A program that was just started, and how it ends. */
export function logCommand(child: ChildProcess): void {
  if (!log.enabled) return;
  const start = performance.now();
  // A child that `diagnostics_channel` tells of does not know its arguments yet.
  process.nextTick(() => {
    const words = Buffer.from((child.spawnargs ?? []).join(' '));
    // What is asked of a host over ssh is a whole script in one word.
    write('$', `(${child.pid ?? 'not started'})`, lineText(words.subarray(0, MAX_LINE_BYTES), words.length));
  });
  const ended = (how: string): void => write('$', `(${child.pid ?? 'not started'})`, `${how} ${since(start)}`);
  child.once('exit', (code, signal) => ended(signal === null ? `exit code ${code}` : `ended by ${signal}`));
  // Not `error`: that would keep an error that nothing else handles from ending the program.
  child.once(errorMonitor as unknown as 'error', (error) => ended(error.message));
}

/** The addresses that a name has, undefined where nobody has said, and how long the question took. */
export function logDns(name: string, addresses: readonly string[] | undefined, ms: number): void {
  if (!log.enabled) return;
  const answer = addresses === undefined ? 'no answer' : addresses.join(', ') || 'no address';
  write('?', name, `${answer} (${Math.round(ms)} ms)`);
}

function since(start: number): string {
  return `(${Math.round(performance.now() - start)} ms)`;
}

/** `of` is how long the line really is, in bytes. */
function lineText(beginning: Buffer, of: number): string {
  const text = beginning.toString('utf8');
  return of > beginning.length ? `${text}… (${of} bytes)` : text;
}

function write(sign: string, about: string, text: string): void {
  log('%s', `${Math.round(performance.now())} ms ${sign} ${visible(masked(`${about} ${text}`))}`);
}

function masked(text: string): string {
  return withoutSecrets(text.replace(/(--token[= ])\S+/g, '$1***'));
}

/** Unsafe characters as in a JavaScript string: `\x1b`, `\u202e`, `\u{e0001}`. */
function visible(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    if (code.length > 4) return `\\u{${code}}`;
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
}
