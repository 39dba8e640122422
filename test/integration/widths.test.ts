import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { standInFor } from '../support/namespaces-needed.ts';
import { makeTwoHosts, type TwoHosts, whatIsMissing } from '../support/network-namespace.ts';
import type { ScreensAndResult } from '../support/run-screens.ts';
import { screenFaults } from '../support/screen-faults.ts';

const SCENARIOS = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'));

/** Commands that look at a host, on one where nothing of a lab runs and which has no way to another. */
const COMMANDS: readonly (readonly string[])[] = [
  ['links'],
  ['probe'],
  ['reach', '--timeout', '1s'],
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

  for (const command of COMMANDS)
    it(`${command.join(' ')} shows every port, device and interface whole`, async () => {
      // Of a host whose address is not known no port is tried, and none is shown.
      const names = SCENARIOS.filter((name) => command[0] !== 'reach' || name !== 'remote-hypervisors.yaml');
      const commands = names.map((name) => [...command, `scenarios/${name}`]);
      const { code, stdout, stderr } = await hosts.far.run(process.execPath, [
        '--import=tsx',
        'test/support/run-screens.ts',
        JSON.stringify({ widths: [60, 80, 200], commands }),
      ]);
      expect(code, stderr).to.equal(0);
      const results: ScreensAndResult[] = JSON.parse(stdout);
      expect(results).to.have.length(commands.length);
      const faults = results.flatMap(({ args, json, screens }) => {
        expect(json, args.join(' ')).to.not.include('"USAGE"');
        const result = JSON.parse(json);
        return screens.flatMap(({ columns, text }) =>
          screenFaults(text, result, columns).map((fault) => `${args.join(' ')}: ${fault}`),
        );
      });
      expect(faults).to.deep.equal([]);
    }).timeout(600_000);
});
