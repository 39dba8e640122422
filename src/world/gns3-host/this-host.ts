import { socketsOfThisHost } from '../sockets/this-host.ts';
import { LocalFiles } from './local-files.ts';
import type { HostPlace } from './read-host.ts';

/** This host as a place to read; `remedy` is the command that shows what this user may not see. */
export function thisHost(computeIds: readonly string[], remedy: string): HostPlace {
  return {
    files: new LocalFiles(),
    sockets: () => socketsOfThisHost({ allOwners: false, next: NEEDED }),
    computeIds,
    remedy,
  };
}

const NEEDED = 'the ports of an open project are read from /proc/net on Linux, and from netstat on macOS and Windows';
