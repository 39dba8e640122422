import type { Delivery } from '../../core/kernel/socket.ts';
import type { Verdict } from '../../core/kernel/verdict.ts';
import type { Fate } from '../../core/words/fate.ts';
import type { FateName } from './fate-look.ts';

/** What a picture shows at one moment, by the ids of its topology; the layout stays. */
export interface Look {
  readonly ends: ReadonlyMap<string, EndLook>;
  readonly hypervisors: ReadonlyMap<string, HypervisorLook>;
  readonly links: ReadonlyMap<string, LinkLook>;
}

export interface EndLook {
  /** The socket from which frames go to the far end. */
  readonly link?: SocketLook;
  /** With a uBridge: the router's socket, and that of the uBridge for it. */
  readonly router?: SocketLook;
  readonly tunnel?: SocketLook;
  /** True if something has happened to it at this step. */
  readonly isLit: boolean;
}

export interface SocketLook {
  /** Its port, or what stands in its place while it is asked for. */
  readonly port: string;
  /** Absent until the link is complete. */
  readonly fate?: FateName;
  /** The id of the end where its frames come out, where they come out in the labs. */
  readonly to?: string;
  /** What Dynamips answers, where the fate is `refused`. */
  readonly reply?: string;
  /** More to say where the pointer rests: an observed state, for example. */
  readonly remark?: string;
}

export interface HypervisorLook {
  /** `base 10000`, or the pool of its host. */
  readonly base: string;
  /** `next 10001`; absent if there is no counter. */
  readonly next?: string;
  /** True if this step has moved the counter. */
  readonly hasMoved: boolean;
  readonly isStopped: boolean;
}

export interface LinkLook {
  /** A word on it, where the pointer rests. */
  readonly verdict?: string;
  /** `broken` where frames do not pass as they should. */
  readonly state: 'not made' | 'well' | 'broken' | 'unknown' | 'removed';
}

/** The fate that a delivery is. What leaves the lab is not known. */
export const FATE_OF_DELIVERY: Readonly<Record<Delivery, FateName>> = {
  peer: 'peer',
  self: 'self',
  other: 'other',
  nobody: 'nobody',
  outside: 'unknown',
  unknown: 'unknown',
};

/** What a verdict says of a link. */
export const STATE_OF_VERDICT: Readonly<Record<Verdict, LinkLook['state']>> = {
  ok: 'well',
  'one-way': 'broken',
  looped: 'broken',
  misdelivered: 'broken',
  dead: 'broken',
  unknown: 'unknown',
};

/** What is seen of a link by the fates that its state tells of. */
export function stateOfFates(fates: readonly Fate[]): LinkLook['state'] {
  if (fates.every((fate) => fate === 'arrives')) return 'well';
  return fates.every((fate) => fate === 'not known') ? 'unknown' : 'broken';
}

/** A socket that the kernel refuses: Dynamips answers with its code for that. */
export const REFUSED: Pick<SocketLook, 'fate' | 'reply'> = { fate: 'refused', reply: '206' };
