import type { OperatingSystem } from '../lab/lab.ts';
import type { Generation } from './dynamips-version.ts';
import type { BindAnswer, ReceiverAnswer, SituationId } from './situation.ts';

/** The version of the format; it rises when a property changes its meaning or goes. */
export const KERNEL_FILE_VERSION = 1;

/**
 * What `niostat kernel --write FILE` writes, and `--kernel FILE` reads: what one machine answered. Its JSON
 * Schema is docs/schemas/kernel-file.schema.json.
 */
export interface KernelFile {
  readonly schemaVersion: typeof KERNEL_FILE_VERSION;
  readonly kind: 'niostat-kernel';
  readonly system: OperatingSystem;
  /** As `uname -r` and Windows' `ver` say it: `6.18.5`, `24.4.0`, `10.0.26100`. */
  readonly release: string;
  /** The day on which it was asked: 2026-11-27. */
  readonly date: string;
  readonly method: KernelMethod;
  readonly observations: readonly Observation[];
}

/**
 * How the machine was asked: with sockets of niostat's own, or with the real program, whose version decides
 * the generation.
 */
export type KernelMethod =
  | { readonly by: 'own-sockets' }
  | {
      readonly by: 'program';
      /** Its name, `dynamips`; no path of the user's. */
      readonly program: string;
      readonly version: string;
      readonly generation: Generation;
    };

/** What the machine answered in one situation; what could not be tried is not there. */
export interface Observation {
  readonly situation: SituationId;
  readonly bind: BindAnswer;
  readonly receiver: ReceiverAnswer;
  /** The name of the error that refused it, such as EADDRINUSE, or Dynamips' number 206. */
  readonly error?: string;
}
