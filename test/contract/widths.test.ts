import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { niostat } from '../support/run-in-process.ts';
import { screenFaults } from '../support/screen-faults.ts';

const SCENARIOS = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'));

/** Commands that look at the lab file alone. */
const COMMANDS: readonly (readonly string[])[] = [['simulate'], ['check', '-v'], ['plan'], ['firewall', '-v']];

describe('screens, at every width', () => {
  for (const command of COMMANDS)
    for (const columns of [60, 80, 200])
      it(`${command.join(' ')} shows every port, device and interface whole on ${columns} columns`, async () => {
        const faults: string[] = [];
        for (const scenario of SCENARIOS) {
          const args = [...command, `scenarios/${scenario}`];
          const { stdout, stderr } = await niostat(args, { columns });
          const { stdout: json } = await niostat([...args, '--json']);
          expect(json, scenario).to.not.include('"USAGE"');
          faults.push(
            ...screenFaults(stdout + stderr, JSON.parse(json), columns).map((fault) => `${scenario}: ${fault}`),
          );
        }
        expect(faults).to.deep.equal([]);
      });
});
