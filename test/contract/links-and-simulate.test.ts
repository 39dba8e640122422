import { expect } from 'chai';
import { niostat } from '../support/run-in-process.ts';

/** Labs with links that are refused, with a hypervisor that stops, with tunnels, and in a wrapper. */
const LABS = [
  'scenarios/broken-links.yaml',
  'scenarios/stop-hypervisor.yaml',
  'scenarios/link-churn-gns3-server.yaml',
  'test/fixtures/cases/two-routers.gns3',
  'test/fixtures/cases/pemu.net',
];

interface Named {
  readonly name?: string;
  readonly isTunnel?: true;
}

describe('niostat links and niostat simulate', () => {
  for (const lab of LABS) {
    it(`name the same links of ${lab}`, async () => {
      const json = async (command: string): Promise<{ links: Named[]; notMade?: Named[] }> =>
        JSON.parse((await niostat([command, lab, '--json'])).stdout);
      const links = await json('links');
      // What this host may have in addition has no name in the lab.
      const found = [...links.links, ...(links.notMade ?? [])].filter(({ name, isTunnel }) => name && !isTunnel);
      const simulated = (await json('simulate')).links;
      expect(found.map(({ name }) => name).sort()).to.deep.equal(simulated.map(({ name }) => name).sort());
      expect(simulated).to.not.deep.equal([]);
    });
  }
});
