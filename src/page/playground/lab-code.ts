/**
 * A lab in the address of a page: its text, compressed where the browser can, in the 64 characters that an
 * address keeps as they are. The first letter says which: `z` for zlib, whose checksum finds a link that was
 * cut off or changed, `t` for plain text.
 */

/** A longer link does not survive a chat or a mail; 50 devices take about 1,000 characters. */
export const MAX_CODE_CHARACTERS = 16_000;

/** A few bytes can unpack to gigabytes; what is longer than this is no lab for a link. */
const MAX_UNPACKED_BYTES = 1_000_000;

export type DecodedLab = { readonly text: string } | { readonly fault: string };

/** The code of a text; undefined if it is longer than a link may be. */
export async function encodeLab(text: string, canCompress = hasCompression()): Promise<string | undefined> {
  const bytes = Uint8Array.from(new TextEncoder().encode(text));
  const code = canCompress
    ? `z${toBase64(await piped(bytes, new CompressionStream('deflate'), Number.POSITIVE_INFINITY))}`
    : `t${toBase64(bytes)}`;
  return code.length <= MAX_CODE_CHARACTERS ? code : undefined;
}

/** The text of a code, or what is wrong with it in one sentence. Never throws, whatever the code is. */
export async function decodeLab(code: string): Promise<DecodedLab> {
  if (code.length > MAX_CODE_CHARACTERS)
    return { fault: `The lab in the address has ${code.length} characters; ${MAX_CODE_CHARACTERS} are the most.` };
  const isCompressed = code.startsWith('z');
  if (!isCompressed && !code.startsWith('t')) return { fault: 'The address has a lab of a kind that is not known.' };
  if (isCompressed && !hasCompression())
    return { fault: 'The lab in the address is compressed, and this browser cannot unpack it.' };
  try {
    const packed = fromBase64(code.slice(1));
    const bytes = isCompressed ? await piped(packed, new DecompressionStream('deflate'), MAX_UNPACKED_BYTES) : packed;
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TooLong)
      return { fault: `The lab in the address is longer than ${MAX_UNPACKED_BYTES} bytes.` };
    return { fault: 'The lab in the address is damaged: the link was cut off or changed.' };
  }
}

function hasCompression(): boolean {
  return typeof CompressionStream === 'function' && typeof DecompressionStream === 'function';
}

class TooLong extends Error {}

/** All bytes that come out of a transformation; throws `TooLong` for more than `most`. */
async function piped(
  bytes: Uint8Array<ArrayBuffer>,
  through: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = through.writable.getWriter();
  // What is wrong with the bytes is told by the reading end too.
  const written = writer.write(bytes).then(() => writer.close());
  written.catch(() => {});
  const reader = through.readable.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    length += next.value.length;
    if (length > most) {
      await reader.cancel();
      throw new TooLong();
    }
  }
  return joined(chunks, length);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Throws if there are other characters. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
