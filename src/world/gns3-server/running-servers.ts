import { closeSync, openSync, readdirSync, readlinkSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MAX_PORT } from '../../core/address/port.ts';
import { present } from '../../core/present.ts';
import { type ConfFiles, type ConfPlaces, confFilesAt } from './conf-places.ts';

/** A command line of a server has a few words; the name of a program has 16 bytes. */
const MAX_BYTES = 4096;
const MAX_NAME_BYTES = 16;

/** `gns3server`, and Python's ways to start it. */
const SERVER_WORD = /(^|[\\/])gns3server(-script)?(\.py|[\\/](main|__main__|server)\.py)?$/;

/**
 * The servers that run on this Linux host for the users who count, with what their command lines say of their
 * files and addresses (gns3-server `run.py` of 2.2.59, `server.py` of 3.0.6). Those of other users are left
 * out: any user could run a program of this name, and it would be asked with the credentials of this one.
 */
export function runningServers(places: ConfPlaces): readonly ConfFiles[] {
  const { platform, proc, uids } = places;
  if (platform !== 'linux') return [];
  const pids = entriesOf(proc).filter((name) => /^\d{1,10}$/.test(name));
  return pids.flatMap((pid) => {
    const folder = `${proc}/${pid}`;
    // Most processes are told from a server by 16 bytes.
    if (!/^(gns3server|python)/.test(beginningOf(`${folder}/comm`, MAX_NAME_BYTES))) return [];
    const words = beginningOf(`${folder}/cmdline`).split('\0');
    const at = words.slice(0, 4).findIndex((word) => SERVER_WORD.test(word));
    if (at < 0 || !isOf(folder, uids)) return [];
    return filesOf(words.slice(at + 1), folder, places);
  });
}

function filesOf(args: readonly string[], folder: string, places: ConfPlaces): ConfFiles[] {
  const value = (flag: string): string | undefined => {
    const at = args.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
    return at < 0 ? undefined : args[at] === flag ? args[at + 1] : args[at]?.slice(flag.length + 1);
  };
  const port = Number(value('--port'));
  const listens = present({
    host: value('--host') || undefined,
    port: port >= 1 && port <= MAX_PORT ? port : undefined,
    isSecure: args.includes('--ssl') ? true : undefined,
  });
  const config = value('--config');
  if (config !== undefined) return [{ files: [resolve(directoryOf(folder), config)], listens }];
  // It has read the file of its user; without an address of its own there is nothing to add to that.
  return Object.keys(listens).length === 0 ? [] : confFilesAt(places).map((one) => ({ ...one, listens }));
}

function isOf(folder: string, uids: readonly number[]): boolean {
  try {
    return uids.includes(statSync(folder).uid);
  } catch {
    return false;
  }
}

function directoryOf(folder: string): string {
  try {
    return readlinkSync(`${folder}/cwd`);
  } catch {
    return '/';
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Empty for what is gone, or may not be read. */
function beginningOf(path: string, most = MAX_BYTES): string {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(most);
      return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
