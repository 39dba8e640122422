import { present } from '../../present.ts';
import type { DeviceEnd, Link, LinkFault, NioEnd } from '../lab.ts';
import { endName } from '../wiring.ts';
import type { Gns3Source, JsonObject } from './gns3-source.ts';

/** An end of a link, and where its cable goes in. */
export interface Plugged<End> {
  readonly end: End;
  /**
   * Tells one port of the project from every other; undefined if the device is not there, or no port is used.
   */
  readonly plug: string | undefined;
}

/** Where a cable of a project goes in. */
export interface Gns3Port extends Plugged<DeviceEnd> {
  /** What a port of a cloud stands for. */
  readonly nio: NioEnd | undefined;
}

/** Plugs cables into ports as a project numbers them; what is written beside a port is only its name. */
export class Gns3Wiring {
  readonly links: Link[] = [];
  private readonly source: Gns3Source;
  private readonly linkOfPlug = new Map<string, Link>();

  constructor(source: Gns3Source) {
    this.source = source;
  }

  /** True if this very link is there already: projects of 1.2 may hold one several times. */
  has({ plug: from = '' }: Gns3Port, { plug: to = '' }: Gns3Port): boolean {
    const link = this.linkOfPlug.get(from);
    return link !== undefined && link === this.linkOfPlug.get(to) && from !== to;
  }

  /** True if the link is made. */
  connect(record: JsonObject, from: Plugged<DeviceEnd>, to: Plugged<DeviceEnd | NioEnd>): boolean {
    const [a, b] = [from.end, to.end];
    const isUnknown = a.device === undefined || (b.type === 'device' && b.device === undefined);
    const isSame = from.plug !== undefined && from.plug === to.plug;
    const plugs = [from.plug, to.plug].filter((plug) => plug !== undefined);
    const holder = plugs.map((plug) => this.linkOfPlug.get(plug)).find((link) => link !== undefined);
    const fault: LinkFault | undefined = isUnknown
      ? 'unknown-device'
      : isSame
        ? 'same-interface'
        : holder && 'interface-in-use';
    const link: Link = present({
      name: `${endName(a)} -- ${endName(b)}`,
      a,
      b,
      location: this.source.locationOf(record),
      fault,
      heldBy: fault === 'interface-in-use' ? holder : undefined,
    });
    this.links.push(link);
    if (fault !== undefined) return false;
    for (const plug of plugs) this.linkOfPlug.set(plug, link);
    return true;
  }
}
