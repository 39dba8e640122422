import { expect } from 'chai';
import { untilInterrupted } from '../../../src/cli/interrupt.ts';

describe('an interruption', () => {
  // Those with which, by "Signal events" of Node, a user, a system or a terminal ends a program.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) {
    it(`by ${signal} lets the work end in order, and leaves no listener`, async () => {
      const others = process.listeners(signal);
      const { result, isInterrupted } = await untilInterrupted(async (abort) => {
        const aborted = new Promise((resolve) => abort.addEventListener('abort', () => resolve('left in order')));
        // Not to what others have for it: the browsers of tests are closed at one, and the process with them.
        for (const listener of process.listeners(signal)) if (!others.includes(listener)) listener(signal);
        return aborted;
      });
      expect([result, isInterrupted]).to.deep.equal(['left in order', true]);
      expect(process.listeners(signal)).to.deep.equal(others);
    });
  }
});
