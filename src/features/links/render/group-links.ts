import { isWell, type LinkEnd, type ObservedLink } from '../link-table.ts';
import { Classes } from './classes.ts';

/** Broken links that have one cause, in the order of the table. */
export type LinkGroup = readonly ObservedLink[];

/** Puts links together that are broken for one reason; those that are well are in no group. */
export function groupsOf(links: readonly ObservedLink[]): LinkGroup[] {
  const broken = links.filter(({ state }) => !isWell(state));
  const groups = new Map<string, ObservedLink[]>();
  const crossed = crossedKeys(broken);
  for (const link of broken) {
    const key = crossed.get(link) ?? causeOf(link);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [link]);
    else group.push(link);
  }
  return [...groups.values()];
}

/** The same for all links with one cause. */
function causeOf(link: ObservedLink): string {
  const { state, absence, holder, a, b } = link;
  const stateKey = (...more: readonly (string | number | undefined)[]): string => [state, ...more].join(' ');
  if (holder !== undefined && state !== 'CROSSED') return ['in use', holder.host, holder.pid].join(' ');
  if (absence !== undefined) return absenceKey(link);
  switch (state) {
    case 'SHARED':
    case 'SELF':
      return stateKey(...ownersOf(link));
    case 'UNREACHABLE?':
      return stateKey(...[a, b].map((end) => `${end?.localAddress} ${end?.remoteAddress}`).sort());
    case 'STALLED': {
      const end = a.unread === undefined ? b : a;
      return stateKey(end?.unread, end?.host, end?.unread?.startsWith('process') ? end.pid : end?.hypervisor, end?.pid);
    }
    case 'UNEXPECTED':
      return stateKey(a.host, a.hypervisor);
    case 'UNKNOWN':
      return stateKey(link.notRead, link.forwarder);
    default:
      return stateKey(link.lab, link.name, a.host, a.localAddress, a.localPort, a.remotePort);
  }
}

/** Hypervisors that are not started are one cause, for each kind of them: each is started in its own way. */
function absenceKey({ absence, a }: ObservedLink): string {
  const kinds = new Set(absence?.hypervisors.map(({ kind }) => kind));
  return absence?.why === 'no address'
    ? `${absence.why} ${a.remoteAddress}`
    : absence?.why === 'control port in use'
      ? [absence.why, ...absence.hypervisors.map(({ name }) => name)].join(' ')
      : [absence?.why, ...(absence?.why === 'not started' ? kinds : [])].join(' ');
}

/** The hypervisors, or the processes, whose sockets a link has. */
function ownersOf({ a, b, also }: ObservedLink): string[] {
  const ends = [a, b, ...also].filter((end) => end !== undefined);
  return [...new Set(ends.map(({ host, hypervisor, pid }) => hypervisor ?? `${host} ${pid}`))].sort();
}

/** Crossed links that have a socket in common are one story: their numbers were mixed up. */
function crossedKeys(links: readonly ObservedLink[]): Map<ObservedLink, string> {
  const ports = new Classes();
  const firsts = new Map<ObservedLink, string>();
  for (const link of links) {
    if (link.state !== 'CROSSED') continue;
    const [first = '', ...others] = portsOf(link);
    firsts.set(link, first);
    for (const other of others) ports.join(first, other);
  }
  return new Map([...firsts].map(([link, first]) => [link, `CROSSED ${ports.rootOf(first)}`]));
}

/** The ports that a crossed link has or points at. */
function portsOf({ a, b, holder }: ObservedLink): string[] {
  const ends: LinkEnd[] = [a, b, holder].filter((end) => end !== undefined);
  return [
    ...ends.map(({ host, localPort }) => `${host} ${localPort}`),
    ...(holder === undefined ? [] : [`${holder.host} ${holder.remotePort}`]),
  ];
}
