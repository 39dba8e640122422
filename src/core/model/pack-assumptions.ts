import type { ServerConf } from '../lab/gns3/server-conf.ts';
import { present } from '../present.ts';
import type { Assumptions } from './assumptions.ts';

/** Assumptions as plain JSON: maps are lists of their entries. */
export interface PackedAssumptions extends Omit<Assumptions, 'addresses' | 'unanswered' | 'sources'> {
  readonly addresses?: Entries<Assumptions['addresses']>;
  readonly unanswered?: Entries<Assumptions['unanswered']>;
  readonly sources?: Entries<Assumptions['sources']>;
}

type Entries<M> = M extends ReadonlyMap<infer K, infer V> ? ReadonlyArray<readonly [K, V]> : undefined;

/** What checks and predictions read of a server's configuration file; its passwords are not among it. */
const SHOWN_KEYS = /port|host|udp|console|vnc/;

/** Of a server's configuration only the values that ports depend on are packed. */
export function packAssumptions({ addresses, unanswered, sources, ...others }: Assumptions): PackedAssumptions {
  return present({
    ...others,
    serverConf: others.serverConf && withoutSecrets(others.serverConf),
    addresses: addresses && [...addresses],
    unanswered: unanswered && [...unanswered],
    sources: sources && [...sources],
  });
}

function withoutSecrets(conf: ServerConf): ServerConf {
  const settings = conf.settings.map((setting) =>
    SHOWN_KEYS.test(setting.key) ? setting : { ...setting, value: '…' },
  );
  return { ...conf, settings };
}

export function unpackAssumptions({ addresses, unanswered, sources, ...others }: PackedAssumptions): Assumptions {
  return present({
    ...others,
    addresses: addresses && new Map(addresses),
    unanswered: unanswered && new Map(unanswered),
    sources: sources && new Map(sources),
  });
}
