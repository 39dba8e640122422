import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** As much as `niostat links` reads of a log; nobody sees that this one grows, for it has no name. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The log that Dynamips keeps of its commands (docs/FACTS.md, "The log of a hypervisor"): it tells `niostat
 * links --counters` which NIO has which port. It is read through the descriptor of this process, so that the
 * file needs no name for longer than it takes to make it, and nothing is left behind.
 */
export class KeptLog {
  private file: number | undefined;
  private bytes = 0;

  private constructor(file: number) {
    this.file = file;
  }

  /** Makes the file; undefined if the system does not let it: commands are carried out all the same. */
  static open(
    directory: string,
    version: string,
    { host, port }: { readonly host: string; readonly port: number },
  ): KeptLog | undefined {
    // As Dynamips calls it with -i; the name is nobody else's.
    const path = join(directory, `dynamips_i${process.pid}${port}_log.txt`);
    let file: number;
    try {
      file = openSync(path, 'wx', 0o600);
      unlinkSync(path);
    } catch {
      return undefined;
    }
    const log = new KeptLog(file);
    log.write(`Release ${version}/niostat`);
    log.write(`Started on IP = ${host}, TCP port = ${port}.`);
    return log;
  }

  /** The words of a command, each with a blank behind it, as Dynamips writes them. */
  command(words: readonly string[]): void {
    this.write(`exec_cmd: ${words.map((word) => `${word} `).join('')}`);
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private write(text: string): void {
    if (this.file === undefined) return;
    try {
      this.bytes += writeSync(this.file, `${new Date().toISOString()} HYPERVISOR: ${text}\n`);
      if (this.bytes > MAX_BYTES) this.close();
    } catch {
      // A full disk ends the log and not the hypervisor: without a log nothing is concluded from it.
      this.close();
    }
  }
}
