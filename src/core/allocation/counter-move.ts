/**
 * How Dynagen moved the destination's counter when two hypervisors of one host were linked whose counters
 * were at most `upTo` apart: up by `by`, before the destination takes its port.
 */
export interface CounterMove {
  readonly upTo: number;
  readonly by: number;
}

/** GNS3 0.4 to 0.8.4 RC3 (gns3-legacy, tag GNS3-0.8.3.1, `Dynagen/dynamips_lib.py`, `gen_connect`). */
export const MOVE_OF_0_8_3: CounterMove = { upTo: 500, by: 1000 };

/** Two weeks of June 2013 (tag GNS3-0.8.4-RC4): `abs(…) < 100`. */
const MOVE_OF_0_8_4_RC4: CounterMove = { upTo: 99, by: 100 };

/** `0.8.3.1`, `0.8.4-RC3`, `0.8.4-BETA2`. */
const VERSION = /^0\.(\d{1,3})(?:\.(\d{1,3}))?(?:\.\d{1,3})?(?:-(ALPHA|BETA|RC)(\d{0,3}))?$/i;

/**
 * The rule of the GNS3 that wrote a `.net` file, by its `version` key; undefined if it had none, or if that
 * is no version of GNS3 0.x.
 */
export function moveOfVersion(version: string): CounterMove | undefined {
  const [found, minor, patch = '0', stage, number] = VERSION.exec(version.trim()) ?? [];
  if (found === undefined) return undefined;
  const place = Number(minor) * 1000 + Number(patch);
  if (place < 4000) return undefined;
  if (place !== 8004) return place < 8004 ? MOVE_OF_0_8_3 : undefined;
  if (stage === undefined) return undefined;
  if (stage.toUpperCase() !== 'RC' || Number(number) < 4) return MOVE_OF_0_8_3;
  return Number(number) === 4 ? MOVE_OF_0_8_4_RC4 : undefined;
}
