import type { OperatingSystem, PortRange } from '../lab/lab.ts';

/**
 * What an OS takes for outgoing connections when nobody changed it (docs/FACTS.md, "Ephemeral and excluded
 * ranges").
 */
export const EPHEMERAL_RANGES: Readonly<Record<OperatingSystem, PortRange>> = {
  linux: { first: 32_768, last: 60_999 },
  windows: { first: 49_152, last: 65_535 },
  darwin: { first: 49_152, last: 65_535 },
};
