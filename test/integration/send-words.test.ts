/** Before which lines `send` asks, against how the real Dynamips reads them. Needs Dynamips. */
import { expect } from 'chai';
import { isDestructive } from '../../src/features/send/send.ts';
import { fc } from '../support/property.ts';
import { SUBJECTS, withClient } from '../support/subjects.ts';

/** Pieces of lines that a parser may read in one way or another. */
const PIECES = ['stop', 'reset', 'st', 'op', 'x', 'STOP', ' ', '\t', '"', '""', '#', '!', '\\', "'"];

/** What `hypervisor parser_test` answers, as words; undefined if the line cannot be read. */
function wordsIn(reply: readonly string[]): string[] | undefined {
  if (!reply.at(-1)?.startsWith('100-')) return undefined;
  return reply.slice(0, -1).map((line) => /^101 arg \d+ \(len \d+\): "(.*)"$/.exec(line)?.[1] ?? line);
}

for (const subject of SUBJECTS.filter(({ isReal }) => isReal)) {
  describe(`send asks before what ${subject.name} takes for destructive`, () => {
    it('in lines of words, quotes and comments', () =>
      withClient(subject, async (client) => {
        const lines = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }).map((all) => all.join(''));
        await fc.assert(
          fc.asyncProperty(lines, async (text) => {
            const words = wordsIn(await client.ask(`hypervisor parser_test ${text}`));
            // `parser_test` shows the words behind it: the first of them is the command of the same line
            // without it.
            const isMeant = ['stop', 'reset'].includes(words?.[0] ?? '');
            expect(isDestructive(`hypervisor ${text}`), text).to.equal(isMeant);
          }),
          { numRuns: 500 },
        );
      }));
  });
}
