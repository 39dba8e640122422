import { WorldError } from '../../core/errors/world-error.ts';
import { someOf } from '../../core/text/listed.ts';
import { dynamipsLines } from '../../core/words/start-hypervisor.ts';
import type { RehearsalHypervisor } from './ends.ts';

/** A hypervisor that cannot be rehearsed on, and why. */
export interface UnusableHypervisor {
  readonly hypervisor: RehearsalHypervisor;
  /**
   * - `refused`: nothing listens there;
   * - `unreached`: no connection, and nothing more is known;
   * - `busy`: it has what is not ours;
   * - `leftovers`: of a rehearsal that was killed, or that is going on;
   * - `halted`: its process, of this host, does nothing.
   */
  readonly kind: 'refused' | 'unreached' | 'silent' | 'halted' | 'exhausted' | 'busy' | 'leftovers';
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
  /** What is wrong with these hypervisors. */
  readonly text: (names: string, isOne: boolean) => string;
  /** What to do; `clean` is the command that deletes leftovers. */
  readonly next: (unusable: readonly UnusableHypervisor[], clean: string) => string;
}

const WORDINGS: Readonly<Record<UnusableHypervisor['kind'], Wording>> = {
  refused: {
    code: 'NOT_REACHED',
    text: (names, isOne) => `${names} ${isOne ? 'is' : 'are'} not started`,
    next: startLines,
  },
  unreached: {
    code: 'NOT_REACHED',
    text: (names, isOne) => `${names} ${isOne ? 'does' : 'do'} not answer`,
    next: () => 'niostat probe says more; a rehearsal needs every hypervisor of the lab',
  },
  silent: {
    code: 'NO_REPLY',
    text: (names, isOne) => `${names} ${isOne ? 'accepts' : 'accept'} connections, but not as a hypervisor`,
    next: () =>
      'niostat probe says more; if niostat respond still runs there, end it with Ctrl-C, start the hypervisor, then rehearse again',
  },
  halted: { code: 'NO_REPLY', text: (names) => `${names}: no answer`, next: () => 'let its process go on' },
  exhausted: {
    code: 'NO_REPLY',
    text: (names) => `${names}: no new connection is accepted`,
    next: () => 'start it again',
  },
  busy: {
    code: 'BUSY',
    text: (names, isOne) =>
      `${names} ${isOne ? 'is' : 'are'} not empty: a rehearsal could take the frames of the lab that runs there`,
    next: () => 'stop that lab, or start other hypervisors for the rehearsal',
  },
  leftovers: {
    code: 'LEFTOVERS',
    text: (names, isOne) =>
      `${names} ${isOne ? 'has' : 'have'} objects of a rehearsal that was killed, or that is going on`,
    next: (_, clean) => `if no other rehearsal is going on: ${clean}`,
  },
};

/** Hypervisors past these are only counted. */
const MOST_NAMED = 16;

/** The commands that start hypervisors, each marked with its host if there are several. */
function startLines(unusable: readonly UnusableHypervisor[]): string {
  const hosts = [...new Set(unusable.map(({ hypervisor }) => hypervisor.host))];
  const lines = hosts.flatMap((host) => {
    const own = unusable.flatMap(({ hypervisor }) => (hypervisor.host === host ? [hypervisor] : []));
    return dynamipsLines(own).map((line) => (hosts.length === 1 ? `  ${line}` : `  ${line}   # on ${host}`));
  });
  const rest = lines.length - MOST_NAMED;
  const more = rest > 0 ? [`  # and ${rest} more`] : [];
  return ['start, then rehearse again:', ...lines.slice(0, MOST_NAMED), ...more].join('\n');
}

/** Worst first: what has to be mended before the others say anything. */
const KINDS = ['halted', 'exhausted', 'busy', 'silent', 'refused', 'unreached', 'leftovers'] as const;

/** The error for the user: each cause once with all its hypervisors, and what to do about the worst. */
export function unusableError(unusable: readonly UnusableHypervisor[], clean: string): WorldError {
  const groups = KINDS.map((kind) => unusable.filter((one) => one.kind === kind)).filter(({ length }) => length > 0);
  const stories = groups.map((group) => {
    const [first] = group as [UnusableHypervisor];
    const names = someOf(
      group.map(({ hypervisor }) => hypervisor.name),
      MOST_NAMED,
    );
    const details = new Set(group.map(({ detail }) => detail));
    const why = details.size === 1 ? ` (${first.detail})` : group.map(detailLine).join('');
    return `${WORDINGS[first.kind].text(names, group.length === 1)}${why}`;
  });
  const advice = groups.map((group) => {
    const [first] = group as [UnusableHypervisor];
    return first.remedy ?? WORDINGS[first.kind].next(group, clean);
  });
  const [worst] = groups[0] as [UnusableHypervisor];
  return new WorldError(WORDINGS[worst.kind].code, stories.join('\n'), { next: advice.join('\n') });
}

function detailLine({ hypervisor, detail }: UnusableHypervisor): string {
  return `\n  ${hypervisor.name}: ${detail}`;
}
