import { freemem } from 'node:os';

/**
 * Memory that programs could still use, in MiB, within the limits that the system or a container sets to this
 * one. Undefined on macOS, which tells only what is not used for anything, caches included.
 */
export function availableMemoryMb(): number | undefined {
  if (process.platform === 'darwin') return undefined;
  return Math.floor(Math.min(freemem(), process.availableMemory()) / 2 ** 20);
}
