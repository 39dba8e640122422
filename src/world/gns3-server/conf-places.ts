import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** Where the files of GNS3 servers are looked for. */
export interface ConfPlaces {
  readonly platform: NodeJS.Platform;
  /** Of the users whose servers count, the first one first. */
  readonly homes: readonly string[];
  /** `%APPDATA%`, on Windows. */
  readonly appData?: string | undefined;
  /** `/etc` and `/proc`, but in tests. */
  readonly etc: string;
  readonly proc: string;
  /** The users themselves, and root. */
  readonly uids: readonly number[];
}

/** The files that one server reads, in its order: what stands in a later one counts. */
export interface ConfFiles {
  /** 2 or 3; undefined where the place does not tell. */
  readonly generation?: 2 | 3 | undefined;
  readonly files: readonly string[];
  /** What the command line of the server says in place of them. */
  readonly listens?: { readonly host?: string; readonly port?: number; readonly isSecure?: boolean };
}

/** Those of this user; with sudo those of the user who called it come first. */
export function usualPlaces(env: NodeJS.ProcessEnv = process.env): ConfPlaces {
  const { SUDO_USER, SUDO_UID, APPDATA } = env;
  const uid = process.getuid?.();
  const isSudo = uid === 0 && SUDO_USER !== undefined;
  const called = isSudo ? homeOf(SUDO_USER) : undefined;
  const homes = [...new Set([...(called === undefined ? [] : [called]), homedir()])];
  const uids = [0, ...(uid === undefined ? [] : [uid]), ...(isSudo ? [Number(SUDO_UID)] : [])];
  return { platform: process.platform, homes, appData: APPDATA, etc: '/etc', proc: '/proc', uids };
}

/** The home of a user as /etc/passwd has it. */
function homeOf(user: string): string | undefined {
  try {
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
    return lines.map((line) => line.split(':')).find(([name]) => name === user)?.[5];
  } catch {
    return undefined;
  }
}

/**
 * Where GNS3 2.x and 3.x look for their file (gns3-server `config.py` of 2.2.59 and 3.0.6): a folder for each
 * version, then a file for all, then those of the system. They do not ask for XDG_CONFIG_HOME. The newest
 * version comes first, then the folder that versions before 2.2 had.
 */
export function confFilesAt({ platform, homes, appData, etc }: ConfPlaces): readonly ConfFiles[] {
  if (platform === 'win32') {
    return appData === undefined
      ? []
      : ofVersions(win32.join(appData, 'GNS3'), 'gns3_server.ini', `${appData}\\GNS3.ini`, []);
  }
  const ofSystem = systemFiles(etc);
  return [...homes.flatMap((home) => confFilesOfHome(home, ofSystem)), { files: ofSystem }];
}

function systemFiles(etc: string): string[] {
  return [`${etc}/gns3/gns3_server.conf`, `${etc}/xdg/GNS3/gns3_server.conf`, `${etc}/xdg/GNS3.conf`];
}

/** Those of the servers of one user of Linux or macOS. */
function confFilesOfHome(home: string, ofSystem: readonly string[]): readonly ConfFiles[] {
  const config = posix.join(home, '.config');
  return ofVersions(`${config}/GNS3`, 'gns3_server.conf', `${config}/GNS3.conf`, ofSystem);
}

/** `ofSystem` is read after the file for all versions, `forAll`, in this order. */
function ofVersions(folder: string, name: string, forAll: string, ofSystem: readonly string[]): ConfFiles[] {
  const separator = folder.includes('\\') ? '\\' : '/';
  const at = (...words: string[]): string => [folder, ...words, name].join(separator);
  const versions = versionsIn(folder).map((version): ConfFiles => {
    const generation = version.startsWith('3') ? 3 : version.startsWith('2') ? 2 : undefined;
    return { generation, files: [at(version), forAll, ...ofSystem] };
  });
  return [...versions, { files: [at(), forAll, ...ofSystem] }];
}

/** `3.0` before `2.2`. */
function versionsIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => /^\d{1,3}\.\d{1,3}$/.test(name));
    return names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  } catch {
    return [];
  }
}
