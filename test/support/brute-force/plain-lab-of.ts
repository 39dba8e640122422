import { parse } from 'yaml';
import type { PlainLab, PlainLink } from './plain-lab.ts';

/** What is read here of a scenario. */
interface Written {
  readonly hypervisors: ReadonlyArray<{ address: string; baseUdp?: number; baseConsole?: number }>;
  readonly devices: ReadonlyArray<{ name: string; hypervisor: string; console?: number }>;
  readonly links: readonly string[];
  readonly events?: ReadonlyArray<{ add?: string; remove?: string; stop?: string }>;
}

/**
 * The lab of a scenario's text, read without any reader of the program: routers alone, host and port given.
 */
export function plainLabOf(text: string): PlainLab {
  const { hypervisors, devices, links, events = [] }: Written = parse(text);
  const end = (device: string, name: string) => ({
    device: devices.findIndex((one) => one.name === device),
    interface: name,
  });
  const linkOf = (words: string): PlainLink => {
    const [left = '', right = ''] = words.split(' -- ');
    const [a = '', aInterface = ''] = left.split(' ');
    const [, local, remoteHost = '', remote] = /^NIO_udp:(\d+):([^:]+):(\d+)$/.exec(right) ?? [];
    const [b = '', bInterface = ''] = right.split(' ');
    const far = local === undefined ? end(b, bInterface) : { local: Number(local), remoteHost, remote: Number(remote) };
    return { a: end(a, aInterface), b: far };
  };
  // What an event removes is the link itself, and of links of one name the one that was made last.
  const known = new Map<string, PlainLink>();
  const made = (words: string): PlainLink => {
    const link = linkOf(words);
    known.set(words, link);
    return link;
  };
  const indexOf = (address: string | undefined): number => hypervisors.findIndex((one) => one.address === address);
  return {
    hypervisors: hypervisors.map(({ address, baseUdp = 10_000, baseConsole = 2000 }) => {
      const [host = '', control] = address.split(':');
      return { host, control: Number(control), base: baseUdp, baseConsole };
    }),
    devices: devices.map(({ name, hypervisor, console }) => ({
      ...{ name, isRouter: true, on: indexOf(hypervisor) },
      ...(console === undefined ? {} : { console }),
    })),
    links: links.map(made),
    events: events.map(({ add, remove, stop }) => {
      if (add !== undefined) return { add: made(add) };
      return remove !== undefined ? { remove: known.get(remove) ?? linkOf(remove) } : { stop: indexOf(stop) };
    }),
  };
}
