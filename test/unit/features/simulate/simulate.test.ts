import { expect } from 'chai';
import type { Assumptions } from '../../../../src/core/model/assumptions.ts';
import { type SimulateOptions, type SimulateResult, simulate } from '../../../../src/features/simulate/simulate.ts';
import { modelOf } from '../../../support/model.ts';
import { netLab, scenarioLab } from '../../../support/read.ts';
import { readProjectFile } from '../../../support/source-files.ts';

/** What becomes of a scenario that is shipped. */
function scenario(name: string, assumptions: Assumptions = {}, options: SimulateOptions = {}): SimulateResult {
  return simulate(modelOf(scenarioLab(readProjectFile(`scenarios/${name}.yaml`)), assumptions), options);
}

/** `R1 f0/0: R2 f0/0, R1 f0/0` for every NIO and whom it hears; a `?` if that may not be all. */
function heard({ nios }: SimulateResult): string[] {
  return nios.map(({ device, interface: port, hears, hearsUnknown }) => {
    const ends = hears.map((end) => `${end.lab === undefined ? '' : `${end.lab}: `}${end.device} ${end.interface}`);
    return `${device} ${port}: ${[...ends, ...(hearsUnknown ? ['?'] : [])].join(', ')}`.trimEnd();
  });
}

describe('simulate', () => {
  it('calls two labs of one name apart in every table', () => {
    const text = '[localhost]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';
    const { labs, links, nios } = simulate(modelOf([netLab(text, 'two.net'), netLab(text, 'two.net')]));
    expect(labs.map(({ name }) => name)).to.deep.equal(['two', 'two (2)']);
    expect(links.map(({ lab }) => lab)).to.deep.equal(['two', 'two (2)']);
    expect(nios.map(({ lab }) => lab)).to.deep.equal(['two', 'two', 'two (2)', 'two (2)']);
  });

  it('says what the file says of the lab', () => {
    expect(scenario('full-mesh-3-routers').labs[0]?.description).to.match(/^One UDP port per link end; /);
  });

  // docs/FACTS.md, "Sharing a port": of sockets with the same four values the newest gets every frame.
  describe('whom a socket hears', () => {
    it('is the other end of its link, where all is well', () => {
      expect(heard(scenario('full-mesh-3-routers'))).to.deep.equal([
        'R1 f0/0: R2 f0/0',
        'R2 f0/0: R1 f0/0',
        'R1 f1/0: R3 f0/0',
        'R3 f0/0: R1 f1/0',
        'R2 f1/0: R3 f1/0',
        'R3 f1/0: R2 f1/0',
      ]);
    });

    it('is everybody for the newest of equal sockets, and nobody for the others', () => {
      const result = scenario('two-hypervisors-same-base', { dynamips: '0.2.24' });
      expect(heard(result)).to.deep.equal(['R1 f0/0:', 'R2 f0/0: R1 f0/0, R2 f0/0']);
      expect(result.links[0]?.ends).to.have.length(2);
      expect(result.links[0]?.ends?.map(({ socket, to }) => [socket, to])).to.deep.equal([
        ['open', 'peer'],
        ['open', 'self'],
      ]);
    });

    it('is itself, where the other NIO was refused', () => {
      const result = scenario('two-hypervisors-same-base', { dynamips: '0.2.14' });
      expect(heard(result)).to.deep.equal(['R1 f0/0: R1 f0/0', 'R2 f0/0:']);
      expect(result.links[0]?.ends?.map(({ socket }) => socket)).to.deep.equal(['open', 'refused']);
    });

    it('names the lab of an end of another lab', () => {
      const text = '[localhost]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';
      const labs = [netLab(text, 'one.net'), netLab(text.replaceAll('localhost', 'localhost:7201'), 'two.net')];
      expect(heard(simulate(modelOf(labs)))).to.deep.equal([
        'R1 f0/0:',
        'R2 f0/0:',
        'R1 f0/0: one: R2 f0/0, R2 f0/0',
        'R2 f0/0: one: R1 f0/0, R1 f0/0',
      ]);
    });

    it('is not known, where the rule of the system is not', () => {
      expect(heard(scenario('windows-shared-port'))).to.deep.equal([
        'R1 f0/0: ?',
        'R2 f0/0: ?',
        'R1 f1/0: R3 f0/0',
        'R3 f0/0: R1 f1/0',
      ]);
    });

    it('is not known, where it depends on an address that is not known', () => {
      expect(heard(scenario('one-machine-two-names'))).to.deep.equal(['R1 f0/0: ?', 'R2 f0/0: ?']);
    });

    it('is not known, where the peer is a program outside the lab', () => {
      expect(heard(scenario('nio-udp-one-way-pointing'))).to.deep.equal(['R1 f0/0:', 'R2 f0/0: ?']);
    });

    it('is the other end of the tunnel, between a router and its uBridge', () => {
      expect(heard(scenario('gns3-server-pool')).slice(0, 3)).to.deep.equal([
        'R1 f0/0: R1 f0/0',
        'R1 f0/0: R1 f0/0',
        'R1 f0/0: R2 f0/0',
      ]);
    });
  });

  it('knows which end has no socket because its hypervisor has stopped', () => {
    const { links } = scenario('stop-hypervisor');
    const [, dead] = links.filter(({ verdict }) => verdict === 'dead');
    expect(dead?.name).to.equal('R3 f1/0 -- R2 f1/0');
    expect(dead?.ends?.map(({ device, socket }) => `${device} ${socket}`)).to.deep.equal(['R3 stopped', 'R2 open']);
    expect(links.find(({ verdict }) => verdict === 'ok')).to.not.have.property('ends');
  });

  describe('the ports of a hypervisor', () => {
    it('are those that its sockets have, and the counter goes on where it stood', () => {
      // Five times two ports were given for the link of R1, from 10000 on, and each time two new ones.
      const [first] = scenario('link-churn').hypervisors;
      expect([first?.portCount, first?.inUse, first?.nextPort]).to.deep.equal([
        12,
        [{ first: 10010, last: 10011 }],
        10012,
      ]);
      expect(first).to.not.have.property('pool');
    });

    it('are none for a NIO that was refused, though the counter has moved', () => {
      const [, second] = scenario('two-hypervisors-same-base', { dynamips: '0.2.14' }).hypervisors;
      expect([second?.portCount, second?.inUse, second?.nextPort]).to.deep.equal([1, [], 10001]);
    });

    it('come from the pool of the host, which goes on at its lowest free port', () => {
      const [first, second] = scenario('gns3-server-pool').hypervisors;
      const pool = { first: 20000, last: 30000, taken: 10, next: 20010 };
      expect([first?.pool, second?.pool]).to.deep.equal([pool, pool]);
      expect(first?.inUse).to.deep.equal([
        { first: 20000, last: 20000 },
        { first: 20002, last: 20003 },
        { first: 20006, last: 20006 },
      ]);
      expect(first).to.not.have.property('nextPort');
    });

    it('are taken from the pool by nodes that start, too', () => {
      // Ten for two links of three routers and a QEMU, two more for the tunnel of the QEMU.
      expect(scenario('gns3-console-moves').hypervisors[0]?.pool).to.include({ taken: 12, next: 20012 });
    });
  });

  it('says what a console was counted from', () => {
    const { consoles } = scenario('consoles-clash');
    expect(consoles[0]).to.include({ device: 'R1', port: 2000, base: 2000, index: 0 });
    expect(consoles[2]).to.include({ device: 'R2', explicit: true }).and.not.have.property('base');
    const moved = scenario('gns3-console-moves').consoles[2];
    expect(moved).to.include({ device: 'R4', port: 5002, written: 5001, base: 5000 }).and.not.have.property('index');
  });

  it('names the program of a socket where the lab says it', () => {
    const programs = ({ nios }: SimulateResult): string[] =>
      nios.map(({ device, program = '-' }) => `${device} ${program}`);
    expect(programs(scenario('gns3-console-moves')).slice(0, 3)).to.deep.equal([
      'Q1 ubridge',
      'R4 dynamips',
      'R4 ubridge',
    ]);
    const wrapped = '[qemu localhost]\n[[QEMU Q1]]\ne0 = R1 f0/0\n[localhost]\n[[ROUTER R1]]\n';
    expect(programs(simulate(modelOf(netLab(wrapped)))).sort()).to.deep.equal(['Q1 -', 'R1 dynamips']);
  });

  describe('a filter', () => {
    const listed = (filter: string): string[] => heard(scenario('link-churn', {}, { filter }));

    it('chooses NIOs by themselves and by the verdict of their link', () => {
      expect(listed('sport = :10010')).to.deep.equal(['R3 f0/0:', 'R1 f0/0: R4 f0/0, R2 f0/0']);
      expect(listed('state misdelivered')).to.deep.equal(['R3 f0/0:', 'R4 f0/0:']);
      expect(listed('device R2')).to.deep.equal(['R2 f0/0: R3 f0/0, R1 f0/0']);
      expect(listed('hypervisor 127.0.0.1:7201 and link "R3"')).to.have.length(2);
      expect(listed('process ubridge')).to.deep.equal([]);
    });

    it('changes nothing else', () => {
      const [all, some] = [scenario('link-churn'), scenario('link-churn', {}, { filter: 'device R2' })];
      expect(some.niosInAll).to.equal(4);
      expect({ ...some, nios: all.nios, niosInAll: undefined }).to.deep.equal({ ...all, niosInAll: undefined });
      expect(all).to.not.have.property('niosInAll');
    });

    it('that cannot be read is an error of the input', () => {
      expect(() => scenario('link-churn', {}, { filter: 'state shared' }))
        .to.throw('the filter cannot be read: column 7')
        .with.property('code', 'BAD_FILTER');
    });
  });
});
