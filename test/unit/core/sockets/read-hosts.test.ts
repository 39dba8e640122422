import { expect } from 'chai';
import { ReadHosts } from '../../../../src/core/sockets/read-hosts.ts';
import { tableOf } from '../../../support/socket-tables.ts';

const HOSTS = new ReadHosts(tableOf([], {}, { addresses: ['127.0.0.1', '192.0.2.1'] }), [
  tableOf([], {}, { host: 'beta', addresses: ['127.0.0.1', '192.0.2.2'] }),
]);
const [beta] = HOSTS.others;

describe('ReadHosts', () => {
  it('says which host is this one', () => {
    expect(HOSTS.here.name).to.equal('localhost');
    expect(HOSTS.others.map(({ name }) => name)).to.deep.equal(['beta']);
    expect(HOSTS.views).to.deep.equal([HOSTS.here, beta]);
  });

  it('leads an address of the loopback back to the host that sends', () => {
    expect(HOSTS.destination(HOSTS.here, '127.0.0.1')).to.equal(HOSTS.here);
    if (beta === undefined) return expect.fail('there is another host');
    expect(HOSTS.destination(beta, '127.0.0.1')).to.equal(beta);
  });

  it('finds another host by its address, and none for an address of a host that was not read', () => {
    expect(HOSTS.destination(HOSTS.here, '192.0.2.2')).to.equal(beta);
    expect(HOSTS.destination(HOSTS.here, '192.0.2.3')).to.equal(undefined);
  });
});
