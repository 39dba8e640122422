import { canonicalInterface } from './endpoint.ts';
import type { Device, DeviceEnd, Link, LinkFault, Location, NioEnd } from './lab.ts';

/** A link as a file states it, before anybody has looked whether its devices exist. */
export interface Connection {
  readonly deviceName: string;
  readonly interface: string;
  readonly to: { readonly deviceName: string; readonly interface: string } | NioEnd;
  readonly location?: Location;
}

/**
 * Plugs connections into interfaces, one after the other, as Dynagen does: a link that is stated again from its other end
 * is the same link; a second link on an interface is refused and takes no port.
 */
export class Wiring {
  private readonly devices: ReadonlyMap<string, Device>;
  private readonly linkOfInterface = new Map<string, Link>();
  /** A LAN bridge has no numbered ports: any number of links may end at it. */
  private readonly isShared = (device: Device): boolean => device.kind === 'lan';

  constructor(devices: ReadonlyMap<string, Device>) {
    this.devices = devices;
  }

  /** The new link, or undefined if it was there already. A link with a fault is returned but not plugged in. */
  connect(connection: Connection): Link | undefined {
    const a = this.end(connection.deviceName, connection.interface);
    const b = 'type' in connection.to ? connection.to : this.end(connection.to.deviceName, connection.to.interface);
    const holderOfA = this.holder(a);
    const holderOfB = b.type === 'device' ? this.holder(b) : undefined;
    if (holderOfA !== undefined && (holderOfA === holderOfB || this.repeatsNio(holderOfA, b))) return undefined;

    const heldBy = holderOfA ?? holderOfB;
    const fault = this.faultOf(a, b, heldBy);
    const link: Link = {
      name: linkName(a, b),
      a,
      b,
      ...(connection.location && { location: connection.location }),
      ...(fault && { fault }),
      ...(fault === 'interface-in-use' && heldBy && { heldBy }),
    };
    if (fault === undefined) this.plug(link);
    return link;
  }

  /** Pulls out the link that `connection` states, from either end; undefined if there is none. */
  disconnect(connection: Connection): Link | undefined {
    const a = this.end(connection.deviceName, connection.interface);
    const link = this.holder(a);
    if (link === undefined) return undefined;
    if (!('type' in connection.to)) {
      const b = this.end(connection.to.deviceName, connection.to.interface);
      if (this.holder(b) !== link) return undefined;
    } else if (!this.repeatsNio(link, connection.to)) return undefined;
    for (const end of [link.a, link.b]) {
      if (end.type === 'device' && end.device !== undefined)
        this.linkOfInterface.delete(key(end.device, end.interface));
    }
    return link;
  }

  private end(deviceName: string, interfaceName: string): DeviceEnd {
    return { type: 'device', deviceName, device: this.devices.get(deviceName), interface: interfaceName };
  }

  private holder(end: DeviceEnd): Link | undefined {
    if (end.device === undefined || this.isShared(end.device)) return undefined;
    return this.linkOfInterface.get(key(end.device, end.interface));
  }

  private repeatsNio(link: Link, b: DeviceEnd | NioEnd): boolean {
    return b.type === 'nio' && link.b.type === 'nio' && link.b.text.toLowerCase() === b.text.toLowerCase();
  }

  private faultOf(a: DeviceEnd, b: DeviceEnd | NioEnd, heldBy: Link | undefined): LinkFault | undefined {
    if (a.device === undefined) return 'unknown-device';
    if (b.type === 'device') {
      if (b.device === undefined) return 'unknown-device';
      if (!this.isShared(a.device) && key(a.device, a.interface) === key(b.device, b.interface))
        return 'same-interface';
    }
    return heldBy === undefined ? undefined : 'interface-in-use';
  }

  private plug(link: Link): void {
    for (const end of [link.a, link.b]) {
      if (end.type !== 'device' || end.device === undefined || this.isShared(end.device)) continue;
      this.linkOfInterface.set(key(end.device, end.interface), link);
    }
  }
}

function key(device: Device, interfaceName: string): string {
  return `${device.name} ${canonicalInterface(interfaceName)}`;
}

/** `R1 f0/0 -- R2 f0/0`; what a link is called in every table and finding. */
function linkName(a: DeviceEnd, b: DeviceEnd | NioEnd): string {
  return `${endName(a)} -- ${endName(b)}`;
}

/** `R1 f0/0`, `LAN 1` or the text of an explicit NIO. */
export function endName(end: DeviceEnd | NioEnd): string {
  if (end.type === 'nio') return end.text;
  return end.device?.kind === 'lan' ? end.deviceName : `${end.deviceName} ${end.interface}`;
}
