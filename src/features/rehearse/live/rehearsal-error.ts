import { InterruptedError } from '../../../core/errors/interrupted-error.ts';
import { WorldError } from '../../../core/errors/world-error.ts';
import type { LabModel } from '../../../core/model/lab-model.ts';
import { labWords } from '../../../core/model/lab-words.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import { HypervisorsUnusable, unusableError } from '../unusable-hypervisors.ts';
import { RehearsalLeftovers } from './cleanup.ts';
import { OutOfDescriptors } from './out-of-descriptors.ts';

const DELETED = 'everything that was made is deleted again';

function reasonOf({ name, message }: Error): string {
  return name === 'AbortError' ? 'interrupted' : message;
}

/** What ended a rehearsal, as an error that says what to do; bugs of ours stay what they are. */
export function rehearsalError(error: unknown, model: LabModel): unknown {
  const clean = `niostat rehearse --clean ${labWords(model)}`;
  if (error instanceof HypervisorsUnusable) return unusableError(error.unusable, clean);
  if (error instanceof RehearsalLeftovers) {
    const first = error.cause instanceof Error ? `${reasonOf(error.cause)}\n` : '';
    return new WorldError('LEFTOVERS', `${first}could not delete everything again: ${error.message}`, {
      next: `when they answer again: ${clean}`,
      cause: error.cause,
    });
  }
  if (error instanceof OutOfDescriptors) {
    return new WorldError('OUT_OF_DESCRIPTORS', `${error.message}; ${DELETED}`, {
      next: `start it again; if the lab itself needs more than ${error.limit}, with a higher limit: ulimit -n`,
      cause: error,
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
