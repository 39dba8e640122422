import { WorldError } from '../../core/errors/world-error.ts';
import type { RehearsalHypervisor } from './ends.ts';

/** A hypervisor that cannot be rehearsed on, and why. */
export interface UnusableHypervisor {
  readonly hypervisor: RehearsalHypervisor;
  /**
   * `busy`: it has what is not ours; `leftovers`: of a rehearsal that was killed, or that is going on;
   * `halted`: its process, of this host, does nothing.
   */
  readonly kind: 'unreached' | 'silent' | 'halted' | 'exhausted' | 'busy' | 'leftovers';
  readonly detail: string;
  /** What to do about this very one, where that is known. */
  readonly remedy?: string;
}

/** One or more hypervisors cannot be used; nothing was made on any of them. */
export class HypervisorsUnusable extends Error {
  readonly unusable: readonly UnusableHypervisor[];

  constructor(unusable: readonly UnusableHypervisor[]) {
    super('hypervisors cannot be used');
    this.unusable = unusable;
  }
}

interface Wording {
  readonly code: string;
  readonly text: string;
  /** What to do; `clean` is the command that deletes leftovers. */
  readonly next: (clean: string) => string;
}

const WORDINGS: Readonly<Record<UnusableHypervisor['kind'], Wording>> = {
  unreached: {
    code: 'NOT_REACHED',
    text: 'is not reached',
    next: () => 'a rehearsal needs every hypervisor of the lab: start them, empty; niostat probe says more',
  },
  silent: {
    code: 'NO_REPLY',
    text: 'accepts, and does not answer as a hypervisor',
    next: () => 'niostat probe says more',
  },
  halted: { code: 'NO_REPLY', text: 'does not answer', next: () => 'let its process go on' },
  exhausted: { code: 'NO_REPLY', text: 'accepts nobody', next: () => 'start it again' },
  busy: {
    code: 'BUSY',
    text: 'is not empty, and a rehearsal could steal the frames of the lab that runs there',
    next: () => 'stop that lab, or start hypervisors of their own for the rehearsal',
  },
  leftovers: {
    code: 'LEFTOVERS',
    text: 'has what a rehearsal made: one that was killed, or one that is going on',
    next: (clean) => `if no other rehearsal is going on: ${clean}`,
  },
};

/** The error for the user: a line for each hypervisor, and the code and the remedy of the worst kind. */
export function unusableError(unusable: readonly UnusableHypervisor[], clean: string): WorldError {
  const kinds = ['halted', 'exhausted', 'busy', 'unreached', 'silent', 'leftovers'] as const;
  const [worst] = kinds.flatMap((kind) => unusable.find((one) => one.kind === kind) ?? []);
  const { code, next } = WORDINGS[worst?.kind ?? 'busy'];
  const lines = unusable.map(({ hypervisor, kind, detail }) => `${hypervisor.name} ${WORDINGS[kind].text}: ${detail}`);
  return new WorldError(code, lines.join('\n'), { next: worst?.remedy ?? next(clean) });
}
