import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readLab } from '../../../../src/core/lab/read-lab.ts';
import { changeLines, planned, portFindings } from '../../../support/planned.ts';
import { netLab, scenarioLab } from '../../../support/read.ts';

const SCENARIOS = new URL('../../../../scenarios/', import.meta.url);

/** A hypervisor with a router and as many links of it to itself as that many ports need. */
function lab(name: string, ...sections: readonly { at: string; udp?: number; ports: number; more?: string }[]) {
  const text = sections.map(({ at, udp, ports, more = '' }, index) => {
    const links = Array.from({ length: ports / 2 }, (_, n) => `f${n}/0 = ${name}${index} f${n}/1\n`).join('');
    return `[${at}]\n${udp === undefined ? '' : `udp = ${udp}\n`}[[ROUTER ${name}${index}]]\n${more}${links}`;
  });
  return netLab(text.join(''), `${name}.net`);
}

function changes(labs: Parameters<typeof planned>[0], rules = {}, assumptions = {}): string[] {
  return changeLines(planned(labs, rules, assumptions), labs);
}

describe('plan of UDP bases', () => {
  it('leaves labs alone that are well', () => {
    expect(
      changes([lab('A', { at: 'localhost:7200', ports: 4 }, { at: 'localhost:7201', udp: 10004, ports: 2 })]),
    ).to.deep.equal([]);
  });

  it('moves the second of two equals, to the next hundred', () => {
    const same = lab('A', { at: 'localhost:7200', ports: 2 }, { at: 'localhost:7201', ports: 2 });
    expect(changes([same])).to.deep.equal(['localhost:7201 udp 10000 -> 10100']);
  });

  it('moves one that has two neighbours rather than both of them', () => {
    // 10000-10011 meets 10010-10033, which meets 10032-10043.
    const chain = lab(
      'A',
      { at: 'localhost:7200', udp: 10000, ports: 12 },
      { at: 'localhost:7201', udp: 10010, ports: 24 },
      { at: 'localhost:7202', udp: 10032, ports: 12 },
    );
    expect(changes([chain])).to.deep.equal(['localhost:7201 udp 10010 -> 10100']);
  });

  it('moves one more where those that stay would come near each other, and not where they were near before', () => {
    // Without 10010-10021 there are 8 ports between 10011 and 10020, where check knew of no want of room.
    const crowd = lab(
      'A',
      { at: 'localhost:7200', udp: 10000, ports: 12 },
      { at: 'localhost:7201', udp: 10010, ports: 12 },
      { at: 'localhost:7202', udp: 10020, ports: 12 },
    );
    expect(changes([crowd])).to.deep.equal(['localhost:7201 udp 10010 -> 10100', 'localhost:7202 udp 10020 -> 10200']);
    expect(planned([crowd]).changes.at(1)?.reasons).to.deep.equal([
      'takes ports 10020–10021 of localhost:7201 (NIO002 overlapping-ranges)',
    ]);
    const before = lab(
      'A',
      { at: 'localhost:7200', udp: 10000, ports: 2 },
      { at: 'localhost:7201', udp: 10010, ports: 2 },
      { at: 'localhost:7202', udp: 10100, ports: 2 },
      { at: 'localhost:7203', udp: 10100, ports: 2 },
    );
    expect(changes([before])).to.deep.equal(['localhost:7203 udp 10100 -> 10200']);
  });

  it('keeps the larger of two where one must go', () => {
    const unequal = lab('A', { at: 'localhost:7200', ports: 2 }, { at: 'localhost:7201', ports: 40 });
    expect(changes([unequal])).to.deep.equal(['localhost:7200 udp 10000 -> 10100']);
  });

  it('keeps 20 ports free behind what stays and what moves', () => {
    const full = lab(
      'A',
      { at: 'localhost:7200', ports: 90 },
      { at: 'localhost:7201', udp: 10000, ports: 2 },
      { at: 'localhost:7202', udp: 10310, ports: 2 },
    );
    // 10000-10089 needs up to 10109; 10200-10201 up to 10221.
    expect(changes([full])).to.deep.equal(['localhost:7201 udp 10000 -> 10200']);
  });

  it('moves the counter away from a port that is written out, and not the port', () => {
    const explicit = netLab(
      '[localhost]\nudp = 30000\n[[ROUTER R1]]\nf0/0 = NIO_udp:30001:127.0.0.1:20000\nf1/0 = R2 f1/0\n[[ROUTER R2]]\n',
    );
    expect(changes([explicit])).to.deep.equal(['localhost:7200 udp 30000 -> 30100']);
    // 30020 is the last of the 20 ports behind 30000; 30100 is free of it.
    const near = netLab(
      '[localhost]\nudp = 30000\n[[ROUTER R1]]\nf0/0 = NIO_udp:30021:127.0.0.1:20000\nf1/0 = R2 f1/0\n[[ROUTER R2]]\n',
    );
    expect(changes([near])).to.deep.equal(['localhost:7200 udp 30000 -> 30100']);
  });

  it('leaves what only a change of an explicit NIO would mend', () => {
    const tunnels = netLab('[localhost]\n[[ROUTER R1]]\nf0/0 = NIO_udp:9000:a:1\nf1/0 = NIO_udp:9000:b:1\n');
    expect(changes([tunnels])).to.deep.equal([]);
    expect(portFindings([tunnels])).to.have.length(1);
  });

  it('keeps clear of the ports of VPCS, and uses them where nothing else is left', () => {
    const near = lab(
      'A',
      { at: 'localhost:7200', udp: 19_990, ports: 2 },
      { at: 'localhost:7201', udp: 19_990, ports: 2 },
    );
    expect(changes([near])).to.deep.equal(['localhost:7201 udp 19990 -> 20100']);
    const inside = lab(
      'A',
      { at: 'localhost:7200', udp: 20_000, ports: 2 },
      { at: 'localhost:7201', udp: 20_000, ports: 2 },
    );
    expect(changes([inside], { range: { first: 20_000, last: 20_003 } })).to.deep.equal([
      'localhost:7201 udp 20000 -> 20002',
    ]);
  });

  it('takes a smaller stride where hundreds do not fit', () => {
    const two = [lab('A', { at: 'localhost:7200', ports: 6 }, { at: 'localhost:7201', ports: 6 })];
    expect(changes(two, { range: { first: 10_000, last: 10_099 } })).to.deep.equal([
      'localhost:7201 udp 10000 -> 10040',
    ]);
    expect(changes(two, { range: { first: 10_000, last: 10_011 } })).to.deep.equal([
      'localhost:7201 udp 10000 -> 10006',
    ]);
  });

  it('moves more where the fewest leave no room', () => {
    // 1-12 with 5 in the middle (5-8) leaves no 6 in one piece; both must move.
    const tight = [
      lab('A', { at: 'localhost:7200', udp: 2005, ports: 4 }, { at: 'localhost:7201', udp: 2005, ports: 6 }),
    ];
    const plan = planned(tight, { range: { first: 2001, last: 2010 } });
    expect(plan.isLeast).to.equal(true);
    expect(portFindings(plan.labs)).to.deep.equal([]);
    expect(changeLines(plan, tight)).to.deep.equal(['localhost:7200 udp 2005 -> 2001']);
    const tighter = [
      lab('A', { at: 'localhost:7200', udp: 2004, ports: 4 }, { at: 'localhost:7201', udp: 2004, ports: 6 }),
    ];
    expect(changes(tighter, { range: { first: 2001, last: 2010 } })).to.have.length(2);
  });

  it('says how much is missing where there is no room', () => {
    const large = lab('A', { at: '10.0.0.5:7200', ports: 400 }, { at: '10.0.0.5:7201', ports: 412 });
    const { changes: none, obstacles } = planned([large], { range: { first: 10_000, last: 10_499 } });
    expect(none.filter(({ setting }) => setting === 'udp')).to.deep.equal([]);
    expect(obstacles).to.deep.equal([
      { machine: '10.0.0.5', message: 'the labs need 812 UDP ports on 10.0.0.5, and 10000-10499 has 500: 312 too few' },
    ]);
  });

  it('keeps clear of ports in use, on that machine only', () => {
    const inUse = new Map([
      [
        'localhost',
        {
          udp: new Map([
            [10_001, 'webmin (pid 7)'],
            [10_100, 'x'],
          ]),
          tcp: new Map(),
        },
      ],
    ]);
    const one = lab('A', { at: 'localhost:7200', ports: 2 }, { at: 'bender:7200', ports: 2 });
    const plan = planned([one], { inUse });
    expect(changeLines(plan, [one])).to.deep.equal(['localhost:7200 udp 10000 -> 10200']);
    expect(plan.changes[0]?.reasons).to.deep.equal(['takes port 10001, which is in use by webmin (pid 7) now']);
  });

  it('leaves hypervisors alone that GNS3 starts by itself, and moves recorded ones out of their way', () => {
    const text =
      'allocator: gns3-classic\nimages: []\nhypervisors:\n  - { address: "127.0.0.1:7300", baseUdp: 10001 }\ndevices:\n  - { name: R1, hypervisor: "127.0.0.1:7300" }\n  - { name: R2, image: a }\n  - { name: R3, image: a }\nlinks: [R1 f0/0 -- R2 f0/0, R2 f1/0 -- R3 f0/0]\n';
    const one = scenarioLab(text);
    expect(changes([one])).to.deep.equal(['127.0.0.1:7300 udp 10001 -> 10100']);
  });

  it('knows no privileged ports on Windows', () => {
    const low = lab('A', { at: 'localhost:7200', udp: 900, ports: 2 });
    expect(changes([low])).to.deep.equal(['localhost:7200 udp 900 -> 30100']);
    expect(changes([low], {}, { os: 'windows' })).to.deep.equal([]);
  });
});

describe('plan of TCP ports', () => {
  it('mends a written console at its device, and a counted one at the base', () => {
    const text = '[localhost]\nudp = 9000\n[[ROUTER R1]]\nconsole = 2005\n[[ROUTER R2]]\nconsole = 2005\n';
    expect(changes([netLab(text)])).to.deep.equal(['R2 console 2005 -> 2006']);
    const labs = ['a', 'b'].map((name, index) =>
      netLab(`[localhost:${7200 + index}]\nudp = ${9000 + index * 100}\n[[ROUTER ${name}]]\n`, `${name}.net`),
    );
    // Both count from 2000 and 2100; 2100 is the AUX port of the other.
    expect(changes(labs)).to.deep.equal(['localhost:7201 console 2000 -> 2200', 'localhost:7201 aux 2100 -> 2300']);
  });

  it('moves one console that meets two others, and not the two', () => {
    const text = `[localhost]\nudp = 9000\n[[ROUTER R1]]\nconsole = 2005\n[[ROUTER R2]]\nconsole = 2006\n[[ROUTER R3]]\nconsole = 2005\naux = 2006\n`;
    expect(changes([netLab(text)])).to.deep.equal(['R3 console 2005 -> 2007', 'R3 aux 2006 -> 2008']);
  });

  it('takes a change back that a later one has made superfluous, and then claims no least', () => {
    // R1 counts up from 2001, the control port, which R0 has written too. While it does, it is pushed to
    // 2002, where R5 is.
    const text =
      '[localhost:2001]\nudp = 9000\n[[ROUTER R0]]\nconsole = 2001\n[[ROUTER R1]]\n[[ROUTER R5]]\nconsole = 2002\n';
    const one = netLab(text);
    const plan = planned([one]);
    expect(changeLines(plan, [one])).to.deep.equal(['localhost:2001 console 2000 -> 2200', 'R0 console 2001 -> 2003']);
    expect(portFindings(plan.labs)).to.deep.equal([]);
    expect(plan.isLeast).to.equal(false);
  });

  it('gives hypervisors control ports of their own, and consoles way to them', () => {
    const text =
      '[localhost:7200]\nudp = 9000\n[127.0.0.1:7200]\nudp = 9100\n[[ROUTER R1]]\nconsole = 7200\naux = 7201\n';
    expect(changes([netLab(text)])).to.deep.equal(['127.0.0.1:7200 port 7200 -> 7202', 'R1 console 7200 -> 7203']);
  });

  it('brings a console back into what exists', () => {
    expect(changes([netLab('[localhost]\nudp = 9000\n[[ROUTER R1]]\nconsole = 70000\n')])).to.deep.equal([
      'R1 console 70000 -> 2000',
    ]);
    expect(changes([netLab('[localhost]\nudp = 9000\nconsole = 65536\n[[ROUTER R1]]\n')])).to.deep.equal([
      'localhost:7200 console 65536 -> 2200',
    ]);
  });

  it('gives out what a full host has left, to consoles that need it and for their own reasons', () => {
    // 70,000 consoles and AUX ports from 2000 up: all ports there are taken, and 1024-1999 are left.
    const routers = Array.from({ length: 35_000 }, (_, index) => `[[ROUTER R${index}]]\n`);
    const full = netLab(`[localhost]\nudp = 9000\n${routers.join('')}`);
    const { changes } = planned([full]);
    expect(changes.map(({ to }) => to).sort((a, b) => a - b)).to.deep.equal(
      Array.from({ length: 976 }, (_, index) => 1024 + index),
    );
    for (const { target, setting, reasons } of changes) {
      expect(reasons).to.have.lengthOf(1);
      const own = `the ${setting === 'aux' ? 'AUX port' : 'console'} of ${'name' in target ? target.name : ''}: `;
      expect(reasons[0]?.replace(own, '')).to.match(/^TCP port \d+ /);
    }
  });

  it('keeps clear of TCP ports in use', () => {
    const inUse = new Map([['localhost', { udp: new Map(), tcp: new Map([[2001, 'sshd (pid 7)']]) }]]);
    const text = '[localhost]\nudp = 9000\n[[ROUTER R1]]\nconsole = 2001\n';
    const plan = planned([netLab(text)], { inUse });
    expect(changeLines(plan, [netLab(text)])).to.deep.equal(['R1 console 2001 -> 2002']);
    expect(plan.changes[0]?.reasons).to.deep.equal(['TCP port 2001 is in use by sshd (pid 7) now']);
  });
});

describe('plans of the scenarios', () => {
  for (const name of readdirSync(SCENARIOS).filter((one) => one.endsWith('.yaml'))) {
    it(`${name}: no finding about ports is left, and none is mended that is not there`, () => {
      const { labs } = readLab(readFileSync(new URL(name, SCENARIOS), 'utf8'), name);
      const plan = planned(labs);
      expect(portFindings(plan.labs)).to.deep.equal([]);
      expect(plan.changes.length > 0).to.equal(portFindings(labs).length > 0);
    });
  }
});
