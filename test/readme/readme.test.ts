/**
 * Does what the README tells its reader to do, and compares what is printed with what it shows; `npm run
 * readme -- --write` brings it up to date. Needs a build, and for the live sections root.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { standInFor } from '../support/namespaces-needed.ts';
import { HAS_PSEUDO_TERMINAL } from '../support/pseudo-terminal.ts';
import { staleness } from '../support/readme/currency.ts';
import {
  COLUMNS,
  type Done,
  doneSection,
  LIMIT_MS,
  NOT_DONE,
  needsHosts,
  STAGE_LACK,
} from '../support/readme/stage.ts';
import { sectionsOf } from '../support/readme/steps.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const SECTIONS = sectionsOf(readFileSync(join(ROOT, 'README.md'), 'utf8'));

describe('the README', () => {
  for (const [command, why] of Object.entries(NOT_DONE)) {
    it(`says ${command}, which is not done again here: ${why}`, () => {
      const pasted = SECTIONS.flatMap(({ steps }) => steps).filter(({ kind }) => kind === 'paste');
      expect(pasted.filter((step) => step.command.includes(command))).to.have.length(1);
    });
  }

  for (const section of SECTIONS) {
    describe(section.title, function () {
      this.timeout(LIMIT_MS);
      if (!HAS_PSEUDO_TERMINAL) {
        it.skip('is not tested here: there is no script of util-linux');
        return;
      }
      if (STAGE_LACK !== undefined && section.steps.some(needsHosts)) {
        standInFor(STAGE_LACK);
        return;
      }
      let all: Done[] = [];
      before(async () => {
        all = await doneSection(section);
      });

      for (const [index, { kind, host, command }] of section.steps.entries()) {
        const title = kind === 'stop' ? 'Ctrl-C' : command.replace(/\n[\s\S]*/, ' …');
        it(`${host}$ ${title}`, () => {
          const done = all[index] as Done;
          expect(staleness(done, ROOT)).to.equal(undefined);
          expect(done.faults).to.deep.equal([]);
          expect(done.lines.filter((line) => line.length > COLUMNS)).to.deep.equal([]);
          // What ends in 1 has found something and says so; what ends in 2 or more is no example of use.
          const hasFound = done.lines.some((line) => /[✗!]/.test(line));
          expect(done.code ?? 0, 'exit code').to.be.oneOf(hasFound ? [0, 1] : [0]);
        });
      }
    });
  }
});
