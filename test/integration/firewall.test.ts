import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Lab } from '../../src/core/lab/lab.ts';
import type { DialectName } from '../../src/features/firewall/dialects.ts';
import { firewall } from '../../src/features/firewall/firewall.ts';
import { FIREWALLS_LACK, FirewalledHost, firewalldCopy, SENTINEL, ufwCopy } from '../support/firewalls.ts';
import { modelOf } from '../support/model.ts';
import { netLab, scenarioLab } from '../support/read.ts';
import { file } from '../support/text.ts';

/**
 * R1 is on the near host, R2 and R3 on the far one, which counts from 10100: two ends of links to R1, two of
 * its own link.
 */
const lab = netLab(
  file`
    [198.18.0.1:7200]
    udp = 10000
    [[ROUTER R1]]
    f0/0 = R2 f0/0
    f0/1 = R2 f0/1
    f1/0 = NIO_udp:30000:198.18.0.2:20000
    [198.18.0.2:7200]
    udp = 10100
    [[ROUTER R2]]
    f1/0 = R3 f0/0
    [[ROUTER R3]]
    `,
  'far.net',
);

const labOfSix = scenarioLab(file`
  name: Six
  hypervisors:
    - address: '[fd00::1]:7200'
      baseUdp: 10000
    - address: '[fd00::2]:7200'
      baseUdp: 10100
  devices:
    - name: R1
      hypervisor: '[fd00::1]:7200'
    - name: R2
      hypervisor: '[fd00::2]:7200'
  links:
    - R1 f0/0 -- R2 f0/0
  `);

/**
 * Each port that is needed on the far host, and its neighbours; 10102 and 10103 are needed by itself alone.
 */
const PORTS = [
  ...[2000, 2001, 2002, 2003, 2100, 2101, 2102, 2103],
  ...[7199, 7200, 7201, 10_099, 10_100, 10_101, 10_102, 10_103, 19_999, 20_000, 20_001],
];

/** By hand: consoles 2001 and 2002, AUX 2101 and 2102, NIOs 10100 and 10101, and the one that R1 names. */
const NEEDED = [
  ...['tcp 2001', 'tcp 2002', 'tcp 2101', 'tcp 2102', 'tcp 7200'],
  ...['udp 10100', 'udp 10101', 'udp 20000'],
];

const NEEDED_BY_SIX = ['tcp 2001', 'tcp 2101', 'tcp 7200', 'udp 10100'];

async function scriptFor(
  labs: readonly Lab[],
  dialect: DialectName,
  { undo = false, host = '198.18.0.2', from = ['198.18.0.1'] } = {},
): Promise<string> {
  const { scripts } = await firewall(modelOf(labs), { dialect, undo, host, from });
  expect(scripts?.hosts).to.have.length(1);
  return scripts?.hosts[0]?.script ?? '';
}

const six = { host: 'fd00::2', from: ['fd00::1'] };

const DROPS = `
  table inet filter {
    chain input {
      type filter hook input priority filter; policy drop;
      meta l4proto ipv6-icmp accept
      th dport ${SENTINEL} accept
      tcp dport 7200 drop comment "an } and a { in a comment"
    }
    chain forward { type filter hook forward priority filter; policy drop; }
  }
  table ip later {
    chain second { type filter hook input priority 10; policy drop;
      th dport ${SENTINEL} accept
    }
  }
  `;

describe('firewalls', () => {
  if (FIREWALLS_LACK !== undefined) {
    if (process.env['NIOSTAT_REQUIRE_FIREWALLS'] === '1') {
      it('are there', () => expect.fail(FIREWALLS_LACK));
    }
    return;
  }

  describe('nftables', () => {
    let host: FirewalledHost;
    before(async () => {
      host = await FirewalledHost.make(PORTS);
    });
    after(() => host.remove());
    const ruleset = (): Promise<string> => host.output('nft', 'list', 'ruleset');
    const load = (text: string): Promise<string> => host.script(`nft -f - <<'X'\nflush ruleset\n${text}\nX\n`);

    it('where nothing filters, nothing is changed', async () => {
      await load('');
      expect(await host.script(await scriptFor([lab], 'nft'))).to.include('no chain filters input');
      expect(await ruleset()).to.equal('');
    });

    it('opens exactly what the lab needs, in every chain, once; undo restores all of it', async () => {
      await load(DROPS);
      const before = await ruleset();
      expect(await host.openTo('198.18.0.1')).to.deep.equal([]);
      const script = await scriptFor([lab], 'nft');
      expect(await host.script(script)).to.equal('');
      const opened = await ruleset();
      expect(await host.openTo('198.18.0.1')).to.deep.equal(NEEDED);
      expect(await host.openTo('198.18.0.3')).to.deep.equal([]);
      expect(await host.openTo('fd00::1')).to.deep.equal([]);
      await host.script(script);
      expect(await ruleset()).to.equal(opened);
      // Another lab beside it neither takes from it nor is taken away with it.
      await host.script(await scriptFor([labOfSix], 'nft', six));
      expect(await host.openTo('fd00::1')).to.deep.equal(NEEDED_BY_SIX);
      expect(await host.openTo('fd00::3')).to.deep.equal([]);
      expect(await host.openTo('198.18.0.1')).to.deep.equal(NEEDED);
      await host.script(await scriptFor([labOfSix], 'nft', { ...six, undo: true }));
      expect(await ruleset()).to.equal(opened);
      for (let time = 0; time < 2; time++) {
        await host.script(await scriptFor([lab], 'nft', { undo: true }));
        expect(await ruleset()).to.equal(before);
      }
    });

    it('this machine is let in with the address that it has towards the host', async () => {
      await load(DROPS);
      // Hypervisors may be on this machine by two names of it; what it sends to itself is no matter of a
      // filter.
      const text = '[localhost]\n[[ROUTER R1]]\nf0/0 = NIO_udp:30000:198.18.0.2:20000\n[198.18.0.2]\n[[ROUTER R2]]\n';
      const args = ['firewall', '--format', 'nft', '--host', '198.18.0.2', host.file('here.net', text)];
      const { code, stdout, stderr } = await host.near.run(process.execPath, ['bin/run.js', ...args]);
      expect([code, stderr]).to.deep.equal([0, '']);
      await host.script(stdout);
      // R2 is the second router of the lab.
      expect(await host.openTo('198.18.0.1')).to.deep.equal(['tcp 2001', 'tcp 2101', 'tcp 7200', 'udp 20000']);
      expect(await host.openTo('198.18.0.3')).to.deep.equal([]);
    });

    it('exchanges what the lab needed before for what it needs now', async () => {
      await load(DROPS);
      await host.script(await scriptFor([lab], 'nft', { from: ['198.18.0.3'] }));
      await host.script(await scriptFor([lab], 'nft'));
      expect(await host.openTo('198.18.0.1')).to.deep.equal(NEEDED);
      expect(await host.openTo('198.18.0.3')).to.deep.equal([]);
    });

    it('leaves chains of iptables and firewalld alone, and says what to use', async () => {
      await load('table inet firewalld { chain filter_INPUT { type filter hook input priority 10; policy accept; }\n}');
      await host.output('iptables', '-A', 'INPUT', '-m', 'limit', '-j', 'DROP');
      const before = await ruleset();
      const said = await host.script(await scriptFor([lab], 'nft'), 1);
      expect(said).to.include('use --format firewalld').and.to.include('use --format iptables');
      expect(await ruleset()).to.equal(before);
      await host.output('iptables', '-S');
    });

    it('takes no empty chain of iptables for a filter, and a chain INPUT with sets for one of nftables', async () => {
      await load(DROPS);
      await host.output('iptables', '-P', 'INPUT', 'ACCEPT');
      expect(await host.script(await scriptFor([lab], 'nft'))).to.equal('');
      expect(await host.openTo('198.18.0.1')).to.deep.equal(NEEDED);
      await load(`table ip filter { chain INPUT { type filter hook input priority 0; policy drop;
        th dport { ${SENTINEL}, 65000-65001 } accept
      }
      }`);
      await host.script(await scriptFor([lab], 'nft'));
      expect(await host.openTo('198.18.0.1')).to.deep.equal(NEEDED);
    });

    it('passes over chains of ARP and of bridges', async () => {
      await load(`${DROPS}
        table arp filter { chain INPUT { type filter hook input priority 0; policy accept;
          arp operation request accept
        }
        }
        table bridge filter { chain input { type filter hook input priority 0; policy accept;
          ip saddr 10.0.0.1 drop
        }
        }`);
      expect(await host.script(await scriptFor([lab], 'nft'))).to.equal('');
      expect(await host.openTo('198.18.0.1')).to.deep.equal(NEEDED);
      for (const family of ['arp', 'bridge'])
        expect(await host.output('nft', 'list', 'table', family, 'filter')).to.not.include('niostat');
    });

    it('opens more ports than fit into an argument, each for its own sender', async () => {
      await load(DROPS);
      // From 10100 on every other port is that of R2, and those between are of R3.
      const links = Array.from({ length: 25_000 }, (_, index) => `f${index}/0 = R${2 + (index % 2)} f${index}/0`);
      const large = netLab(
        `[198.18.0.2]\nudp = 10100\n[[ROUTER R1]]\n${links.join('\n')}\n[198.18.0.1]\n[[ROUTER R2]]\n[198.18.0.3]\n[[ROUTER R3]]\n`,
        'large.net',
      );
      const script = await scriptFor([large], 'nft', { from: ['198.18.0.9'] });
      // What Linux takes for one argument (MAX_ARG_STRLEN).
      expect(script.length).to.be.above(128 * 1024);
      expect(await host.script(script)).to.equal('');
      expect(await host.openTo('198.18.0.1')).to.deep.equal(['udp 10100', 'udp 10102', 'udp 20000']);
      expect(await host.openTo('198.18.0.3')).to.deep.equal(['udp 10101', 'udp 10103', 'udp 19999', 'udp 20001']);
      await host.script(await scriptFor([large], 'nft', { from: ['198.18.0.9'], undo: true }));
      expect(await host.openTo('198.18.0.1')).to.deep.equal([]);
    });

    it('warns of chains that drop earlier', async () => {
      await load(`${DROPS}
        table ip early { chain raw { type filter hook prerouting priority raw; policy accept;
          udp dport 5 drop
        }
        }
        table ip calm { chain raw { type filter hook prerouting priority raw; policy accept;
          counter
        }
        }`);
      expect(await host.script(await scriptFor([lab], 'nft')))
        .to.include('ip early raw is earlier')
        .and.to.not.include('calm');
    });
  });

  describe('iptables', () => {
    let host: FirewalledHost;
    before(async () => {
      host = await FirewalledHost.make(PORTS);
    });
    after(() => host.remove());
    const rules = async (): Promise<string> =>
      (await host.output('iptables', '-S')) + (await host.output('ip6tables', '-S'));

    it('opens exactly what the lab needs, once; undo restores all of it', async () => {
      for (const program of ['iptables', 'ip6tables']) {
        for (const protocol of ['tcp', 'udp'])
          await host.output(program, '-A', 'INPUT', '-p', protocol, '--dport', String(SENTINEL), '-j', 'ACCEPT');
        if (program === 'ip6tables') await host.output(program, '-A', 'INPUT', '-p', 'ipv6-icmp', '-j', 'ACCEPT');
        await host.output(program, '-P', 'INPUT', 'DROP');
      }
      await host.output('iptables', '-A', 'INPUT', '-p', 'tcp', '-j', 'DROP');
      const before = await rules();
      expect(await host.openTo('198.18.0.1')).to.deep.equal([]);
      const script = await scriptFor([lab], 'iptables');
      await host.script(script);
      const opened = await rules();
      expect(await host.openTo('198.18.0.1')).to.deep.equal(NEEDED);
      expect(await host.openTo('198.18.0.3')).to.deep.equal([]);
      expect(await host.openTo('fd00::1')).to.deep.equal([]);
      await host.script(script);
      expect(await rules()).to.equal(opened);
      // What somebody has put before the jump meanwhile comes behind it, and the jump is there once.
      const drop = ['-p', 'udp', '--dport', '10100:20000', '-j', 'DROP'];
      await host.output('iptables', '-I', 'INPUT', '1', ...drop);
      const [, chain = ''] = /-I INPUT 1 -j (\S+)/.exec(script) ?? [];
      await host.output('iptables', '-A', 'INPUT', '-j', chain);
      expect(await host.openTo('198.18.0.1')).to.deep.equal(NEEDED.filter((port) => port.startsWith('tcp')));
      await host.script(script);
      expect(await host.openTo('198.18.0.1')).to.deep.equal(NEEDED);
      await host.output('iptables', '-D', 'INPUT', ...drop);
      expect(await rules()).to.equal(opened);
      await host.script(await scriptFor([labOfSix], 'iptables', six));
      expect(await host.openTo('fd00::1')).to.deep.equal(NEEDED_BY_SIX);
      expect(await host.openTo('fd00::3')).to.deep.equal([]);
      expect(await host.openTo('198.18.0.1')).to.deep.equal(NEEDED);
      await host.script(await scriptFor([labOfSix], 'iptables', { ...six, undo: true }));
      expect(await rules()).to.equal(opened);
      for (let time = 0; time < 2; time++) {
        await host.script(await scriptFor([lab], 'iptables', { undo: true }));
        expect(await rules()).to.equal(before);
      }
    });
  });

  it('ufw keeps the rules once, before those that deny, and undo takes them away', async () => {
    const copy = ufwCopy();
    try {
      const rules = (): string[] =>
        ['user.rules', 'user6.rules'].flatMap(
          (name) => readFileSync(join(copy.directory, 'etc/ufw', name), 'utf8').match(/^### tuple.*/gm) ?? [],
        );
      copy.script('ufw deny proto udp from 198.18.0.0/24');
      const before = rules();
      const scripts = [await scriptFor([lab], 'ufw'), await scriptFor([labOfSix], 'ufw', six)];
      for (const script of scripts) expect(copy.script(script)).to.include('ufw is off');
      const opened = rules().map((line) => line.replace(/ in comment=.*| in$/, ''));
      expect(opened).to.deep.equal([
        '### tuple ### allow tcp 7200 0.0.0.0/0 any 198.18.0.1',
        '### tuple ### allow tcp 2001:2002 0.0.0.0/0 any 198.18.0.1',
        '### tuple ### allow tcp 2101:2102 0.0.0.0/0 any 198.18.0.1',
        '### tuple ### allow udp 10100:10101,20000 0.0.0.0/0 any 198.18.0.1',
        '### tuple ### deny udp any 0.0.0.0/0 any 198.18.0.0/24',
        '### tuple ### allow tcp 7200 ::/0 any fd00::1',
        '### tuple ### allow tcp 2001 ::/0 any fd00::1',
        '### tuple ### allow tcp 2101 ::/0 any fd00::1',
        '### tuple ### allow udp 10100 ::/0 any fd00::1',
      ]);
      for (const script of scripts) copy.script(script);
      expect(rules()).to.have.length(opened.length);
      for (let time = 0; time < 2; time++) {
        copy.script(await scriptFor([lab], 'ufw', { undo: true }));
        copy.script(await scriptFor([labOfSix], 'ufw', { ...six, undo: true }));
        expect(rules()).to.deep.equal(before);
      }
    } finally {
      copy.remove();
    }
  });

  it('firewalld keeps the rules once in the zone, and undo takes them away', async () => {
    const copy = firewalldCopy();
    try {
      const zones = (): string =>
        readdirSync(join(copy.directory, 'system/zones'))
          .filter((name) => name.endsWith('.xml'))
          .map((name) => readFileSync(join(copy.directory, 'system/zones', name), 'utf8'))
          .join('');
      const script = await scriptFor([lab], 'firewalld');
      expect(copy.script(script)).to.match(/the zone is \S+;/);
      const opened = zones();
      const found = [
        ...opened.matchAll(/<source address="(.+?)"\/>\s*<port port="(.+?)" protocol="(.+?)"\/>\s*<accept\/>/g),
      ];
      expect(found.map(([, source, port, protocol]) => `${protocol} ${port} ${source}`)).to.have.members([
        'tcp 7200 198.18.0.1',
        'tcp 2001-2002 198.18.0.1',
        'tcp 2101-2102 198.18.0.1',
        'udp 10100-10101 198.18.0.1',
        'udp 20000 198.18.0.1',
      ]);
      expect(opened.match(/priority="-100"/g)).to.have.length(5);
      copy.script(script);
      expect(zones()).to.equal(opened);
      for (let time = 0; time < 2; time++) {
        copy.script(await scriptFor([lab], 'firewalld', { undo: true }));
        expect(zones()).to.not.include('198.18.0.1');
      }
    } finally {
      copy.remove();
    }
  });
});
