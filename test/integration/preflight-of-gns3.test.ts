/**
 * `niostat preflight` of a GNS3 project on a host of its own, whose pool an orphan uBridge has: a network
 * namespace. Needs root and a build.
 */

import { expect } from 'chai';
import type { PreflightResult } from '../../src/features/preflight/result.ts';
import { makeTwoHosts, type TwoHosts, whatIsMissing } from '../support/network-namespace.ts';
import { orphanArguments } from '../support/port-holder.ts';

const LACK = whatIsMissing(['ip']);

describe('niostat preflight of a GNS3 project', () => {
  let hosts: TwoHosts;

  before(async function () {
    if (LACK !== undefined) return this.skip();
    hosts = await makeTwoHosts();
  });

  after(async () => {
    if (LACK === undefined) await hosts.remove();
  });

  async function ask(): Promise<{ readonly code: number | string; readonly result: PreflightResult }> {
    const args = ['bin/run.js', 'preflight', '--json', 'test/fixtures/cases/two-routers.gns3'];
    const { code, stdout } = await hosts.near.run(process.execPath, args);
    return { code, result: JSON.parse(stdout) as PreflightResult };
  }

  function rulesOf({ answers }: PreflightResult): string[] {
    return answers.flatMap(({ id, details }) => details.map(({ severity, rule }) => `${id}: ${severity} ${rule}`));
  }

  it('has nothing against an empty host', async () => {
    const { code, result } = await ask();
    expect([code, rulesOf(result)]).to.deep.equal([0, []]);
  });

  it('finds the orphan that holds 20000 and 20001, and says that the server gives both out again', async () => {
    for (const port of [20_000, 20_001]) {
      const words = orphanArguments('ubridge', { protocol: 'udp', port, isShared: true });
      expect((await hosts.near.run(process.execPath, words)).code).to.equal(0);
    }
    const { code, result } = await ask();
    expect(code).to.equal(1);
    expect(rulesOf(result)).to.deep.equal(['orphans: error orphan', 'ports: error orphan']);
    const [shared] = result.answers.find(({ id }) => id === 'ports')?.details ?? [];
    expect(shared?.message).to.match(/^2 processes of a server that is gone hold 2 UDP ports \(20000-20001\)\. /);
    expect(shared?.remedy).to.match(/`kill \d+ \d+`$/);
  });
});
