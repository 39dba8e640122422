import { expect } from 'chai';
import { allocate } from '../../../../src/core/allocation/allocate.ts';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { ReadHosts } from '../../../../src/core/sockets/read-hosts.ts';
import { hostsNamedIn, type LabHosts, labHosts, type NamedHost } from '../../../../src/features/links/lab-hosts.ts';
import { netLab } from '../../../support/read.ts';
import { tableOf } from '../../../support/socket-tables.ts';

const HOSTS = new ReadHosts(tableOf([], {}, { addresses: ['127.0.0.1', '192.0.2.1'] }), [
  tableOf([], {}, { host: 'beta', addresses: ['127.0.0.1', '192.0.2.2'] }),
]);
const [beta] = HOSTS.others;

function hostsFor(named: Readonly<Record<string, NamedHost>>): LabHosts {
  return labHosts(new Map(Object.entries(named)), HOSTS);
}

describe('hostsNamedIn', () => {
  it('names the hosts of hypervisors, and those that NIOs send to', () => {
    const lab = netLab('[alpha:7200]\n[[ROUTER R1]]\nf0/0 = NIO_udp:10000:gamma:10001\n[beta:7200]\n[[ROUTER R2]]\n');
    expect([...hostsNamedIn([allocate(lab, 'dynagen')])]).to.have.members(['alpha', 'beta', 'gamma']);
    // Also those of links that are added while the lab runs.
    const later: Lab = { ...lab, links: [], events: lab.links.map((link) => ({ type: 'add', link })) };
    expect([...hostsNamedIn([allocate(later, 'dynagen')])]).to.have.members(['alpha', 'beta', 'gamma']);
  });
});

describe('labHosts', () => {
  it('takes a name of this host for this host', () => {
    const hosts = hostsFor({ alpha: { addresses: ['192.0.2.1'], isThisHost: true } });
    expect(hosts.viewOf('alpha')).to.equal(HOSTS.here);
    expect(hosts.addressesOf('alpha')).to.include('192.0.2.1');
  });

  it('takes the loopback and a wildcard for this host without a look-up', () => {
    for (const host of ['localhost', '127.0.0.1', '::1', '0.0.0.0'])
      expect(hostsFor({}).viewOf(host), host).to.equal(HOSTS.here);
  });

  it('finds another host by the name that it was read by, with the addresses that it has itself', () => {
    const hosts = hostsFor({ beta: { addresses: [], isThisHost: false } });
    expect(hosts.viewOf('BETA.')).to.equal(beta);
    expect(hosts.addressesOf('BETA.')).to.include('192.0.2.2');
  });

  it('finds another host by one of its addresses', () => {
    const named = { 'beta.example.org': { addresses: ['192.0.2.2'], isThisHost: false } };
    expect(hostsFor(named).viewOf('beta.example.org')).to.equal(beta);
  });

  it('has no sockets of a host that was not read, but its addresses', () => {
    const hosts = hostsFor({ gamma: { addresses: ['192.0.2.3'], isThisHost: false } });
    expect(hosts.viewOf('gamma')).to.equal(undefined);
    expect(hosts.addressesOf('gamma')).to.deep.equal(['192.0.2.3']);
  });

  it('finds no host by an address of the loopback, which every host has', () => {
    const hosts = hostsFor({ delta: { addresses: ['127.0.0.1'], isThisHost: false } });
    expect(hosts.viewOf('delta')).to.equal(undefined);
  });
});
