import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { standInFor } from '../support/namespaces-needed.ts';
import { makeTwoHosts, type TwoHosts, whatIsMissing } from '../support/network-namespace.ts';
import type { ScreenAndResult } from '../support/run-screens.ts';
import { screenFaults } from '../support/screen-faults.ts';

const SCENARIOS = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'));

/** Commands that look at a host, on one where nothing of a lab runs and which has no way to another. */
const COMMANDS: readonly (readonly string[])[] = [
  ['links'],
  ['probe', '-v'],
  ['reach', '-v', '--timeout', '1s'],
  ['rehearse'],
  ['preflight', '-v', '--timeout', '1s'],
];

const LACK = whatIsMissing(['ip']);

describe('screens of commands that look at a host, at every width', () => {
  if (LACK !== undefined) {
    standInFor(LACK);
    return;
  }

  let hosts: TwoHosts;

  before(async () => {
    hosts = await makeTwoHosts();
  });

  after(async () => {
    await hosts?.remove();
  });

  for (const columns of [60, 80, 200])
    it(`show every port, device and interface whole on ${columns} columns`, async () => {
      const commands = COMMANDS.flatMap((command) => SCENARIOS.map((name) => [...command, `scenarios/${name}`]));
      const { code, stdout, stderr } = await hosts.far.run(process.execPath, [
        '--import=tsx',
        'test/support/run-screens.ts',
        JSON.stringify({ columns, commands }),
      ]);
      expect(code, stderr).to.equal(0);
      const results: ScreenAndResult[] = JSON.parse(stdout);
      for (const { json } of results) expect(json).to.not.include('"USAGE"');
      const faults = results.flatMap(({ args, screen, stderr: said, json }) => {
        const result = JSON.parse(json);
        // What ends a command early is told on standard error.
        return screenFaults(screen + said, result, columns).map((fault) => `${args.join(' ')}: ${fault}`);
      });
      expect(results).to.have.length(commands.length);
      expect(faults).to.deep.equal([]);
    });
});
