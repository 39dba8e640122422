/** What docs/TEACHING.md says to a teacher: every command runs, and shows what the page says of it. */
import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { BELIEFS } from '../../src/core/teach/beliefs.ts';
import { REFUTED_AT } from '../../src/core/teach/refuted-at.ts';
import { niostatAll } from '../support/run-in-process.ts';
import { readProjectFile } from '../support/source-files.ts';

const PAGE = readProjectFile('docs/TEACHING.md');

/** Cells of the rows of all tables below a heading, their heads left out. */
function rowsBelow(heading: string): string[][] {
  const section = PAGE.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(1).map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));
}

/** What each command must show, worked out by hand in test/support/lesson-answers.ts. */
const SHOWN: Readonly<Record<string, RegExp>> = {
  'one-port-per-link': /gives R2 f0\/0 port 10001/,
  'by-router': /gives R1 f1\/0 port 10003/,
  'order-is-nothing': /gives R1 f1\/0 port 10005/,
  'source-owns-link': /localhost:7200 gives R2 f0\/0 port 10001/,
  'one-counter-per-host': /localhost:7201 gives R3 f0\/0 port 10100/,
  'next-free': /206/,
  'error-always': /SO_REUSEADDR .*Linux allows it/,
  'first-keeps': /A frame of R2 f0\/0 comes back to R2 f0\/0/,
  'copy-for-all': /A frame of R1 f0\/0 arrives at R2 f0\/0/,
  'one-port-is-broken': /The link R2 f0\/0 -- R3 f1\/0 works/,
  'established-is-up': /A frame of R1 f1\/0 is lost/,
  'stop-is-told': /localhost:7201 stops/,
  'open-door': /A frame of R2 f1\/0 is lost/,
  'base-console-too': /2000.*2001/,
  'tcp-is-udp': /TCP and UDP ports are apart/,
  'control-carries-frames': /sends to 10\.0\.0\.2:10000/,
  'hundred-is-hundred-links': /goes to 10004/,
  'ports-come-back': /gives SW1 3 port 10004/,
  'two-in-gns3': /20002 and 20003/,
  'one-ubridge-per-link': /20004 and 20005/,
  'by-hand-counts': /gives R1 f1\/0 port 10000/,
  'localhost-is-my-pc': /sends to localhost:10002/,
  'any-gap-will-do': /gives R1 f1\/0 port 10004/,
};

describe('docs/TEACHING.md', () => {
  const misconceptions = rowsBelow('Common misconceptions');
  const commands = misconceptions.map(([name = '', , , command = '']) => ({
    name,
    words: /^`niostat (.+)`$/.exec(command)?.[1]?.split(' ') ?? [],
  }));

  it('has a row for every belief, and for no other thing', () => {
    const names = misconceptions.map(([name]) => name);
    expect(names.toSorted()).to.deep.equal(Object.keys(REFUTED_AT).toSorted());
    expect(names).to.include.members(BELIEFS.map(({ id }) => id));
  });

  it('shows with each command what the row says', async () => {
    const runs = await niostatAll(commands.map(({ words }) => words));
    for (const [index, { code, stdout }] of runs.entries()) {
      const { name = '', words = [] } = commands[index] ?? {};
      expect(code, words.join(' ')).to.equal(0);
      expect(stdout.replace(/\s+/g, ' '), words.join(' ')).to.match(SHOWN[name] ?? /$^/);
    }
  });

  it('names the lab and the Dynamips at which a quiz and a lesson send the reader', () => {
    for (const { name, words } of commands.filter(({ words }) => words[1] === 'walk')) {
      const { lab, dynamips } = REFUTED_AT[name] ?? {};
      expect([words[2], words[words.indexOf('--dynamips') + 1]], name).to.deep.equal([lab, dynamips ?? words[0]]);
    }
  });

  for (const [heading, end] of [
    ['45 minutes', 45],
    ['90 minutes', 90],
  ] as const) {
    it(`has a plan of ${heading} that can be kept`, () => {
      const rows = rowsBelow(heading);
      const starts = rows.map(([minute]) => Number(minute));
      expect(starts[0]).to.equal(0);
      for (const [index, [, students = '', you = '']] of rows.entries()) {
        const minutes = (starts[index + 1] ?? end) - (starts[index] ?? end);
        expect(minutes, `row ${index + 1}`).to.be.greaterThan(0);
        const needed = [...students.matchAll(/`niostat teach ([a-z0-9-]+)`/g)].map(([, id = '']) => minutesOf(id));
        const sum = needed.reduce((all, one) => all + one, 0);
        expect(sum, `${students} ${you}`).to.be.at.most(minutes);
      }
    });
  }
});

/** How many minutes a lesson says that it takes; 0 for what is no lesson. */
function minutesOf(id: string): number {
  const folder = new URL('../../scenarios/lessons/', import.meta.url);
  if (!readdirSync(folder).includes(`${id}.yaml`)) throw new Error(`there is no lesson ${id}`);
  return Number(/^minutes: (\d+)$/m.exec(readProjectFile(`scenarios/lessons/${id}.yaml`))?.[1]);
}
