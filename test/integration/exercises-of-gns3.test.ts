/** Exercises on projects of GNS3 with real sockets: what is read of them is what was played. Needs Linux. */
import { expect } from 'chai';
import type { PracticeAct } from '../../src/core/teach/result-file.ts';
import { EXERCISES, stageOf } from '../../src/features/practice/exercises.ts';
import { firstModel, firstTexts, type Texts } from '../../src/features/practice/labs-of-files.ts';
import { claimPlace } from '../../src/features/practice/live/claim-place.ts';
import { embedded } from '../../src/features/practice/live/hypervisors.ts';
import { ServerWorkbench } from '../../src/features/practice/live/server-workbench.ts';
import { machineAfter } from '../../src/features/practice/machine.ts';
import { playedFromModel } from '../../src/features/practice/played.ts';
import { withHypervisor } from '../../src/world/hypervisor/with-hypervisor.ts';
import { MENDS } from '../support/exercise-mends.ts';
import { portsByPid } from '../support/ports-of-places.ts';

const OF_GNS3 = EXERCISES.filter(({ id }) => stageOf(id, '', 0).server !== undefined);

const NO_ACTS: readonly PracticeAct[] = [];

async function say(port: number, ...words: string[]): Promise<void> {
  const address = { host: '127.0.0.1', port, addresses: ['127.0.0.1'] };
  await withHypervisor(address, { timeoutMs: 60_000 }, (client) => client.exchange(words.join(' ')));
}

(process.platform === 'linux' ? describe : describe.skip)('exercises of GNS3 on real sockets', function () {
  this.timeout(300_000);

  for (const exercise of OF_GNS3) {
    it(`${exercise.id}: links and programs are those that were played, after each mend`, async () => {
      const { place, release } = await claimPlace();
      const staged = stageOf(exercise.id, 'real', place.number);
      let files: Texts = firstTexts(staged);
      const bench = new ServerWorkbench(staged, {
        start: embedded(exercise.generation, () => undefined),
        onCommand: () => undefined,
        signal: new AbortController().signal,
        done: () => ({ files, acts: NO_ACTS }),
      });
      try {
        const mends = [{ title: 'nothing', texts: () => ({}) }, ...(MENDS[exercise.id] ?? [])];
        for (const { title, texts } of mends) {
          files = { ...firstTexts(staged), ...texts(staged) };
          const played = playedFromModel(exercise, staged, files, NO_ACTS);
          const report = await bench.load(firstModel(staged), machineAfter(staged, files, NO_ACTS));
          expect(report.notStarted, title).to.deep.equal([]);
          const { links, programs } = await bench.look();
          expect({ links, programs }, title).to.deep.equal({ links: played.links, programs: played.programs });
        }
      } finally {
        await bench.close();
        const left = (await portsByPid([place.number])).get(process.pid);
        await release();
        // The last control port says that the place is taken.
        expect(left).to.deep.equal({ tcp: [place.control + 9], udp: [] });
      }
    });
  }

  it('dead-ubridge: a uBridge that is told to stop is dead, and GNS3 says started', async () => {
    const { place, release } = await claimPlace();
    const [exercise] = OF_GNS3;
    if (exercise === undefined) throw new Error('there is none');
    const staged = stageOf(exercise.id, 'real', place.number);
    const files = { ...firstTexts(staged), ...staged.mend };
    const bench = new ServerWorkbench(staged, {
      start: embedded(exercise.generation, () => undefined),
      onCommand: () => undefined,
      signal: new AbortController().signal,
      done: () => ({ files, acts: NO_ACTS }),
    });
    try {
      await bench.load(firstModel(staged), machineAfter(staged, files, NO_ACTS));
      const before = await bench.look();
      expect(before.links.map(({ state }) => state)).to.deep.equal(['ESTABLISHED', 'ESTABLISHED', 'ESTABLISHED']);
      const [, port = ''] = /uBridge (\d+)/.exec(before.programs?.[0]?.programs ?? '') ?? [];
      await say(Number(port), 'hypervisor', 'stop');
      const { links, programs, stories } = await bench.look();
      expect(links.map(({ state }) => state).sort()).to.deep.equal(['BROKEN', 'BROKEN', 'ESTABLISHED']);
      expect(programs?.[0]).to.include({ serverSays: 'started' });
      expect(programs?.[0]?.programs).to.include('no uBridge');
      expect(stories[0]?.says).to.equal(
        `The uBridge of ${programs?.[0]?.node} has ended, and its sockets with it. The server does not notice.`,
      );
    } finally {
      await bench.close();
      await release();
    }
  });
});
