import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { Connections, type MadeWay } from '../../../../src/world/network/connections.ts';

/** Both ends of one connection. */
interface Pair {
  readonly client: Socket;
  readonly served: Socket;
}

describe('Connections', () => {
  let server: Server;
  let pairs: Pair[];
  let told: MadeWay[];
  let connections: Connections;

  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    pairs = [];
    told = [];
    connections = new Connections(3, (madeWay) => told.push(madeWay));
  });
  afterEach(async () => {
    for (const { client } of pairs) client.destroy();
    connections.closeAll();
    server.close();
    await once(server, 'close');
  });

  /** A new connection, and whether it was let in. */
  async function come(): Promise<Pair & { readonly isIn: boolean }> {
    const accepted = once(server, 'connection');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
    const [served] = (await accepted) as [Socket];
    served.on('error', () => undefined);
    const pair = { client, served };
    pairs.push(pair);
    return { ...pair, isIn: connections.admit(served) };
  }

  const nameOf = ({ served }: Pair): string => `127.0.0.1:${served.remotePort}`;

  it('lets in as many as there may be, and nobody makes way', async () => {
    for (let count = 0; count < 3; count++) expect((await come()).isIn).to.equal(true);
    expect(told).to.deep.equal([]);
  });

  it('closes the one that has been idle longest when one more comes', async () => {
    const [first, second, third] = [await come(), await come(), await come()];
    const names = [first, second, third].map(nameOf);
    connections.busy(first.served);
    connections.idle(first.served);
    const fourth = await come();
    expect([fourth.isIn, second.served.destroyed]).to.deep.equal([true, true]);
    expect([first, third, fourth].map(({ served }) => served.destroyed)).to.deep.equal([false, false, false]);
    expect(told).to.have.length(1);
    expect(told[0]).to.include({ gone: names[1], newcomer: nameOf(fourth) });
    expect((await come()).isIn).to.equal(true);
    expect(told[1]?.gone).to.equal(names[2]);
  });

  it('never closes one whose request is in progress', async () => {
    const [first, second, third] = [await come(), await come(), await come()];
    for (const { served } of [first, second]) connections.busy(served);
    expect((await come()).isIn).to.equal(true);
    expect([first, second, third].map(({ served }) => served.destroyed)).to.deep.equal([false, false, true]);
  });

  it('turns the newcomer away where every other has a request in progress', async () => {
    const all = [await come(), await come(), await come()];
    for (const { served } of all) connections.busy(served);
    const newcomer = await come();
    expect([newcomer.isIn, newcomer.served.destroyed]).to.deep.equal([false, true]);
    expect(all.map(({ served }) => served.destroyed)).to.deep.equal([false, false, false]);
    expect(told[0]?.newcomer).to.equal(undefined);
    // Two requests of one connection: it is idle when both are answered.
    const first = all[0] as Pair;
    connections.busy(first.served);
    connections.idle(first.served);
    expect((await come()).isIn).to.equal(false);
    connections.idle(first.served);
    expect((await come()).isIn).to.equal(true);
    expect(first.served.destroyed).to.equal(true);
  });

  it('counts those no more that have gone by themselves', async () => {
    const [first] = [await come(), await come(), await come()];
    const gone = once(first.served, 'close');
    first.served.resume();
    first.client.destroy();
    await gone;
    expect((await come()).isIn).to.equal(true);
    expect(told).to.deep.equal([]);
  });
});
