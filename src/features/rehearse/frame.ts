/**
 * Numbered Ethernet frames. They enter and leave a hypervisor with a tag of 802.1Q, which tells the switch of
 * the rehearsal which end of a link they are for, and tells us at which end they came out.
 */

const BROADCAST = Buffer.alloc(6, 0xff);
/** A locally administered address (second bit of the first byte), so that it is nobody's. */
const SOURCE = Buffer.from([0x02, 0x4e, 0x49, 0x4f, 0x00, 0x01]);
const TYPE_DOT1Q = 0x81_00;
/** IEEE 802, Local Experimental EtherType 1. */
const TYPE_EXPERIMENTAL = 0x88_b5;
const MAGIC = Buffer.from('niostat1', 'latin1');

/** Marks the frames of one rehearsal. */
export const RUN_BYTES = 8;

const VLAN_OFFSET = 14;
const TYPE_OFFSET = 16;
const MAGIC_OFFSET = 18;
const RUN_OFFSET = MAGIC_OFFSET + MAGIC.length;
const SENDER_OFFSET = RUN_OFFSET + RUN_BYTES;
const NUMBER_OFFSET = SENDER_OFFSET + 4;

/** The shortest frame that Ethernet has, and the tag. */
const FRAME_BYTES = 64;

const VLAN_MASK = 0x0f_ff;

/** A VLAN of no port: the switch takes the frame, counts it and drops it. */
export const NOBODYS_VLAN = 4094;

/** What a frame says. */
export interface NumberedFrame {
  /** Of the port of the switch at which it goes in, or has come out. */
  readonly vlan: number;
  /** The number of the end that sends it. */
  readonly sender: number;
  readonly number: number;
}

/**
 * A broadcast frame of 64 bytes, with its tag and without a checksum; `run` has `RUN_BYTES` bytes. `vlan` is
 * 1 to 4094, `sender` and `number` are unsigned, of 32 bits.
 */
export function encodeFrame(run: Uint8Array, { vlan, sender, number }: NumberedFrame): Buffer {
  const frame = Buffer.alloc(FRAME_BYTES);
  BROADCAST.copy(frame, 0);
  SOURCE.copy(frame, 6);
  frame.writeUInt16BE(TYPE_DOT1Q, 12);
  frame.writeUInt16BE(vlan, VLAN_OFFSET);
  frame.writeUInt16BE(TYPE_EXPERIMENTAL, TYPE_OFFSET);
  MAGIC.copy(frame, MAGIC_OFFSET);
  frame.set(run, RUN_OFFSET);
  frame.writeUInt32BE(sender, SENDER_OFFSET);
  frame.writeUInt32BE(number, NUMBER_OFFSET);
  return frame;
}

/** Undefined for whatever is no frame of this run. */
export function decodeFrame(run: Uint8Array, frame: Buffer): NumberedFrame | undefined {
  if (frame.length < NUMBER_OFFSET + 4 || frame.readUInt16BE(12) !== TYPE_DOT1Q) return undefined;
  if (frame.readUInt16BE(TYPE_OFFSET) !== TYPE_EXPERIMENTAL) return undefined;
  if (!frame.subarray(MAGIC_OFFSET, RUN_OFFSET).equals(MAGIC)) return undefined;
  if (!frame.subarray(RUN_OFFSET, SENDER_OFFSET).equals(run)) return undefined;
  return {
    vlan: frame.readUInt16BE(VLAN_OFFSET) & VLAN_MASK,
    sender: frame.readUInt32BE(SENDER_OFFSET),
    number: frame.readUInt32BE(NUMBER_OFFSET),
  };
}
