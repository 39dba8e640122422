import { present } from '../present.ts';
import { canonicalInterface } from './endpoint.ts';
import type { Device, DeviceEnd, Link, Location, NioEnd } from './lab.ts';

/** A link as a file states it, before anybody has looked whether its devices exist. */
export interface Connection {
  readonly deviceName: string;
  readonly interface: string;
  readonly to: { readonly deviceName: string; readonly interface: string } | NioEnd;
  readonly location?: Location;
}

/** What stands before the number of a LAN bridge, as in `f0/0 = LAN 1`. */
export const LAN = 'LAN';

/**
 * Makes the bridge that a connection leads to, if it is the first to do so: Dynagen puts it on the hypervisor
 * of the device that asks (gns3-legacy `dynagen.py`, `connect`).
 */
export function createLan(devices: Map<string, Device>, connection: Connection): void {
  if ('type' in connection.to || connection.to.deviceName !== LAN || devices.has(LAN)) return;
  const name = lanName(connection.to.interface);
  const hypervisor = devices.get(connection.deviceName)?.hypervisor;
  if (!devices.has(name)) devices.set(name, present({ name, kind: 'lan' as const, hypervisor }));
}

/**
 * Why a connection to a LAN is refused: its bridge would be made in a wrapper, which has none (gns3-legacy
 * `qemuwrapper.py`: unknown module). Undefined if there is no such reason.
 */
export function lanObstacle(devices: ReadonlyMap<string, Device>, connection: Connection): string | undefined {
  const { to, deviceName } = connection;
  if ('type' in to || to.deviceName !== LAN || devices.has(LAN) || devices.has(lanName(to.interface))) return undefined;
  const hypervisor = devices.get(deviceName)?.hypervisor;
  if (hypervisor === undefined || hypervisor.kind === 'dynamips') return undefined;
  return `${deviceName} ${connection.interface} -- ${LAN} ${to.interface} is not made: ${deviceName} is the first at ${LAN} ${to.interface}, whose bridge would be in ${hypervisor.name}, and a wrapper has no bridges; write the link of a router to ${LAN} ${to.interface} first`;
}

function lanName(number: string): string {
  return `${LAN} ${number}`;
}

/**
 * Plugs connections into interfaces, one after the other, as Dynagen does: a link that is stated again from
 * its other end is the same link; a second link on an interface is refused and takes no port.
 */
export class Wiring {
  private readonly devices: ReadonlyMap<string, Device>;
  private readonly linkOfPlug = new Map<string, Link>();

  constructor(devices: ReadonlyMap<string, Device>) {
    this.devices = devices;
  }

  /**
   * The new link, or undefined if it was there already. A link with a fault is returned but not plugged in.
   */
  connect(connection: Connection): Link | undefined {
    const a = this.end(connection.deviceName, connection.interface);
    const b = 'type' in connection.to ? connection.to : this.end(connection.to.deviceName, connection.to.interface);
    const plugA = plugOf(a);
    const plugB = b.type === 'device' ? plugOf(b) : undefined;
    const holderOfA = this.holderOf(plugA);
    const holderOfB = this.holderOf(plugB);
    if (holderOfA !== undefined && (holderOfA === holderOfB || repeatsNio(holderOfA, b))) return undefined;

    const heldBy = holderOfA ?? holderOfB;
    const link: Mutable<Link> = { name: `${endName(a)} -- ${endName(b)}`, a, b };
    if (connection.location !== undefined) link.location = connection.location;
    if (a.device === undefined || (b.type === 'device' && b.device === undefined)) link.fault = 'unknown-device';
    else if (plugA !== undefined && plugA === plugB) link.fault = 'same-interface';
    else if (heldBy !== undefined) {
      link.fault = 'interface-in-use';
      link.heldBy = heldBy;
    } else {
      if (plugA !== undefined) this.linkOfPlug.set(plugA, link);
      if (plugB !== undefined) this.linkOfPlug.set(plugB, link);
    }
    return link;
  }

  /** Pulls out the link that `connection` states, from either end; undefined if there is none. */
  disconnect(connection: Connection): Link | undefined {
    const plug = plugOf(this.end(connection.deviceName, connection.interface));
    const link = this.holderOf(plug);
    if (link === undefined) return undefined;
    if ('type' in connection.to) {
      if (!repeatsNio(link, connection.to)) return undefined;
    } else {
      const far = this.end(connection.to.deviceName, connection.to.interface);
      const farPlug = plugOf(far);
      // A LAN has no plug of its own: the link is the right one if it leads there.
      const isRight = farPlug === undefined ? leadsTo(link, far) : this.holderOf(farPlug) === link;
      if (!isRight) return undefined;
    }
    for (const end of [link.a, link.b]) {
      const used = end.type === 'device' ? plugOf(end) : undefined;
      if (used !== undefined) this.linkOfPlug.delete(used);
    }
    return link;
  }

  private holderOf(plug: string | undefined): Link | undefined {
    return plug === undefined ? undefined : this.linkOfPlug.get(plug);
  }

  private end(deviceName: string, interfaceName: string): DeviceEnd {
    const device =
      this.devices.get(deviceName) ?? (deviceName === LAN ? this.devices.get(lanName(interfaceName)) : undefined);
    return { type: 'device', deviceName, device, interface: interfaceName };
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * What a cable goes into: an interface of a device. A LAN bridge takes any number of links and has none; nor
 * has no device.
 */
function plugOf({ device, interface: name }: DeviceEnd): string | undefined {
  return device === undefined || device.kind === 'lan' ? undefined : `${device.name} ${canonicalInterface(name)}`;
}

function repeatsNio(link: Link, b: DeviceEnd | NioEnd): boolean {
  return b.type === 'nio' && link.b.type === 'nio' && link.b.text.toLowerCase() === b.text.toLowerCase();
}

function leadsTo(link: Link, end: DeviceEnd): boolean {
  return [link.a, link.b].some((one) => one.type === 'device' && one.device !== undefined && one.device === end.device);
}

/** `R1 f0/0`, `LAN 1` or the text of an explicit NIO. */
export function endName(end: DeviceEnd | NioEnd): string {
  if (end.type === 'nio') return end.text;
  return `${end.deviceName} ${end.interface}`;
}
