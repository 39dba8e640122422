import { isLoopback } from '../address/host.ts';
import { familyOf } from '../address/ip-address.ts';
import type { PredictedLink, Prediction } from '../kernel/prediction.ts';
import { NO_SOCKET, type PredictedSocket } from '../kernel/socket.ts';
import type { Hypervisor } from '../lab/lab.ts';
import { labWords } from '../model/lab-words.ts';
import { counted } from '../text/counted.ts';
import type { Check } from './check.ts';
import type { CheckContext } from './context.ts';
import { endOf } from './harm.ts';
import { locationsOf } from './locations-of.ts';

/** Links of one name and one other host, as they are written. */
interface Pair {
  /** The socket that is told the name, and the one that it meets or does not meet. */
  readonly open: PredictedSocket;
  readonly other: PredictedSocket;
  readonly links: Set<PredictedLink['link']>;
  readonly hypervisors: Set<Hypervisor>;
}

/**
 * Dynamips resolves names itself, and the first address decides whether the socket is IPv4 or IPv6. Where the
 * two ends of a link are told a name and an address, their sockets may be of two families, which never meet
 * (docs/FACTS.md, "Addresses and names").
 */
export const nameBesideAddress: Check = {
  id: 'NIO023',
  slug: 'name-beside-address',
  severity: 'warning',
  title: 'The two ends of a link are told a name and an address',
  *find(context) {
    let words: string | undefined;
    const command = (): string => {
      words ??= `niostat check --resolve ${labWords(context)}`;
      return words;
    };
    for (const pair of openPairs(context)) {
      const { open, other, links, hypervisors } = pair;
      const [name, address] = [open.nio.remoteHost, other.nio.remoteHost];
      const more = links.size > 1 ? ` and of ${counted(links.size - 1, 'more link')}` : '';
      // The name is the host of the far hypervisor, unless the lab writes the NIO out.
      const named = open.nio.explicit ? open.nio.link : other.nio.hypervisor;
      yield {
        message: `the two ends of ${open.nio.link.name}${more} use ${name} and ${address}, and the address of ${name} is not known: ${cases(pair)}`,
        evidence: {
          hypervisors: [...hypervisors].map((hypervisor) => hypervisor.name),
          links: [...links].slice(0, 10).map((link) => link.name),
          locations: locationsOf(named),
        },
        remedy: { text: remedyFor(pair, context.assumptions.addresses === undefined ? command() : undefined) },
        location: named.location ?? open.nio.link.location,
      };
    }
  },
};

function openPairs(context: CheckContext): Iterable<Pair> {
  const pairs = new Map<string, Pair>();
  for (const generation of context.generations) {
    const prediction = context.prediction(generation);
    if (!prediction.hasOpenNames) continue;
    for (const { link, sockets } of context.brokenLinks(generation)) {
      for (const socket of sockets) if (socket.candidate !== NO_SOCKET) enter(pairs, prediction, socket, link);
    }
  }
  return pairs.values();
}

function enter(
  pairs: Map<string, Pair>,
  prediction: Prediction,
  socket: PredictedSocket,
  link: PredictedLink['link'],
): void {
  const far = prediction.socket(socket.candidate);
  const [open, other] = socket.route.openName === undefined ? [far, socket] : [socket, far];
  const key = [open.nio.remoteHost, other.nio.remoteHost].sort().join(' ');
  const pair = pairs.get(key) ?? { open, other, links: new Set(), hypervisors: new Set() };
  pairs.set(key, pair);
  pair.links.add(link);
  pair.hypervisors.add(other.nio.hypervisor).add(open.nio.hypervisor);
}

/** What will be seen in each case. */
function cases({ open, other }: Pair): string {
  const name = open.nio.remoteHost;
  const socket = `the NIO of ${endOf(open)}`;
  if (other.route.openName !== undefined) {
    return `frames pass only if both names have one address (on many hosts localhost is ::1 or 127.0.0.1); else ${socket} and that of ${endOf(other)} never meet, and no error is shown`;
  }
  const isIpv6 = familyOf(other.route.remoteAddress) === 6;
  if (!isLoopback(name)) {
    const [good, bad] = isIpv6 ? ['IPv6', 'IPv4'] : ['IPv4', 'IPv6'];
    return `if the first one is ${good}, frames pass; if it is ${bad}, ${socket} is an ${bad} socket, no frame passes, and no error is shown`;
  }
  const line = 'where the hosts file has a line with ::1 and';
  if (isIpv6) {
    return `${line} ${name}, frames pass; where it has 127.0.0.1 only, ${socket} is on 127.0.0.1, 0 frames arrive, and no error is shown`;
  }
  return `${line} ${name}, ${socket} is on [::1], 0 frames arrive, and no error is shown; where it has 127.0.0.1 only, frames pass`;
}

/** `asking`: the command that asks for the addresses, where nobody has. */
function remedyFor({ open, other }: Pair, asking: string | undefined): string {
  const name = open.nio.remoteHost;
  const isOneMachine = isLoopback(name) && other.route.openName === undefined;
  const address = isOneMachine
    ? `${other.nio.remoteHost} instead of ${name}`
    : `the address of ${name} instead of the name`;
  const literal =
    other.route.openName === undefined ? address : 'one and the same address, such as 127.0.0.1, for both';
  const ask = asking === undefined ? '' : `, or look it up on the host of the lab: \`${asking}\``;
  return `write ${literal}, everywhere${ask}`;
}
