import type { Device, DeviceEnd, Hypervisor, Lab, LabEvent, Link, NioEnd } from '../../core/lab/lab.ts';
import { present } from '../../core/present.ts';
import type { Varied, Vary } from './lesson.ts';

/** The value of each number that the seed picks. */
export type Values = { readonly [name in Varied]?: number };

/** By how much each number of a lab is moved; the pool is none of a lab. */
interface Moves {
  readonly base: number;
  readonly console: number;
  readonly nio: number;
}

/**
 * A lab with other numbers: all bases, consoles and ports of NIO_udp lines move by as much as the
 * value differs from the first one, so that their gaps stay. The same object where nothing moves.
 */
export function variedLab(lab: Lab, vary: Vary, values: Values): Lab {
  const by = (name: Varied): number => (values[name] ?? vary[name]?.[0] ?? 0) - (vary[name]?.[0] ?? 0);
  const moves = { base: by('base'), console: by('console'), nio: by('nio') };
  return moves.base === 0 && moves.console === 0 && moves.nio === 0 ? lab : moved(lab, moves);
}

function moved(lab: Lab, moves: Moves): Lab {
  const hypervisors = new Map(
    lab.hypervisors.map((one): [Hypervisor, Hypervisor] => [one, movedHypervisor(one, moves)]),
  );
  const now = (one: Hypervisor): Hypervisor => hypervisors.get(one) ?? one;
  const devices = new Map(
    lab.devices.map((device): [Device, Device] => {
      const { hypervisor, console } = device;
      const changed = {
        hypervisor: hypervisor && now(hypervisor),
        console: console === undefined ? undefined : console + moves.console,
        aux: device.aux === undefined ? undefined : device.aux + moves.console,
      };
      return [device, { ...device, ...present(changed) }];
    }),
  );
  const links = new Map<Link, Link>();
  const linkNow = (link: Link): Link => {
    const known = links.get(link) ?? movedLink(link, devices, moves);
    links.set(link, known);
    return known;
  };
  return {
    ...lab,
    hypervisors: [...hypervisors.values()],
    images: lab.images.map((image) => ({ ...image, hypervisors: image.hypervisors.map(now) })),
    devices: [...devices.values()],
    links: lab.links.map(linkNow),
    events: lab.events.map(
      (event): LabEvent =>
        event.type === 'stop'
          ? {
              ...event,
              hypervisor: now(event.hypervisor),
              ...(event.ubridgeOf && { ubridgeOf: devices.get(event.ubridgeOf) ?? event.ubridgeOf }),
            }
          : { ...event, link: linkNow(event.link) },
    ),
  };
}

function movedHypervisor(one: Hypervisor, moves: Moves): Hypervisor {
  return {
    ...one,
    baseUdp: one.baseUdp + moves.base,
    baseConsole: one.baseConsole + moves.console,
    baseAux: one.baseAux + moves.console,
  };
}

function movedLink(link: Link, devices: ReadonlyMap<Device, Device>, moves: Moves): Link {
  const end = (one: DeviceEnd): DeviceEnd => ({
    ...one,
    device: one.device && (devices.get(one.device) ?? one.device),
  });
  const b = link.b.type === 'device' ? end(link.b) : movedNio(link.b, moves.nio);
  const name = link.b.type === 'nio' && b.type === 'nio' ? link.name.replace(link.b.text, b.text) : link.name;
  return { ...link, name, a: end(link.a), b };
}

function movedNio(nio: NioEnd, by: number): NioEnd {
  if (nio.udp === undefined) return nio;
  const { localPort, remoteHost, remotePort } = nio.udp;
  const udp = { localPort: localPort + by, remoteHost, remotePort: remotePort + by };
  const [type = 'NIO_udp'] = nio.text.split(':');
  return { ...nio, udp, text: `${type}:${udp.localPort}:${udp.remoteHost}:${udp.remotePort}` };
}
