import type { FrameReader, Nio } from './nio.ts';
import { NioPorts } from './nio-ports.ts';

/**
 * How a port of the switch treats VLANs: untagged in one VLAN, or tagged (802.1Q) except in its native VLAN.
 */
interface PortMode {
  readonly type: 'access' | 'dot1q';
  readonly vlan: number;
}

interface MacEntry {
  readonly mac: Buffer;
  readonly vlan: number;
  readonly nio: Nio;
}

/** Seen on 0.2.14: the 65th NIO is refused. */
const MAX_NIOS = 64;

const ETHERNET_HEADER_BYTES = 14;
/** Where the type stands, behind the two addresses; a tag is put in front of it. */
const TYPE_OFFSET = 12;
const TAG_BYTES = 4;
const TYPE_DOT1Q = 0x8100;
const VLAN_MASK = 0xfff;

/** Places of Dynamips' table; two addresses with one place push each other out (common/eth_switch.h). */
const MAC_TABLE_SIZE = 4096;

/**
 * The Ethernet switch of Dynamips: learns addresses for each VLAN, floods what it does not know, tags and
 * untags (common/eth_switch.c).
 */
export class EthernetSwitch {
  name: string;
  readonly ports = new NioPorts(MAX_NIOS);
  private readonly modes = new Map<Nio, PortMode>();
  private readonly macTable = new Map<number, MacEntry>();

  constructor(name: string) {
    this.name = name;
  }

  /** A new port is in VLAN 1, untagged. */
  setMode(nio: Nio, mode: PortMode): void {
    this.modes.set(nio, mode);
  }

  /**
   * Forgets what was learned behind a port that was taken away, and how it was set if the NIO is not there a
   * second time.
   */
  forget(nio: Nio): void {
    for (const [place, entry] of this.macTable) if (entry.nio === nio) this.macTable.delete(place);
    if (!this.ports.all().includes(nio)) this.modes.delete(nio);
  }

  clearMacTable(): void {
    this.macTable.clear();
  }

  /** `0011.2233.4455  1  n0`, in the order of Dynamips' table. */
  macTableLines(): string[] {
    return [...this.macTable]
      .sort(([a], [b]) => a - b)
      .map(([, { mac, vlan, nio }]) => `${dotted(mac)}  ${vlan}  ${nio.name}`);
  }

  readonly reader: FrameReader = (frame, from) => {
    if (frame.length < ETHERNET_HEADER_BYTES) return;
    const mode = this.modes.get(from);
    if (mode === undefined) return;
    const isTagged = mode.type === 'dot1q' && frame.readUInt16BE(TYPE_OFFSET) === TYPE_DOT1Q;
    // A tag that is cut off names no VLAN.
    if (isTagged && frame.length < ETHERNET_HEADER_BYTES + TAG_BYTES) return;
    const vlan = isTagged ? frame.readUInt16BE(ETHERNET_HEADER_BYTES) & VLAN_MASK : mode.vlan;
    if (vlan === 0) return;
    for (const nio of this.destinations(frame, vlan, from)) this.sendOn(nio, frame, vlan, isTagged);
  };

  private destinations(frame: Buffer, vlan: number, from: Nio): Nio[] {
    const source = Buffer.from(frame.subarray(6, 12));
    this.macTable.set(placeOf(source, vlan), { mac: source, vlan, nio: from });
    const destination = frame.subarray(0, 6);
    const isGroup = ((destination[0] as number) & 1) === 1;
    const known = isGroup ? undefined : this.macTable.get(placeOf(destination, vlan));
    if (known !== undefined && known.vlan === vlan && known.mac.equals(destination)) {
      return known.nio === from ? [] : [known.nio];
    }
    return this.ports.all().filter((nio) => nio !== from && this.carries(nio, vlan));
  }

  private carries(nio: Nio, vlan: number): boolean {
    const mode = this.modes.get(nio);
    return mode?.type === 'dot1q' || mode?.vlan === vlan;
  }

  private sendOn(nio: Nio, frame: Buffer, vlan: number, isTagged: boolean): void {
    const mode = this.modes.get(nio);
    if (mode === undefined) return;
    const needsTag = mode.type === 'dot1q' && mode.vlan !== vlan;
    if (needsTag === isTagged) nio.send(frame);
    else nio.send(needsTag ? withTag(frame, vlan) : withoutTag(frame));
  }
}

function withTag(frame: Buffer, vlan: number): Buffer {
  const tag = Buffer.alloc(TAG_BYTES);
  tag.writeUInt16BE(TYPE_DOT1Q, 0);
  tag.writeUInt16BE(vlan & 0xffff, 2);
  return Buffer.concat([frame.subarray(0, TYPE_OFFSET), tag, frame.subarray(TYPE_OFFSET)]);
}

function withoutTag(frame: Buffer): Buffer {
  return Buffer.concat([frame.subarray(0, TYPE_OFFSET), frame.subarray(TYPE_OFFSET + TAG_BYTES)]);
}

function placeOf(mac: Uint8Array, vlan: number): number {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = mac;
  return (((a << 8) | b) ^ ((c << 8) | d) ^ ((e << 8) | f) ^ vlan) & (MAC_TABLE_SIZE - 1);
}

function dotted(mac: Buffer): string {
  const hex = mac.toString('hex');
  return `${hex.slice(0, 4)}.${hex.slice(4, 8)}.${hex.slice(8)}`;
}
