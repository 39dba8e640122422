import { expect } from 'chai';
import type { SocketTable } from '../../../../src/core/sockets/socket-table.ts';
import { SocketReadError } from '../../../../src/world/sockets/socket-read-error.ts';
import { readThisHost } from '../../../../src/world/sockets/this-host.ts';

const TABLE: SocketTable = {
  ...{ host: 'localhost', source: 'test', addresses: [], rows: [], processes: new Map(), limits: [] },
  ...{ tellsAge: true, hidesPeers: false },
};

function failing(error: Error): () => Promise<SocketTable> {
  return () => Promise.reject(error);
}

describe('readThisHost', () => {
  it('gives the table, with the owners that are asked for', async () => {
    const asked: boolean[] = [];
    const reading = await readThisHost({ allOwners: true }, async (allOwners) => {
      asked.push(allOwners);
      return TABLE;
    });
    expect(reading).to.deep.equal({ table: TABLE });
    expect(asked).to.deep.equal([true]);
  });

  it('says why a system does not tell', async () => {
    const error = new SocketReadError('netstat did not answer within 20 s');
    expect(await readThisHost({ allOwners: false }, failing(error))).to.deep.equal({
      why: 'netstat did not answer within 20 s',
      cause: error,
    });
  });

  it('says why a file of the system cannot be read', async () => {
    const message = "EACCES: permission denied, open '/proc/net/udp'";
    const error = Object.assign(new Error(message), { code: 'EACCES', syscall: 'open' });
    expect(await readThisHost({ allOwners: false }, failing(error))).to.have.property('why', message);
  });

  it('lets a mistake of the program through', async () => {
    const mistake = new TypeError('rows is not iterable');
    const caught = await readThisHost({ allOwners: false }, failing(mistake)).catch((error: unknown) => error);
    expect(caught).to.equal(mistake);
  });
});
