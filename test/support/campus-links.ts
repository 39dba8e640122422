/**
 * Links of the recording campus-broken, written out by hand from its recipe-output.txt, links.json and logs:
 * PC1--SW1 is suspended, R1--FR1 has filters, the uBridge of R2 was killed. Frames were made up where a test
 * wants some.
 */
import type { Hop, LiveEnd, LiveLink } from '../../src/core/open-project/live-link.ts';
import type { HopsResult } from '../../src/features/hops/result.ts';

/** The processes of the recording, by node. */
const DYNAMIPS: Readonly<Record<string, number>> = { R1: 8268, R2: 8298, SW1: 8328, SW2: 8358, HUB1: 8388, FR1: 8418 };
const UBRIDGE: Readonly<Record<string, number>> = { R1: 8441, R2: 8448, PC1: 8463, PC2: 8490, CLOUD1: 8436 };
const TYPES: Readonly<Record<string, string>> = {
  ...{ R1: 'dynamips', R2: 'dynamips', SW1: 'ethernet_switch', SW2: 'ethernet_switch', HUB1: 'ethernet_hub' },
  ...{ FR1: 'frame_relay_switch', PC1: 'vpcs', PC2: 'vpcs', CLOUD1: 'cloud' },
};

/** A socket that is there; `frames` are those that came in and went out. */
export function hop(
  program: Hop['program'],
  node: string,
  [localPort, remotePort]: readonly [number, number],
  more: Partial<Hop> & { readonly frames?: readonly [number, number] } = {},
): Hop {
  const { frames, ...rest } = more;
  const pids = program === 'ubridge' ? UBRIDGE : DYNAMIPS;
  return {
    ...{ program, node, host: 'localhost', localPort, remotePort, remoteHost: '127.0.0.1', isPresent: true },
    ...(program === 'vpcs' ? { pid: node === 'PC1' ? 8464 : 8488 } : { pid: pids[node] ?? 1 }),
    ...(frames === undefined
      ? {}
      : { counters: { packetsIn: frames[0], packetsOut: frames[1], bytesIn: 0, bytesOut: 0 } }),
    ...rest,
  };
}

/** A bridge of a uBridge: from the left to the right socket. */
export function bridge(
  node: string,
  left: readonly [number, number],
  right: readonly [number, number],
  { frames = [0, 0, 0, 0], ...more }: Partial<Hop> & { readonly frames?: readonly number[] } = {},
): Hop[] {
  const [leftIn = 0, leftOut = 0, rightIn = 0, rightOut = 0] = frames;
  return [
    hop('ubridge', node, left, { side: 'source', ...more, frames: [leftIn, leftOut] }),
    hop('ubridge', node, right, { side: 'destination', ...more, frames: [rightIn, rightOut] }),
  ];
}

/** The same of a uBridge that has ended: what is known of its ports comes from its neighbours. */
export function endedBridge(node: string, left: readonly [number, number], right: readonly [number, number]): Hop[] {
  return [left, right].map(([localPort, remotePort]) => {
    const { pid, ...rest } = hop('ubridge', node, [localPort, remotePort]);
    return { ...rest, isPresent: false, fault: 'process ended' as const };
  });
}

export function end(node: string, name: string, more: Partial<LiveEnd> = {}): LiveEnd {
  const nodeType = TYPES[node] ?? 'dynamips';
  return { node, nodeId: node, nodeType, interface: name, status: 'started', host: 'localhost', ...more };
}

export function link(
  a: readonly [string, string],
  b: readonly [string, string],
  more: Partial<LiveLink> & Pick<LiveLink, 'state'>,
): LiveLink {
  const name = `${a.join(' ')} -- ${b.join(' ')}`;
  return {
    ...{ id: name, name, a: end(...a), b: end(...b), hops: [], isSuspended: false, filters: [] },
    ...more,
  };
}

const R2_ENDED = {
  state: 'BROKEN',
  broken: { program: 'ubridge', node: 'R2', nodeType: 'dynamips' },
} as const;

export const CAMPUS_BROKEN: readonly LiveLink[] = [
  link(['FR1', '2'], ['R2', 's1/0'], {
    ...R2_ENDED,
    ports: [20_026, 20_027],
    ...{ in: 0, out: 0 },
    hops: [
      hop('dynamips', 'FR1', [20_026, 20_027], { frames: [0, 0] }),
      ...endedBridge('R2', [20_027, 20_026], [20_029, 20_028]),
      hop('dynamips', 'R2', [20_028, 20_029], { frames: [0, 0] }),
    ],
  }),
  link(['R2', 'f2/1'], ['CLOUD1', 'UDP tunnel 1'], {
    ...R2_ENDED,
    ports: [20_030, 20_031],
    ...{ in: 0, out: 0 },
    hops: [
      hop('dynamips', 'R2', [20_032, 20_033], { frames: [0, 0] }),
      ...endedBridge('R2', [20_033, 20_032], [20_030, 20_031]),
      ...bridge('CLOUD1', [20_031, 20_030], [31_000, 31_001]),
    ],
  }),
  link(['R1', 'f2/0'], ['R2', 'f0/0'], {
    ...R2_ENDED,
    ports: [20_002, 20_003],
    ...{ in: 0, out: 0 },
    complaints: ['recv: Connection refused'],
    hops: [
      hop('dynamips', 'R1', [20_004, 20_005], { frames: [0, 0] }),
      ...bridge('R1', [20_005, 20_004], [20_002, 20_003]),
      ...endedBridge('R2', [20_003, 20_002], [20_007, 20_006]),
      hop('dynamips', 'R2', [20_006, 20_007], { frames: [0, 0] }),
    ],
  }),
  link(['R2', 'f2/0'], ['R1', 'f0/0'], {
    ...R2_ENDED,
    ports: [20_010, 20_011],
    ...{ in: 0, out: 0 },
    hops: [
      hop('dynamips', 'R2', [20_012, 20_013], { frames: [0, 0] }),
      ...endedBridge('R2', [20_013, 20_012], [20_010, 20_011]),
      ...bridge('R1', [20_011, 20_010], [20_037, 20_036]),
      hop('dynamips', 'R1', [20_036, 20_037], { frames: [0, 0] }),
    ],
  }),
  link(['R1', 's1/0'], ['FR1', '1'], {
    state: 'FILTERED',
    filters: ['packet_loss 30', 'delay 50 5'],
    dropped: 0,
    ports: [20_022, 20_023],
    ...{ in: 0, out: 0 },
    hops: [
      hop('dynamips', 'R1', [20_024, 20_025], { frames: [0, 0] }),
      ...bridge('R1', [20_025, 20_024], [20_022, 20_023], { filters: ['filter0', 'filter1'] }),
      hop('dynamips', 'FR1', [20_023, 20_022], { frames: [0, 0] }),
    ],
  }),
  link(['PC1', 'e0'], ['SW1', 'e2'], {
    state: 'SUSPENDED',
    isSuspended: true,
    dropped: 2,
    ports: [20_014, 20_015],
    ...{ in: 10, out: 8 },
    hops: [
      hop('vpcs', 'PC1', [20_016, 20_017]),
      ...bridge('PC1', [20_017, 20_016], [20_014, 20_015], { filters: ['filter0'], frames: [10, 8, 8, 8] }),
      hop('dynamips', 'SW1', [20_015, 20_014], { frames: [8, 8] }),
    ],
  }),
  link(['SW2', 'e1'], ['SW1', 'e3'], {
    state: 'IDLE',
    ports: [20_000, 20_001],
    ...{ in: 0, out: 0 },
    hops: [
      hop('dynamips', 'SW2', [20_000, 20_001], { frames: [0, 0] }),
      hop('dynamips', 'SW1', [20_001, 20_000], { frames: [0, 0] }),
    ],
    otherChains: [
      [
        hop('dynamips', 'SW2', [20_009, 20_008], { frames: [7, 7] }),
        hop('dynamips', 'SW1', [20_008, 20_009], { frames: [7, 7] }),
      ],
    ],
  }),
  link(['PC2', 'e0'], ['HUB1', 'e0'], {
    state: 'ESTABLISHED',
    ports: [20_018, 20_019],
    ...{ in: 8, out: 7 },
    hops: [
      hop('vpcs', 'PC2', [20_034, 20_035]),
      ...bridge('PC2', [20_035, 20_034], [20_018, 20_019], { frames: [8, 7, 7, 8] }),
      hop('dynamips', 'HUB1', [20_019, 20_018], { frames: [8, 7] }),
    ],
  }),
  link(['HUB1', 'e1'], ['SW2', 'e2'], {
    state: 'ESTABLISHED',
    ports: [20_020, 20_021],
    ...{ in: 8, out: 7 },
    hops: [
      hop('dynamips', 'HUB1', [20_020, 20_021], { frames: [7, 8] }),
      hop('dynamips', 'SW2', [20_021, 20_020], { frames: [8, 7] }),
    ],
  }),
];

/** A result with these links. */
export function resultOf(links: readonly LiveLink[], more: Partial<HopsResult> = {}): HopsResult {
  return {
    schemaVersion: 1,
    outcome: 'findings',
    server: { host: '127.0.0.1', port: 3080, protocol: 'http', api: 'v2', version: '2.2.59', isHere: true },
    project: { id: 'c58cbb9e-54b6-4ea6-9486-74ce038936ec', name: 'Campus' },
    links,
    ...{ filteredOut: 0, orphans: [], notRead: [], limits: [] },
    ...more,
  };
}
