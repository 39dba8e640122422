import { closeSync, openSync, writeSync } from 'node:fs';

/** A uBridge that complains about every frame would fill a disk; the first lines tell all. */
const MAX_BYTES = 4 * 1024 * 1024;

/** The lines that uBridge writes to `ubridge.log`, as text, and as a file where a path is given. */
export class UBridgeLog {
  private readonly lines: string[] = [];
  private readonly file: number | undefined;
  private bytes = 0;

  /** Throws the system's error if there can be no such file. What was in it is gone. */
  constructor(path?: string) {
    this.file = path === undefined ? undefined : openSync(path, 'w');
  }

  get text(): string {
    return this.lines.join('');
  }

  write(line: string): void {
    const text = `${line}\n`;
    this.bytes += Buffer.byteLength(text);
    if (this.bytes > MAX_BYTES) return;
    this.lines.push(text);
    try {
      if (this.file !== undefined) writeSync(this.file, text);
    } catch {
      // A full disk is no reason to stop the bridges.
    }
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
  }
}
