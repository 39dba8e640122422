import { countedEnds, meantFor } from './plain-answers.ts';
import type { PlainLab, PlainLink } from './plain-lab.ts';
import { isThere, type PlainSocket, type Snapshot } from './plain-play.ts';

/** What somebody answers who believes something, worked out from the words of the belief. */
type Says = (lab: PlainLab, snapshot: Snapshot, socket: PlainSocket) => string | undefined;

/** Of ports that a counter gives. */
export const PORT_BELIEFS: Readonly<Record<string, Says>> = {
  // Both ends have the port that the first one has; the first one counts links, and not ends.
  'one-port-per-link': (lab, { sockets }, socket) => {
    const first = sockets.find(({ link, role }) => link === socket.link && (role === '' || role === 'link'));
    if (first !== undefined && first.name !== socket.name) return `${first.port}`;
    const links = new Set<number>();
    for (const other of sockets)
      if (!other.isByHand && other.on === socket.on && other.link < socket.link) links.add(other.link);
    return `${baseOf(lab, socket) + links.size}`;
  },
  // First all ends of the first router of the hypervisor, then all of the next.
  'by-router': (lab, _snapshot, socket) => {
    let before = 0;
    const ends = countedEnds(lab).filter(({ on }) => on === socket.on);
    const place = ends.findIndex(({ end }) => end === socket.end);
    for (const [index, { device }] of ends.entries())
      if (device < socket.device || (device === socket.device && index < place)) before++;
    return `${baseOf(lab, socket) + before}`;
  },
  // All ports of a link come from the hypervisor of its first end, two for each of its links.
  'source-owns-link': (lab, { links }, socket) => {
    const ownerOf = ({ a }: PlainLink): number => lab.devices[a.device]?.on ?? 0;
    const owner = ownerOf(links[socket.link] as PlainLink);
    let port = lab.hypervisors[owner]?.base ?? 0;
    for (const [number, link] of links.entries())
      if (number < socket.link && !('local' in link.b) && ownerOf(link) === owner) port += 2;
    return `${socket.side === 'a' ? port : port + 1}`;
  },
  // All hypervisors of the host count on from the base of the first one.
  'one-counter-per-host': (lab, { sockets }, socket) => {
    const first = lab.hypervisors.find(({ host }) => host === socket.host);
    let port = first?.base ?? 0;
    for (const other of sockets) {
      if (other.name === socket.name) break;
      if (!other.isByHand && other.host === socket.host) port++;
    }
    return `${port}`;
  },
  // The real port, and if a row has it, the next one that no row has.
  'next-free': (_lab, { sockets }, socket) => {
    const before = sockets.slice(0, sockets.indexOf(socket)).filter((one) => one.host === socket.host && !one.isClosed);
    let { port } = socket;
    while (before.some((one) => one.port === port)) port++;
    return `${port}`;
  },
  // The lowest port from the base on that no end of the hypervisor has now.
  'ports-come-back': (lab, { sockets }, socket) => {
    const before = sockets.slice(0, sockets.indexOf(socket)).filter(({ on }) => on === socket.on);
    if (!before.some(({ isClosed }) => isClosed)) return undefined;
    let port = baseOf(lab, socket);
    while (before.some((one) => !one.isClosed && one.port === port)) port++;
    return `${port}`;
  },
  // Each port that was written for this hypervisor has moved the counter by one.
  'by-hand-counts': (_lab, { sockets }, socket) => {
    const before = sockets.slice(0, sockets.indexOf(socket));
    return `${socket.port + before.filter(({ isByHand, on }) => isByHand && on === socket.on).length}`;
  },
};

/** Of frames. */
export const RECEIVER_BELIEFS: Readonly<Record<string, Says>> = {
  'established-is-up': (_lab, { sockets }, socket) => meantFor(sockets, socket)?.name,
  'open-door': (_lab, { sockets }, socket) => onPort(sockets, socket)[0]?.name,
  'first-keeps': (_lab, { sockets }, socket) => onPort(sockets, socket)[0]?.name,
  'copy-for-all': (_lab, { sockets }, socket) =>
    onPort(sockets, socket)
      .map(({ name }) => name)
      .join(' and '),
  'one-port-is-broken': () => 'nowhere',
  'localhost-is-my-pc': (_lab, { sockets }, socket) => meantFor(sockets, socket)?.name,
  'comes-back': (_lab, _snapshot, socket) => socket.name,
  nowhere: () => 'nowhere',
};

/** Of what a socket hears. */
export const HEARS_BELIEFS: Readonly<Record<string, Says>> = {
  'established-is-up': (_lab, { sockets }, socket) => meantFor(sockets, socket)?.name,
  // All that is sent to its local address and port, by whomever; other addresses of its host are other doors.
  'open-door': (_lab, { sockets }, socket) => sentTo(sockets, socket),
  'first-keeps': (_lab, { sockets }, socket) => {
    const first = sockets.find(
      (one) =>
        isThere(one) &&
        one.host === socket.host &&
        one.localAddress === socket.localAddress &&
        one.port === socket.port,
    );
    return first?.name === socket.name ? sentTo(sockets, socket) : 'nothing';
  },
  'hears-nothing': () => 'nothing',
};

function onPort(sockets: readonly PlainSocket[], sender: PlainSocket): PlainSocket[] {
  return sockets.filter((one) => isThere(one) && sendsTo(sender, one));
}

function sentTo(sockets: readonly PlainSocket[], socket: PlainSocket): string {
  const senders = sockets.filter((one) => one !== socket && isThere(one) && sendsTo(one, socket));
  return senders.map(({ name }) => name).join(' and ') || 'nothing';
}

/** True if the foreign address of one is the local address of the other, whatever that one takes. */
function sendsTo({ remoteHost, remoteAddress, remotePort }: PlainSocket, one: PlainSocket): boolean {
  return one.host === remoteHost && one.localAddress === remoteAddress && one.port === remotePort;
}

function baseOf(lab: PlainLab, { on }: PlainSocket): number {
  return lab.hypervisors[on]?.base ?? 0;
}
