import { readFileSync, statSync } from 'node:fs';

const HOSTS_FILE = '/etc/hosts';
const SWITCH_FILE = '/etc/nsswitch.conf';

/** Block lists have tens of thousands of lines; to read one costs more than to ask. */
const MAX_BYTES = 256 * 1024;

/**
 * Lower-case names that the resolver of this machine finds in its hosts file before it asks anybody; none
 * where that is not sure. Only a system with glibc says in which order it looks.
 */
export function namesInHostsFile(): ReadonlySet<string> {
  const services = readShort(SWITCH_FILE);
  const hosts = services !== undefined && looksInFilesFirst(services) ? readShort(HOSTS_FILE) : undefined;
  return new Set(hosts === undefined ? [] : hostsFileNames(hosts));
}

/** Whether `files` comes first for hosts (nsswitch.conf(5)). */
export function looksInFilesFirst(text: string): boolean {
  return /^[ \t]*hosts:[ \t]*files\b/m.test(text);
}

/** The names behind each address; what follows # is a comment (hosts(5)). */
export function hostsFileNames(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [, ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/);
    return names.map((name) => name.toLowerCase());
  });
}

function readShort(path: string): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= MAX_BYTES ? readFileSync(path, 'latin1') : undefined;
  } catch {
    return undefined;
  }
}
