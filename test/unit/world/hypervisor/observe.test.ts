import { expect } from 'chai';
import { type Observation, type ObservingOptions, observe } from '../../../../src/world/hypervisor/observe.ts';
import { withHypervisor } from '../../../../src/world/hypervisor/with-hypervisor.ts';
import { type Hostility, startHostileHypervisor } from '../../../support/hostile-hypervisor.ts';

/** For commands that must be answered: a test that needs it has failed. */
const AMPLE_MS = 15_000;

const ENOUGH: ObservingOptions = { questions: 'everything', most: 100, untilMs: Number.POSITIVE_INFINITY };

/** What is seen of such a hypervisor, and the commands that it was told. */
async function observed(
  hostility: Hostility,
  options: Partial<ObservingOptions> = {},
): Promise<{ seen: Observation; asked: (command: string) => number }> {
  const hypervisor = await startHostileHypervisor(hostility);
  try {
    const address = { host: '127.0.0.1', port: hypervisor.port, addresses: ['127.0.0.1'] };
    const conversation = await withHypervisor(address, { timeoutMs: AMPLE_MS }, (client) =>
      observe(client, { ...ENOUGH, ...options }),
    );
    if (!('result' in conversation)) throw new Error('it was not reached');
    const asked = (command: string): number => hypervisor.commands.filter((one) => one.startsWith(command)).length;
    return { seen: conversation.result, asked };
  } finally {
    await hypervisor.stop();
  }
}

describe('observe', () => {
  it('asks about every object where there are few, and leaves nothing out', async () => {
    const { seen, asked } = await observed({ objects: { vm: 100, nio: 3 } });
    expect(seen.leftOut).to.deep.equal([]);
    expect(seen.routers?.every(({ status }) => status === 'running')).to.equal(true);
    expect(seen.nios?.map(({ packetsIn }) => packetsIn)).to.deep.equal([1, 1, 1]);
    expect([asked('vm get_status'), asked('nio get_stats')]).to.deep.equal([100, 3]);
  });

  it('asks about the first of too many, knows all names, and says how many it has left out', async () => {
    const { seen, asked } = await observed({ objects: { vm: 60_000, nio: 101, nio_bridge: 100, ethsw: 60, frsw: 50 } });
    expect([asked('vm get_status'), asked('nio get_stats')]).to.deep.equal([100, 100]);
    expect(seen.leftOut).to.deep.equal([
      { kind: 'switch', number: 10, of: 110, why: 'too many' },
      { kind: 'router', number: 59_900, of: 60_000, why: 'too many' },
      { kind: 'NIO', number: 1, of: 101, why: 'too many' },
    ]);
    expect(seen.routers).to.have.length(60_000);
    expect(seen.routers?.[99]).to.include({ name: 'R99', status: 'running' });
    expect(seen.routers?.[100]).to.include({ name: 'R100', status: 'not asked' });
    expect(seen.nios?.at(-1)).to.deep.equal({ name: 'nio100' });
    expect(seen.error).to.equal(undefined);
  });

  it('asks for the lists, and about nothing, when the time is over', async () => {
    const { seen, asked } = await observed({ objects: { vm: 2, nio: 3 } }, { untilMs: performance.now() });
    expect([asked('vm get_status'), asked('nio get_stats')]).to.deep.equal([0, 0]);
    expect(seen.leftOut).to.deep.equal([
      { kind: 'router', number: 2, of: 2, why: 'time' },
      { kind: 'NIO', number: 3, of: 3, why: 'time' },
    ]);
  });

  for (const instead of ['lines', 'line'] as const) {
    it(`stops at a list without end, of ${instead === 'line' ? 'one line' : 'lines'}, and keeps what it knows`, async () => {
      const { seen } = await observed({
        objects: { nio: 3 },
        instead: (command) => (command === 'ethsw list' ? instead : undefined),
      });
      expect(seen.error?.code).to.equal('ENDLESS_REPLY');
      expect(seen.nios?.map(({ name }) => name)).to.deep.equal(['nio0', 'nio1', 'nio2']);
      expect(seen).to.not.have.property('routers');
    });
  }
});
