import { readFileSync, statSync } from 'node:fs';

const HOSTS_FILE = '/etc/hosts';
const SWITCH_FILE = '/etc/nsswitch.conf';

/** Block lists have tens of thousands of lines; to read one costs more than to ask. */
const MAX_BYTES = 256 * 1024;

/**
 * The names that the resolver of this machine finds in its hosts file before it asks anybody, in lower case,
 * with their addresses as they are written; none where that is not sure. Only a system with glibc says in
 * which order it looks.
 */
export function namesInHostsFile(): ReadonlyMap<string, readonly string[]> {
  const services = readShort(SWITCH_FILE);
  const hosts = services !== undefined && looksInFilesFirst(services) ? readShort(HOSTS_FILE) : undefined;
  return hosts === undefined ? new Map() : hostsFileNames(hosts);
}

/** Whether `files` comes first for hosts (nsswitch.conf(5)). */
export function looksInFilesFirst(text: string): boolean {
  return /^[ \t]*hosts:[ \t]*files\b/m.test(text);
}

/** The addresses of each name; what follows # is a comment (hosts(5)). */
export function hostsFileNames(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/);
    for (const name of names) {
      const addresses = found.get(name.toLowerCase()) ?? [];
      addresses.push(address);
      found.set(name.toLowerCase(), addresses);
    }
  }
  return found;
}

function readShort(path: string): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= MAX_BYTES ? readFileSync(path, 'latin1') : undefined;
  } catch {
    return undefined;
  }
}
