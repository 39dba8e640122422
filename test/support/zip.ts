import { crc32, deflateRawSync } from 'node:zlib';

/** A file in an archive; what is not said is as it should be. */
export interface ZipEntry {
  readonly name: string;
  readonly data: string | Uint8Array;
  /** 8 is Deflate, 0 stored; another one is only claimed. */
  readonly method?: number;
  /** General purpose bits, such as 1 for encrypted. */
  readonly flags?: number;
  /** What the directory claims instead of the truth. */
  readonly claims?: { readonly size?: number; readonly packedSize?: number; readonly crc?: number };
  /** Sizes follow the data, as a writer that cannot seek has it. */
  readonly hasDescriptor?: boolean;
  /** Sizes and offsets of 64 bits. */
  readonly isZip64?: boolean;
}

/**
 * An archive, byte for byte as PKWARE's APPNOTE 6.3.10 (4.3) has it: local headers with data, the directory,
 * its end. `at` is where it stands in its file, for archives behind gigabytes of something else.
 */
export function zip(entries: readonly ZipEntry[], at = 0): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = at;
  for (const entry of entries) {
    const parts = partsOf(entry, offset);
    local.push(...parts.local);
    directory.push(parts.central);
    offset += parts.local.reduce((sum, { length }) => sum + length, 0);
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...local, central, endOf(entries.length, central.length, offset)]);
}

function partsOf(entry: ZipEntry, offset: number): { local: Buffer[]; central: Buffer } {
  const { method = 8, flags = 0, claims = {}, hasDescriptor = false, isZip64 = offset > 0xffff_fffe } = entry;
  const name = Buffer.from(entry.name, 'utf8');
  const data = Buffer.from(entry.data);
  const packed = method === 8 ? deflateRawSync(data) : data;
  const crc = claims.crc ?? crc32(data);
  const packedSize = claims.packedSize ?? packed.length;
  const size = claims.size ?? data.length;
  const bits = flags | (hasDescriptor ? 8 : 0) | 0x800;
  const sizes = hasDescriptor ? [0, 0, 0] : [crc, packed.length, data.length];
  const header = [u16(isZip64 ? 45 : 20), u16(bits), u16(method), u32(0)];
  const extra = isZip64 ? [u16(1), u16(24), u64(size), u64(packedSize), u64(offset)] : [];
  const extraLength = isZip64 ? 28 : 0;
  const local = [u32(0x04034b50), ...header, ...sizes.map(u32), u16(name.length), u16(0), name, packed];
  const descriptor = hasDescriptor ? [u32(0x08074b50), u32(crc), u32(packed.length), u32(data.length)] : [];
  const big = (number: number): Buffer => u32(isZip64 ? 0xffff_ffff : number);
  const central = Buffer.concat([
    ...[u32(0x02014b50), u16(45), ...header, u32(crc), big(packedSize), big(size), u16(name.length)],
    ...[u16(extraLength), u16(0), u16(0), u16(0), u32(0), big(offset), name, ...extra],
  ]);
  return { local: [...local, ...descriptor], central };
}

/** The end of the directory, with that of ZIP64 before it where 32 bits are too few. */
function endOf(count: number, length: number, offset: number): Buffer {
  const isBig = offset > 0xffff_fffe || count > 0xfffe;
  const end64 = [u32(0x06064b50), u64(44), u16(45), u16(45), u32(0), u32(0), u64(count), u64(count), u64(length)];
  const locator = [u64(offset), u32(0x07064b50), u32(0), u64(offset + length), u32(1)];
  const numbers = isBig ? [0xffff, 0xffff] : [count, count];
  const end = [u32(0x06054b50), u16(0), u16(0), ...numbers.map(u16), u32(length)];
  return Buffer.concat([...(isBig ? [...end64, ...locator] : []), ...end, u32(isBig ? 0xffff_ffff : offset), u16(0)]);
}

function u16(number: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(number);
  return bytes;
}

function u32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

function u64(number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(number));
  return bytes;
}
