import { StringDecoder } from 'node:string_decoder';
import { NioLog } from '../../core/hypervisor-log/nio-log.ts';
import { isLogOf } from '../hypervisor/command-log.ts';
import type { HostFiles } from './host-files.ts';

/**
 * A command is about 60 bytes, and each question about a counter is one: a hypervisor that is asked every
 * second for the counters of twenty NIOs writes so much in half a day.
 */
const MAX_LOG_BYTES = 64 * 1024 * 1024;

const CHUNK_BYTES = 4 * 1024 * 1024;

/** Where the log of a living Dynamips may be. */
export interface LogPlace {
  readonly pid: number;
  readonly args: readonly string[];
  /** TCP; the log must say the same. */
  readonly port: number;
  /** Folders in which it may have been started: `…/project-files/dynamips`. */
  readonly folders: readonly string[];
}

/** The log of a Dynamips, played; or why there is none. */
export type LogReading = { readonly log: NioLog } | { readonly why: string; readonly isDenied: boolean };

/**
 * Plays the log of a Dynamips (docs/FACTS.md, "The log of a hypervisor"): an open descriptor of its process;
 * where that may not be read, the file that `-l` names in one of the folders, if it is that of this process.
 */
export async function readDynamipsLog(files: HostFiles, place: LogPlace): Promise<LogReading> {
  let why = 'no log found';
  let isDenied = files.denied.has(`/proc/${place.pid}/fd`);
  for (const path of await pathsOf(files, place)) {
    const log = await played(files, path);
    if (log === undefined) {
      if (files.denied.has(path)) isDenied = true;
      continue;
    }
    if (log.port !== place.port) why = 'the log is that of another process, or has no beginning';
    else if (log.isGarbled) why = 'lines of two writers are mixed in the log';
    else if (log.isTooMuch) why = 'the log is too long';
    else return { log };
  }
  return { why: isDenied ? 'the log may not be read' : why, isDenied };
}

async function pathsOf(files: HostFiles, { pid, args, folders }: LogPlace): Promise<string[]> {
  const isLog = isLogOf(args);
  const folder = `/proc/${pid}/fd`;
  const found: string[] = [];
  const entries = (await files.list(folder)) ?? [];
  const targets = await Promise.all(entries.map((entry) => files.link(`${folder}/${entry}`)));
  for (const [index, target] of targets.entries()) {
    if (target !== undefined && isLog(target)) found.push(`${folder}/${entries[index]}`, target);
  }
  if (found.length > 0) return found;
  const at = args.lastIndexOf('-l');
  const name = at < 0 ? 'dynamips_log.txt' : args[at + 1];
  return name === undefined || name.includes('/') ? [] : folders.map((one) => `${one}/${name}`);
}

/** Undefined if it cannot be read. */
export async function played(files: HostFiles, path: string): Promise<NioLog | undefined> {
  const log = new NioLog();
  log.beginLook();
  const decoder = new StringDecoder('utf8');
  for (let from = 0; from < MAX_LOG_BYTES; from += CHUNK_BYTES) {
    const part = await files.read(path, { from, most: CHUNK_BYTES });
    if (part === undefined) return undefined;
    log.push(decoder.write(part.bytes));
    if (part.bytes.length < CHUNK_BYTES) return log;
  }
  return undefined;
}
