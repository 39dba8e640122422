import { randomBytes } from 'node:crypto';
import { InterruptedError } from '../../../core/errors/interrupted-error.ts';
import { type Answer, SITUATIONS, type Situation, type SituationId } from '../../../core/kernel/situation.ts';
import type { Ui } from '../../../core/ui.ts';
import type { SendingSockets } from '../../../world/own-sockets/own-sockets.ts';
import { choosePorts, type FreePorts } from '../choose-ports.ts';
import { compare } from '../compare.ts';
import { judge, type Seen } from '../judge.ts';
import { type Means, makerFor } from '../makers.ts';
import type { Maker, Observed, SituationResult } from '../result.ts';
import { setUpOf } from '../set-up.ts';
import type { Ends, Ports } from './ends.ts';
import { type NotPlayed, play } from './play.ts';
import { freePortsHere, noPorts } from './ports-here.ts';

/** Somebody may take a port in the moment between looking and opening it; three times is no accident. */
const MAX_ATTEMPTS = 3;

/** How the ends of each situation are made. */
export interface Makers {
  readonly means: Means;
  /** Makes the peers that send to the port. */
  readonly peers: SendingSockets;
  endsFor(situation: Situation, maker: Maker): Ends;
  /** How long a datagram may take on its way. */
  readonly waitMs: number;
  end(): Promise<void>;
}

/** What was found out about a situation, and whether it failed although it should have been possible. */
export interface Asked {
  readonly result: SituationResult;
  readonly hasFailed: boolean;
}

/**
 * Plays every situation, one after the other, with ports that nobody has. What differs from what is predicted
 * is played a second time. Throws `InterruptedError` between two situations, and `WorldError`.
 */
export async function askSituations(
  makers: Makers,
  answerTo: (situation: SituationId) => Answer,
  { signal, progress }: Ui,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  try {
    const free = await freePortsHere('udp');
    for (const situation of SITUATIONS) {
      if (signal.aborted) throw new InterruptedError('interrupted: nothing was left behind');
      progress(`asking: ${situation.title}`);
      asked.push(await ask(situation, answerTo(situation.id), { makers, free }));
    }
    return asked;
  } finally {
    await makers.end();
  }
}

interface Tools {
  readonly makers: Makers;
  /** As they were when the run began. */
  readonly free: FreePorts;
}

async function ask(situation: Situation, predicted: Answer, tools: Tools): Promise<Asked> {
  const choice = makerFor(situation, tools.makers.means);
  const notTried = (why: string, hasFailed: boolean): Asked => {
    const { id, title } = situation;
    return { result: { situation: id, title, verdict: 'not-tried', predicted, why }, hasFailed };
  };
  if ('why' in choice) return notTried(choice.why, false);
  const once = async (): Promise<SituationResult | NotPlayed> => {
    const seen = await playOnFreePorts(situation, choice.maker, tools);
    return 'refusedBefore' in seen ? seen : compare(situation, predicted, observedOf(situation, seen, choice.maker));
  };
  const result = await once();
  if ('refusedBefore' in result) return notTried(`its ports could not be opened: ${result.refusedBefore}`, true);
  if (result.verdict !== 'differs') return { result, hasFailed: false };
  // On a machine that is busy a datagram may be late.
  const again = await once();
  const isSame = 'observed' in again && JSON.stringify(again.observed) === JSON.stringify(result.observed);
  return isSame ? { result, hasFailed: false } : notTried('two tries gave two answers', true);
}

function observedOf(situation: Situation, seen: Seen, madeBy: Maker): Observed {
  const { refusal } = seen;
  return { ...judge(situation, seen), ...(refusal === undefined ? {} : { error: refusal }), madeBy };
}

async function playOnFreePorts(situation: Situation, maker: Maker, { makers, free }: Tools): Promise<Seen | NotPlayed> {
  const { peers, waitMs } = makers;
  const ends = makers.endsFor(situation, maker);
  for (let attempt = 1; ; attempt++) {
    const ports = portsFor(situation, attempt === 1 ? free : await freePortsHere('udp'));
    const mark = `niostat-${randomBytes(6).toString('hex')}`;
    const seen = await play(setUpOf(situation), { ends, peers, ports, waitMs, mark });
    // The only socket of a situation may have met somebody else's as well.
    const isTaken = 'refusedBefore' in seen || (situation.first === undefined && seen.refusal === 'EADDRINUSE');
    if (!isTaken || attempt === MAX_ATTEMPTS) return seen;
  }
}

function portsFor({ isPrivileged }: Situation, free: FreePorts): Ports {
  const ports = choosePorts(PORT_NAMES.length, free.usual, Math.random);
  const [low] = isPrivileged ? (choosePorts(1, free.privileged, Math.random) ?? []) : [];
  if (ports === undefined || (isPrivileged && low === undefined)) throw noPorts();
  const all = Object.fromEntries(PORT_NAMES.map((name, index) => [name, ports[index] ?? 0])) as Record<
    (typeof PORT_NAMES)[number],
    number
  >;
  return { ...all, shared: low ?? all.shared, none: 0 };
}

const PORT_NAMES = [
  'shared',
  'peer-of-first',
  'peer-of-second',
  'into-first',
  'into-second',
  'from-first',
  'from-second',
] as const;
