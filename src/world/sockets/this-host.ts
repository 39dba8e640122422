import type { SocketTable } from '../../core/sockets/socket-table.ts';
import { readLinux } from './linux-host.ts';
import { SocketReadError } from './socket-read-error.ts';

/** The sockets of this host, however its system tells them. `allOwners`: those of TCP connections are wanted too. */
export async function readThisHost({ allOwners }: { allOwners: boolean }): Promise<SocketTable> {
  const { platform } = process;
  if (platform === 'linux') return await readLinux({ allOwners });
  if (platform !== 'darwin' && platform !== 'win32') {
    throw new SocketReadError(`the sockets of ${platform} cannot be read: Linux, macOS and Windows can`);
  }
  const { readOtherSystem } = await import('./other-system.ts');
  return await readOtherSystem(platform);
}
