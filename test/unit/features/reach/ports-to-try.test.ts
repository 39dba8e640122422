import { expect } from 'chai';
import { LabModel } from '../../../../src/core/model/lab-model.ts';
import { portsToTry } from '../../../../src/features/reach/ports-to-try.ts';
import { netLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** R1 on this host, R2 and R3 on two others; every router is linked with every other. */
const lab = netLab(file`
  [localhost:7200]
  udp = 10000
  [[ROUTER R1]]
  f0/0 = R2 f0/0
  f0/1 = R3 f0/0
  [beta:7200]
  udp = 10100
  [[ROUTER R2]]
  f0/1 = R3 f0/1
  [gamma:7200]
  udp = 10200
  [[ROUTER R3]]
  `);

const none = { udpPorts: [], tcpPorts: [] };

function planned(hosts: readonly string[], named: Parameters<typeof portsToTry>[2] = none, labs = [lab]) {
  return portsToTry(hosts, LabModel.of(labs, {}), named);
}

describe('portsToTry', () => {
  it('tries what this host has to send, and lists what the others have', () => {
    const { hosts, elsewhere } = planned([]);
    const ports = Object.fromEntries(
      hosts.map(({ host, ports: all }) => [
        host,
        all.map((one) => `${one.protocol} ${one.port} ${one.from === 'lab' && one.purpose}`),
      ]),
    );
    // Consoles are 2000 and up over the whole lab, AUX ports 2100 and up.
    expect(ports).to.deep.equal({
      localhost: ['tcp 2000 console', 'tcp 2100 aux', 'tcp 7200 control'],
      beta: ['tcp 2001 console', 'tcp 2101 aux', 'tcp 7200 control', 'udp 10100 nio'],
      gamma: ['tcp 2002 console', 'tcp 2102 aux', 'tcp 7200 control', 'udp 10200 nio'],
    });
    const others = elsewhere.map(
      ({ from, to, ports: all }) => `${from} ${to} ${all.map(({ first, last }) => `${first}-${last}`)}`,
    );
    expect(others.sort()).to.deep.equal([
      'beta gamma 10201-10201',
      'beta localhost 10000-10000',
      'gamma beta 10101-10101',
      'gamma localhost 10001-10001',
    ]);
  });

  it('a token is for other hosts, unless this one is the only one or was named', () => {
    const expecting = (hosts: readonly string[], labs = [lab]) =>
      planned(hosts, { udpPorts: [9], tcpPorts: [] }, labs).hosts.flatMap(({ host, expectsResponder }) =>
        expectsResponder ? [host] : [],
      );
    expect(expecting([])).to.deep.equal(['beta', 'gamma']);
    expect(expecting(['localhost'])).to.deep.equal(['localhost', 'beta', 'gamma']);
    expect(expecting(['127.0.0.1'], [])).to.deep.equal(['127.0.0.1']);
  });

  it('tries the named ports on every host, and none twice', () => {
    const { hosts } = planned(['beta', 'delta'], { udpPorts: [10_100, 10_500], tcpPorts: [22] });
    const of = (name: string) => hosts.find(({ host }) => host === name)?.ports.map(({ port }) => port);
    expect(of('beta')).to.deep.equal([22, 2001, 2101, 7200, 10_100, 10_500]);
    expect(of('delta')).to.deep.equal([22, 10_100, 10_500]);
  });

  it('knows whose NIO a port is', () => {
    const { hosts } = planned([]);
    const beta = hosts.find(({ host }) => host === 'beta')?.ports ?? [];
    const owners = beta.flatMap((one) => (one.from === 'lab' && one.purpose === 'nio' ? [one.hypervisor?.name] : []));
    expect(owners).to.deep.equal(['beta:7200']);
  });
});
