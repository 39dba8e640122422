import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { type HostileHypervisor, type Hostility, startHostileHypervisor } from '../support/hostile-hypervisor.ts';
import { niostatWithPeak } from '../support/peak-memory.ts';
import { freePorts } from '../support/real-sockets.ts';

/** More than anybody has, and as much as a reply holds. */
const MANY = 60_000;

/** Such as a rehearsal makes, each of another one. */
function leftName(module: string, index: number): string {
  const run = index.toString(16).padStart(8, '0');
  return `niostat-${run}-${module === 'nio' ? 'waker' : 'switch-1'}`;
}

const KINDS: Readonly<Record<string, Hostility>> = {
  'routers and NIOs': { objects: { vm: MANY, nio: MANY } },
  'leftovers of rehearsals': { objects: { nio: MANY, ethsw: MANY }, nameOf: leftName },
};

/** The flags of a command, and what it may exit with. */
const COMMANDS: ReadonlyArray<readonly [words: readonly string[], codes: readonly number[]]> = [
  [['probe'], [3]],
  [
    ['preflight', '--rehearse'],
    [1, 3],
  ],
  [['rehearse'], [3]],
  [
    ['rehearse', '--clean'],
    [0, 1],
  ],
  [['links', '--counters'], [1]],
];

describe('a hypervisor that invents', () => {
  const folder = new Folder();

  for (const [kind, hostility] of Object.entries(KINDS)) {
    describe(`${MANY} ${kind}`, () => {
      let hypervisor: HostileHypervisor;
      let lab = '';

      before(async () => {
        hypervisor = await startHostileHypervisor(hostility);
        const [base = 0] = await freePorts(2);
        lab = folder.file(
          `${hypervisor.port}.net`,
          `[127.0.0.1:${hypervisor.port}]\nudp = ${base}\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n`,
        );
      });
      after(() => hypervisor.stop());

      for (const [words, codes] of COMMANDS) {
        it(`costs ${words.join(' ')} at most 250 MiB, and a bounded number of questions`, async () => {
          const before = hypervisor.commands.length;
          const { code, peakMib, stderr } = await niostatWithPeak([...words, lab]);
          expect(code, stderr).to.be.oneOf([...codes]);
          expect(peakMib).to.be.below(250);
          // 4096 of each kind, and a few dozen lists.
          expect(hypervisor.commands.length - before).to.be.below(2 * 4096 + 100);
        });
      }
    });
  }
});
