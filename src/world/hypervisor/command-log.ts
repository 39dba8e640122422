import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

/**
 * The most that is read at a time. A command is about 60 bytes: a hypervisor has been told a million of them
 * since the last look then. Who looks again and again asks for counters each time, and these questions are in
 * the log too, so that the whole of it may be longer.
 */
const MAX_READ_BYTES = 64 * 1024 * 1024;

const CHUNK_BYTES = 1024 * 1024;

/** Why the log of a hypervisor cannot be read. */
export type NoLog = 'none' | 'no permission' | 'too long' | 'cut' | 'shared';

/**
 * The log that a hypervisor of this host keeps of its commands: an open descriptor of its process
 * (docs/FACTS.md, "The log of a hypervisor"), so that it is read also after the file was moved or deleted.
 * Each part is read once. Close it, or a descriptor stays here.
 */
export class CommandLog {
  /** The same for two processes that write into one file. */
  readonly identity: string;
  private readonly file: number;
  private readonly pid: number;
  private readonly writer: string;
  private readonly decoder = new StringDecoder('utf8');
  private position = 0;

  private constructor(file: number, pid: number, writer: string) {
    this.file = file;
    this.pid = pid;
    this.writer = writer;
    const { dev, ino } = fstatSync(file);
    this.identity = `${dev} ${ino}`;
  }

  /** Opens the log of a process. `args` are its words: `-l` names the file. */
  static open(pid: number, args: readonly string[]): CommandLog | NoLog {
    try {
      const writer = descriptorOf(pid, isLogOf(args));
      if (writer === undefined) return 'none';
      return new CommandLog(openSync(`/proc/${pid}/fd/${writer}`, 'r'), pid, writer);
    } catch (error) {
      return whyNot(error as NodeJS.ErrnoException);
    }
  }

  /**
   * Hands over what was written since the last time. `cut` if the file has become shorter, `shared` if
   * another process writes into it too.
   */
  readMore(take: (text: string) => void): NoLog | undefined {
    try {
      const { size } = fstatSync(this.file);
      const end = this.position + MAX_READ_BYTES;
      if (size > end) return 'too long';
      if (size < this.position) return 'cut';
      const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, Math.max(1, size - this.position)));
      for (;;) {
        const count = readSync(this.file, chunk, 0, chunk.length, this.position);
        if (count === 0) break;
        this.position += count;
        if (this.position > end) return 'too long';
        take(this.decoder.write(chunk.subarray(0, count)));
      }
      return this.writtenByOwner() < this.position ? 'shared' : undefined;
    } catch (error) {
      return whyNot(error as NodeJS.ErrnoException);
    }
  }

  close(): void {
    closeSync(this.file);
  }

  /** Where the process itself stands in the file: what is behind that, another one has written. */
  private writtenByOwner(): number {
    const info = readFileSync(`/proc/${this.pid}/fdinfo/${this.writer}`, 'latin1');
    return Number(/^pos:\s*(\d+)/m.exec(info)?.[1] ?? 0);
  }
}

/** `dynamips_log.txt`, with `-i N` `dynamips_iN_log.txt`, with `-l FILE` that file. */
export function isLogOf(args: readonly string[]): (path: string) => boolean {
  const at = args.findLastIndex((word) => word.startsWith('-l'));
  const named = args[at] === '-l' ? args[at + 1] : args[at]?.slice(2);
  const isNamed = (name: string): boolean =>
    named === undefined ? /^dynamips(_i\d+)?_log\.txt$/.test(name) : name === basename(named);
  return (path) => isNamed(basename(path.replace(/ \(deleted\)$/, '')));
}

function descriptorOf(pid: number, isLog: (path: string) => boolean): string | undefined {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).find((entry) => {
    try {
      return isLog(readlinkSync(`${folder}/${entry}`));
    } catch {
      // It was closed meanwhile.
      return false;
    }
  });
}

function whyNot({ code }: NodeJS.ErrnoException): NoLog {
  return code === 'EACCES' || code === 'EPERM' ? 'no permission' : 'none';
}
