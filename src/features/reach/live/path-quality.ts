import { present } from '../../../core/present.ts';
import { interfaceMtu } from '../../../world/network/interface-mtu.ts';
import { pause } from '../../../world/network/pause.ts';
import { roundedMs } from '../../../world/network/rounded-ms.ts';
import type { PathQuality } from '../result.ts';
import { FULL_FRAME_BYTES, SHORTEST_BYTES } from './protocol.ts';
import type { ResponderClient } from './responder-client.ts';

/** Enough to tell a bad cable from a good one, and little enough to be done in no time. */
const DATAGRAMS = 20;

/** Between two of them: a burst would measure queues instead of the path. */
const SPACING_MS = 10;

/** Two lost by accident in a row are rarer than one, and the search of a size asks a dozen times. */
const LEAST_TRIES = 3;

/** Where more is lost no lab runs, whatever becomes of its frames. */
const MOST_TRIES = 16;

/** What an IPv4 header and a UDP header add to a frame. */
const HEADER_BYTES = 28;

export interface PathOptions {
  readonly waitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Measures the path to a responder: loss, round trip, and whether a full frame passes whole. */
export async function measurePath(client: ResponderClient, options: PathOptions): Promise<PathQuality | undefined> {
  const times = await echoes(client, options);
  if (options.signal?.aborted) return undefined;
  const tries = triesFor(1 - times.length / DATAGRAMS);
  const frame = await measureFrame(client, { ...options, tries });
  if (options.signal?.aborted) return undefined;
  const mtu = interfaceMtu(client.localAddress);
  return present({
    sent: DATAGRAMS,
    lost: DATAGRAMS - times.length,
    roundTripMs: roundTripOf(times),
    frame: present({
      payloadBytes: FULL_FRAME_BYTES,
      ...frame,
      interface: mtu,
      inFragments: mtu && FULL_FRAME_BYTES + HEADER_BYTES > mtu.mtu,
    }),
  });
}

function roundTripOf(times: readonly number[]): PathQuality['roundTripMs'] {
  if (times.length === 0) return undefined;
  return {
    min: roundedMs(Math.min(...times)),
    average: roundedMs(times.reduce((sum, one) => sum + one, 0) / times.length),
    max: roundedMs(Math.max(...times)),
  };
}

async function echoes(client: ResponderClient, { waitMs, signal }: PathOptions): Promise<number[]> {
  const answers = [];
  for (let sent = 0; sent < DATAGRAMS && !signal?.aborted; sent++) {
    if (sent > 0) await pause(SPACING_MS, signal);
    answers.push(client.echo('echo-short', SHORTEST_BYTES, waitMs));
  }
  return (await Promise.all(answers)).flatMap((answer) => (answer === undefined ? [] : [answer.roundTripMs]));
}

interface FrameOptions extends PathOptions {
  /** Number of times that a size is tried. */
  readonly tries: number;
}

/**
 * How often something is to be sent until it is no accident that nothing comes back: one in a thousand, where
 * so large a part of short datagrams is lost, and a frame goes in two pieces, either of which may be.
 */
function triesFor(lost: number): number {
  const frameLost = 1 - (1 - lost) ** 2;
  const tries = frameLost < 1 ? Math.log(0.001) / Math.log(frameLost) : MOST_TRIES;
  return Math.min(MOST_TRIES, Math.max(LEAST_TRIES, Math.ceil(tries)));
}

async function measureFrame(
  client: ResponderClient,
  options: FrameOptions,
): Promise<Pick<PathQuality['frame'], 'result' | 'largestPayloadBytes'>> {
  const passes = (type: 'echo' | 'echo-short', sizeBytes: number) => comesBack(client, type, sizeBytes, options);
  if (await passes('echo', FULL_FRAME_BYTES)) return { result: 'passes' };
  const getsThere = await passes('echo-short', FULL_FRAME_BYTES);
  const getsAnything = getsThere || (await passes('echo-short', SHORTEST_BYTES));
  if (!getsAnything) return { result: 'lost' };
  let [good, bad] = [0, FULL_FRAME_BYTES];
  for (let size = SHORTEST_BYTES; bad - good > 1 && !options.signal?.aborted; size = (good + bad) >> 1) {
    if (await passes('echo', size)) good = size;
    else bad = size;
  }
  const result: PathQuality['frame']['result'] = getsThere ? 'lost on the way back' : 'lost on the way there';
  return present({ result, largestPayloadBytes: good === 0 ? undefined : good });
}

async function comesBack(
  client: ResponderClient,
  type: 'echo' | 'echo-short',
  sizeBytes: number,
  { waitMs, tries, signal }: FrameOptions,
): Promise<boolean> {
  for (let attempt = 1; attempt <= tries && !signal?.aborted; attempt++) {
    if (await client.comesBack(type, sizeBytes, waitMs)) return true;
  }
  return false;
}
