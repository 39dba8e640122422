import { InterruptedError } from '../../../core/errors/interrupted-error.ts';
import { WorldError } from '../../../core/errors/world-error.ts';
import { labWords } from '../../../core/model/command-word.ts';
import type { LabModel } from '../../../core/model/lab-model.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { RehearsalLeftovers } from './cleanup.ts';
import { type Obstacle, RehearsalRefused } from './open-hypervisor.ts';

const DELETED = 'everything that was made is deleted again';

/** What ended a rehearsal, as an error that says what to do; bugs of ours stay what they are. */
export function rehearsalError(error: unknown, model: LabModel): unknown {
  const clean = `niostat rehearse --clean ${labWords(model)}`;
  if (error instanceof RehearsalRefused) return refusal(error.obstacles, clean);
  if (error instanceof RehearsalLeftovers) {
    const first = error.cause instanceof Error ? `${error.cause.message}\n` : '';
    return new WorldError('LEFTOVERS', `${first}could not delete everything again: ${error.message}`, {
      next: `when they can be reached: ${clean}`,
      cause: error.cause,
    });
  }
  if (error instanceof HypervisorError) {
    const isLate = error.code === 'TIMEOUT';
    return new WorldError('BROKE_OFF', `${error.message}; ${DELETED}`, {
      next: isLate
        ? `if it carries out later what it was asked: ${clean}`
        : 'niostat probe says what the hypervisors are doing',
      cause: error,
    });
  }
  const { name, message, code, syscall } = error as NodeJS.ErrnoException;
  if (name === 'AbortError') return new InterruptedError(`interrupted; ${DELETED}`);
  if (code === undefined || syscall === undefined) return error;
  return new WorldError(code, `${message}; ${DELETED}`, { cause: error });
}

const OBSTACLES: Readonly<Record<Obstacle['kind'], { code: string; text: string; next: (clean: string) => string }>> = {
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

function refusal(obstacles: readonly Obstacle[], clean: string): WorldError {
  const worst = (['busy', 'unreached', 'silent', 'leftovers'] as const).find((kind) =>
    obstacles.some((one) => one.kind === kind),
  );
  const { code, next } = OBSTACLES[worst ?? 'busy'];
  const lines = obstacles.map(
    ({ hypervisor, kind, detail }) => `${hypervisor.name} ${OBSTACLES[kind].text}: ${detail}`,
  );
  return new WorldError(code, lines.join('\n'), { next: next(clean) });
}
