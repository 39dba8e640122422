import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { InputError } from '../../../core/errors/input-error.ts';
import type { HypervisorClient } from '../../../world/hypervisor/client.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { encodeRequest, RequestError } from '../../../world/hypervisor/request.ts';
import { parseSavedConfiguration } from '../../../world/hypervisor/saved-configuration.ts';
import type { SaveOutcome } from '../observed.ts';

/** A hypervisor that has used every UDP port writes less than this. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

interface SaveOptions {
  /** As the hypervisor is told it: absolute, or relative to its working directory. */
  readonly file: string;
  /** True if the hypervisor runs on this host, so that its files are ours to read. */
  readonly isHere: boolean;
  /** How many NIO bridges it has. */
  readonly bridgeCount: number;
}

/** Throws `InputError` for a file name that a hypervisor cannot be told. */
export function checkFileName(file: string): void {
  try {
    encodeRequest(['hypervisor', 'save_config', file]);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    throw new InputError('BAD_FILE', `"${file}" cannot be a file name here: ${error.message}`, {
      next: 'name a file without quotes and line ends',
    });
  }
}

/**
 * Makes a hypervisor write its configuration into a file on its own host, and reads it if that is this host.
 * Refuses where that would do harm: a bridge makes Dynamips die on this command, and an existing file would
 * be overwritten.
 */
export async function saveConfiguration(client: HypervisorClient, options: SaveOptions): Promise<SaveOutcome> {
  const { file, isHere, bridgeCount } = options;
  if (bridgeCount > 0) {
    const why =
      'it has NIO bridges (hubs), and Dynamips crashes when it saves a bridge that is not full (seen on 0.2.14): every router on it would be lost';
    return { outcome: 'refused', file, why, remedy: 'read the ports from the socket table of its host: niostat links' };
  }
  const isReadable = isHere && isAbsolute(file);
  if (isReadable && (await exists(file))) {
    return { outcome: 'refused', file, why: 'the file exists, and Dynamips would overwrite it', remedy: ANOTHER_FILE };
  }
  try {
    await client.command('hypervisor', 'save_config', file);
  } catch (error) {
    if (!(error instanceof HypervisorError)) throw error;
    return { outcome: 'refused', file, why: error.message, remedy: ANOTHER_FILE };
  }
  if (!isHere) return { outcome: 'written', file, why: "the file is on the hypervisor's host" };
  if (!isReadable) {
    return { outcome: 'written', file, why: 'the file is in its working directory; an absolute path can be read here' };
  }
  try {
    return { outcome: 'read', file, configuration: parseSavedConfiguration(await readLimited(file)) };
  } catch (error) {
    return { outcome: 'written', file, why: `it cannot be read here: ${(error as Error).message}` };
  }
}

const ANOTHER_FILE = 'name another file, in a directory that the hypervisor may write to';

/** A link that leads nowhere is there too: Dynamips would write through it. */
async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch {
    return false;
  }
}

/** Reads a file of this host that somebody else has written: it may be anything, and must not hold us up. */
async function readLimited(file: string): Promise<string> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const info = await handle.stat();
    if (!info.isFile()) throw new Error('it is not a file');
    if (info.size > MAX_FILE_BYTES) throw new Error(`it is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB`);
    const bytes = Buffer.alloc(info.size);
    const { bytesRead } = await handle.read(bytes, 0, info.size, 0);
    return bytes.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
