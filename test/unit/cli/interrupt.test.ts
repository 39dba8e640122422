import { expect } from 'chai';
import { untilInterrupted } from '../../../src/cli/interrupt.ts';

describe('an interruption', () => {
  // Those with which, by "Signal events" of Node, a user, a system or a terminal ends a program.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) {
    it(`by ${signal} lets the work end in order, and leaves no listener`, async () => {
      const before = process.listenerCount(signal);
      const { result, isInterrupted } = await untilInterrupted(async (abort) => {
        const aborted = new Promise((resolve) => abort.addEventListener('abort', () => resolve('left in order')));
        process.emit(signal, signal);
        return aborted;
      });
      expect([result, isInterrupted]).to.deep.equal(['left in order', true]);
      expect(process.listenerCount(signal)).to.equal(before);
    });
  }
});
