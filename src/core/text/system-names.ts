import type { OperatingSystem } from '../lab/lab.ts';

/** Operating systems as people call them. */
export const SYSTEM_NAMES: Readonly<Record<OperatingSystem, string>> = {
  linux: 'Linux',
  windows: 'Windows',
  darwin: 'macOS',
};
