import { isWildcard } from '../../core/address/host.ts';
import type { Gns3Target } from '../../core/open-project/gns3-target.ts';
import type { Ui } from '../../core/ui.ts';
import { HostNames } from '../network/host-names.ts';
import type { FindCredentials } from './credentials.ts';
import type { ServerAddress } from './server-address.ts';
import type { ServerOptions } from './server-options.ts';

/** GNS3 listens there if its file does not say otherwise. */
const DEFAULT_PORT = 3080;

export interface FoundServer {
  readonly address: ServerAddress;
  readonly findCredentials: FindCredentials;
}

/** Where the server of a target may be, the likeliest first. */
export async function findServers(
  { host = '127.0.0.1', port = DEFAULT_PORT, isSecure = false }: Gns3Target,
  { credentials, names = new HostNames(), ca }: ServerOptions,
  ui: Ui,
): Promise<readonly FoundServer[]> {
  const dialled = isWildcard(host) ? '127.0.0.1' : host;
  const where = await names.whereIs(dialled, ui.signal);
  const isHere = names.isThisHostAt(dialled, where.addresses);
  const protocol = isSecure ? 'https' : 'http';
  return [
    { address: { ...where, host: dialled, port, protocol, isHere, ca }, findCredentials: async () => credentials },
  ];
}
