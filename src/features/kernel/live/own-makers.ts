import type { Situation } from '../../../core/kernel/situation.ts';
import type { OperatingSystem } from '../../../core/lab/lab.ts';
import type { HostNames } from '../../../world/network/host-names.ts';
import { NodeSockets } from '../../../world/own-sockets/node-sockets.ts';
import type { OwnSockets } from '../../../world/own-sockets/own-sockets.ts';
import { PerlSockets } from '../../../world/own-sockets/perl-sockets.ts';
import type { Means } from '../makers.ts';
import type { Maker } from '../result.ts';
import type { EndName } from '../set-up.ts';
import type { Makers } from './ask-situations.ts';
import { type Ends, OwnEnds } from './ends.ts';

/** On Linux a datagram over the loopback is there when it was sent; nobody has measured the others. */
const WAIT_MS = 50;

/** Two users who are not root, by their numbers; every system has them. Node takes signed ones. */
const NOBODY = process.platform === 'darwin' ? -2 : 65_534;
const DAEMON = 1;

/** What this machine and this user can do. */
export async function meansHere(system: OperatingSystem, names: HostNames): Promise<Means> {
  const sockets = new NodeSockets();
  const onIpv6 = await sockets.open({ family: 6, reuse: false, localAddress: '::1', localPort: 0 });
  await sockets.end();
  const perl = new PerlSockets();
  const hasPerl = system !== 'windows' && (await perl.works());
  await perl.end();
  return {
    system,
    isRoot: process.getuid?.() === 0,
    hasPerl,
    hasIpv6: 'socket' in onIpv6,
    isLocalhostIpv6: (await names.familyTowards('localhost')) === 6,
  };
}

/** Sockets of niostat's own: of Node, and of perl where Node cannot do it. */
export class OwnMakers implements Makers {
  readonly means: Means;
  readonly waitMs = WAIT_MS;
  readonly peers = new NodeSockets();
  private readonly node = new NodeSockets();
  private readonly perls = new Map<number | undefined, PerlSockets>();

  constructor(means: Means) {
    this.means = means;
  }

  endsFor(situation: Situation, maker: Maker): Ends {
    if (maker === 'node') return new OwnEnds({ first: this.node, second: this.node });
    const [first, second] = usersOf(situation, this.means).map((user) => this.perlOf(user));
    return new OwnEnds({ first, second } as Record<EndName, OwnSockets>);
  }

  private perlOf(user: number | undefined): PerlSockets {
    const perl = this.perls.get(user) ?? new PerlSockets(user === undefined ? {} : { user });
    this.perls.set(user, perl);
    return perl;
  }

  async end(): Promise<void> {
    await Promise.all([this.node.end(), this.peers.end()]);
    await Promise.all([...this.perls.values()].map((perl) => perl.end()));
  }
}

/** Who owns the first and the second socket; undefined is the user who asks. */
function usersOf({ users, isPrivileged }: Situation, { isRoot }: Means): [number | undefined, number | undefined] {
  if (users === 'root-first') return [undefined, NOBODY];
  if (users === 'root-second') return [NOBODY, undefined];
  if (users === 'others') return [NOBODY, DAEMON];
  return isPrivileged && isRoot ? [NOBODY, NOBODY] : [undefined, undefined];
}
