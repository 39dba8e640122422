import type { Gns3Server } from '../../core/open-project/server.ts';
import type { Whereabouts } from '../network/host-names.ts';

/** Where a server is. */
export interface ServerAddress extends Whereabouts, Pick<Gns3Server, 'host' | 'port' | 'protocol' | 'isHere'> {
  /** Certificates that are trusted in addition to those of Node, in PEM. */
  readonly ca?: string | undefined;
  /** The certificate of the server itself, in PEM, where its file names it: it is right whatever it says. */
  readonly pinned?: string | undefined;
}
