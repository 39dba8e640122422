import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { LoadError } from './load-error.ts';

/** The file in a portable project that GNS3 looks for, by this name only (docs/FACTS.md, "Lab files"). */
export const PROJECT_FILE = 'project.gns3';

/**
 * The most files in an archive: a project has some ten for each device, one whose virtual machines were
 * unpacked into it tens of thousands. Going through more would keep the user waiting for what is no project.
 */
const MAX_ENTRIES = 100_000;

/** The largest project after unpacking, as for a project that is no archive (`MAX_FILE_BYTES`). */
const MAX_PROJECT_BYTES = 64 * 1024 * 1024;

/**
 * How many times smaller a project may be when packed. 20,000 routers were packed to a 26th, and to a 112th
 * with all of them alike; a bomb of zeros goes to a 1032nd. Small ones are let be: they harm nobody.
 */
const MAX_RATIO = 300;
const RATIO_FROM_BYTES = 1024 * 1024;

/** Methods of compression that GNS3 offers when a project is exported (PKWARE APPNOTE 6.3.10, 4.4.5). */
const METHODS: Readonly<Record<number, string>> = { 12: 'bzip2', 14: 'LZMA', 93: 'Zstandard', 9: 'Deflate64' };
const STORED = 0;
const DEFLATED = 8;

/** True for the first bytes of a ZIP: a file in it, or the end of an empty one (APPNOTE 4.3.7, 4.3.16). */
export function isArchive(bytes: Uint8Array): boolean {
  const [p, k, third, fourth] = bytes;
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}

/**
 * The project in an archive, unpacked; nothing else of it is read but its directory, at its end, so that
 * images of gigabytes cost nothing. `open` opens the archive, whose descriptor stays its caller's to close;
 * `name` is how it is called. Throws `LoadError` with what is wrong and what to do.
 */
export async function readProject(open: () => Promise<ZipFile>, name: string): Promise<Buffer> {
  const archive = await open().catch((error: unknown) => Promise.reject(damaged(error, name)));
  const entry = await findProject(archive, name);
  refuseHostile(entry, name);
  return unpack(archive, entry, name);
}

async function findProject(archive: ZipFile, name: string): Promise<Entry> {
  if (archive.entryCount > MAX_ENTRIES) {
    throw bad(name, `it has ${archive.entryCount} files, more than the ${MAX_ENTRIES} that are looked through`);
  }
  const found: Entry[] = [];
  const others: string[] = [];
  try {
    for await (const entry of archive.eachEntry()) {
      if (entry.fileName === PROJECT_FILE) found.push(entry);
      else if (/\.gns3$/i.test(entry.fileName)) others.push(entry.fileName);
    }
  } catch (error) {
    throw damaged(error, name);
  }
  const [entry] = found;
  if (entry === undefined) throw bad(name, noProject(others));
  if (found.length > 1) {
    throw bad(name, `it has ${found.length} files called ${PROJECT_FILE}; GNS3 writes one; export the project again`);
  }
  return entry;
}

/** What to do where GNS3 itself finds no project: it looks at the top, for this one name. */
function noProject(others: readonly string[]): string {
  const [other, ...more] = others;
  if (other === undefined) return `it holds no ${PROJECT_FILE}: it is not a portable project of GNS3`;
  const which = more.length === 0 ? other : `${other} and ${more.length} more`;
  return `there is no ${PROJECT_FILE} at its top, where GNS3 looks for it, but ${which}; unpack the archive and name that file`;
}

/** Refuses what would cost more than a project can, or cannot be unpacked, before anything is unpacked. */
function refuseHostile(entry: Entry, name: string): void {
  const { compressionMethod: method, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted()) {
    throw bad(name, `${PROJECT_FILE} in it is encrypted; unpack the archive with its password, and name that file`);
  }
  if (method !== STORED && method !== DEFLATED) {
    throw bad(
      name,
      `${PROJECT_FILE} in it is packed by ${METHODS[method] ?? `method ${method}`}; export the project again with Zip compression, or unpack the archive and name that file`,
    );
  }
  if (Math.max(compressedSize, uncompressedSize) > MAX_PROJECT_BYTES) {
    throw bad(
      name,
      `${PROJECT_FILE} in it is larger than ${MAX_PROJECT_BYTES / 1024 / 1024} MiB: this is not a project`,
    );
  }
  if (uncompressedSize > RATIO_FROM_BYTES && uncompressedSize > MAX_RATIO * compressedSize) {
    throw bad(
      name,
      `${PROJECT_FILE} in it is packed to less than a ${MAX_RATIO}th of its size, and so was not unpacked: this is not a project`,
    );
  }
}

/** The library ends the stream past the size that the directory states, which was looked at before. */
async function unpack(archive: ZipFile, entry: Entry, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  } catch (error) {
    throw damaged(error, name);
  }
  const bytes = Buffer.concat(chunks);
  if (crc32(bytes) !== entry.crc32) throw damaged(new Error(`the checksum of ${PROJECT_FILE} is wrong`), name);
  return bytes;
}

function bad(name: string, why: string): LoadError {
  return new LoadError('BAD_ARCHIVE', `${name}: ${why}`);
}

/** What the library says, in the words of users where it is one of the usual things. */
function damaged(error: unknown, name: string): LoadError {
  const message = error instanceof Error ? error.message : String(error);
  if (/encryption/.test(message)) {
    return bad(name, 'a file in it is encrypted; unpack the archive with its password, and name project.gns3');
  }
  if (/relative path|absolute path/.test(message)) {
    return bad(name, `a file in it would be unpacked outside of its folder (${message}); export the project again`);
  }
  if (/comment length/.test(message)) {
    return bad(name, 'more bytes stand behind the end of this ZIP; copy the file, or export the project, again');
  }
  if (/signature not found|unexpected EOF|overflows file bounds/.test(message)) {
    return bad(
      name,
      'a part of this ZIP is missing, or other bytes stand behind its end; copy the file, or export the project, again',
    );
  }
  return bad(name, `this ZIP is damaged (${message}); copy the file, or export the project, again`);
}
