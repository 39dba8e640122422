import { expect } from 'chai';
import type { Gns3Server, ServerCompute } from '../../../../src/core/open-project/server.ts';
import { placesOf } from '../../../../src/world/gns3-host/places.ts';
import { HostNames } from '../../../../src/world/network/host-names.ts';

const names = new HostNames({
  lookup: async (host) => (host === 'vm' ? [{ address: '10.66.0.2', family: 4 }] : []),
  ownAddresses: () => ['127.0.0.1', '10.66.0.1'],
});

function compute(id: string, host: string): ServerCompute {
  return { id, name: `compute of ${id}`, host, port: 3080, protocol: 'http', isConnected: true };
}

const LOCAL = compute('local', '127.0.0.1');
const FAR = compute('f4f4', '10.66.0.2');

function server(host: string, isHere: boolean): Gns3Server {
  return { host, port: 3080, protocol: 'http', api: 'v2', version: '2.2.59', isHere };
}

/** Where each compute is read: `here`, a destination of ssh, or why it is not. */
async function placed(
  at: Gns3Server,
  computes: readonly ServerCompute[],
  hosts: readonly string[] = [],
  isAsked = false,
): Promise<Record<string, string>> {
  const options = { ssh: { isAsked, hosts }, names };
  const { here, there, notRead } = await placesOf(computes, { server: at }, options, new AbortController().signal);
  return Object.fromEntries([
    ...here.map((id) => [id, 'here']),
    ...there.flatMap(({ destination, computes: on }) => on.map(({ id }) => [id, destination])),
    ...notRead.map(({ computeId, why }) => [computeId, why]),
  ]);
}

describe('placesOf', () => {
  const here = server('127.0.0.1', true);

  it('reads this host for the server and for what has an address of it, and says how to read others', async () => {
    expect(await placed(here, [LOCAL, compute('second', '10.66.0.1'), FAR])).to.deep.equal({
      ...{ local: 'here', second: 'here' },
      f4f4: 'it is on 10.66.0.2: add --ssh, or --host USER@10.66.0.2',
    });
  });

  it('advises no --host to a command whose --host is another thing', async () => {
    const options = { ssh: { isAsked: false, hosts: [], takesHosts: false }, names };
    const { notRead } = await placesOf([FAR], { server: here }, options, new AbortController().signal);
    expect(notRead.map(({ why }) => why)).to.deep.equal(['it is on 10.66.0.2: add --ssh']);
  });

  it('says it in a word that a shell does not run', async () => {
    expect(await placed(here, [compute('f4f4', '$(id)')])).to.deep.equal({
      f4f4: "it is on $(id): add --ssh, or --host 'USER@$(id)'",
    });
  });

  it("takes the server's own host for its own compute, which it calls 127.0.0.1", async () => {
    expect(await placed(server('10.66.0.2', false), [LOCAL], [], true)).to.deep.equal({ local: '10.66.0.2' });
  });

  it('finds the compute of a destination by address, name or id', async () => {
    const others = [LOCAL, FAR, compute('g5g5', '10.66.0.3')];
    for (const host of ['gns3@10.66.0.2', 'gns3@f4f4', 'gns3@compute of f4f4', 'gns3@vm']) {
      const found = await placed(here, others, [host]);
      expect(found, host).to.include({ local: 'here', f4f4: host });
      expect(found['g5g5'], host).to.match(/^it is on 10.66.0.3/);
    }
  });

  it('takes a destination that nothing names for the one compute that is elsewhere', async () => {
    expect(await placed(here, [LOCAL, FAR], ['gns3@lab'])).to.deep.equal({ local: 'here', f4f4: 'gns3@lab' });
  });

  it('takes it for the host of the server behind a tunnel where no compute is elsewhere', async () => {
    expect(await placed(here, [LOCAL], ['gns3@lab'])).to.deep.equal({ local: 'gns3@lab' });
    // This host itself is no other end of a tunnel.
    expect(await placed(here, [LOCAL], ['root@127.0.0.1'])).to.deep.equal({ local: 'here' });
  });
});
