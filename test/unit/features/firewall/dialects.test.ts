import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { expect } from 'chai';
import { DIALECT_NAMES, DIALECTS, type DialectName } from '../../../../src/features/firewall/dialects.ts';
import type { HostRules } from '../../../../src/features/firewall/host-rules.ts';
import { Folder } from '../../../support/cli.ts';

const RULES: HostRules = {
  host: '10.0.0.7',
  labSlug: 'two',
  labs: ['Two'],
  rules: [
    {
      ...{ source: '10.0.0.5', family: 4, sender: '10.0.0.5', protocol: 'udp', purpose: 'nio' },
      ports: [
        { first: 10_000, last: 10_009 },
        { first: 10_012, last: 10_012 },
      ],
      neededBy: ['R1 f0/0 -- R2 f0/0', 'R1 f0/1 -- R3 f0/0'],
    },
    {
      ...{ source: '2001:db8::/64', family: 6, sender: '2001:db8::/64', protocol: 'tcp', purpose: 'control' },
      ports: [{ first: 7200, last: 7200 }],
      neededBy: ['10.0.0.7:7200'],
    },
  ],
};

const SHELLS = DIALECT_NAMES.filter((name) => name !== 'windows' && name !== 'netsh');

/** Lines that do something. */
function commands(name: DialectName, undo = false, rules = RULES): string[] {
  const { comment, lineEnd, script } = DIALECTS[name];
  return script(rules, { undo })
    .split(lineEnd)
    .filter((line) => line !== '' && (!line.startsWith(comment.trim()) || line.startsWith('#Requires')));
}

/** What ends a comment or a string, begins something that is expanded, or runs, in any of the languages. */
const HOSTILE = '\nrm -rf ~\r\n"\'`$(reboot)%PATH%^&|<>;#>!{}\\*?~\u2028\u0000\u001b[31m';

/** As nft 1.1 prints it with -a; the first lines are its warning about tables that iptables-nft has made. */
const LISTING = `# Warning: table ip filter is managed by iptables-nft, do not touch!
table ip filter { # handle 1
	chain INPUT { # handle 1
		type filter hook input priority filter; policy drop;
		xt match "limit" counter packets 0 bytes 0 drop # handle 2
	}
}
table inet mine { # handle 2
	comment "table ip hidden {"
	set peers { # handle 4
		type ipv4_addr
		elements = { 10.0.0.1,
			     10.0.0.2 }
	}

	chain input { # handle 1
		comment "type filter hook input"
		type filter hook input priority filter; policy drop;
		ip saddr @peers accept # handle 3
	}

	chain out { # handle 2
		type filter hook output priority filter; policy drop;
	}

	chain jumped { # handle 5
		drop # handle 6
	}
}
table ip6 only { # handle 3
	chain input { # handle 1
		type filter hook input priority filter; policy accept;
		ip6 saddr ::2 tcp dport 1 accept comment "niostat:two" # handle 7
		ip6 saddr ::2 tcp dport 1 accept comment "niostat:two-more" # handle 8
	}
}
table inet vpn { # progname vpnd # handle 4
	flags owner

	chain input { # handle 1
		type filter hook input priority filter; policy drop;
	}
}
table arp filter { # handle 6
	chain input { # handle 1
		type filter hook input priority filter; policy drop;
	}
}
table bridge filter { # handle 7
	chain input { # handle 1
		type filter hook input priority filter; policy accept;
		ip saddr 10.0.0.1 drop # handle 2
	}
}
table netdev edge { # handle 5
	chain in { # handle 1
		type filter hook ingress device "eth0" priority filter; policy drop;
	}
}
`;

describe('firewall dialects', () => {
  it('nft: an anonymous set, as in nft(8), in front of every rule', () => {
    const script = DIALECTS.nft.script(RULES, { undo: false });
    const rule = 'ip saddr 10.0.0.5 udp dport { 10000-10009, 10012 } accept comment "niostat:two"';
    const other = 'ip6 saddr 2001:db8::/64 tcp dport { 7200 } accept comment "niostat:two"';
    expect(script).to.include(`\n4 ${rule}\n6 ${other}\n`);
  });

  it('iptables: multiport with colons, as in iptables-extensions(8)', () => {
    expect(commands('iptables')).to.include.members([
      '-A niostat-two -s 10.0.0.5 -p udp -m multiport --dports 10000:10009,10012 -m comment --comment "niostat:two nio" -j ACCEPT',
      '-A niostat-two -s 2001:db8::/64 -p tcp -m multiport --dports 7200 -m comment --comment "niostat:two control" -j ACCEPT',
      'while iptables -w -D INPUT -j niostat-two 2>/dev/null; do :; done',
      'iptables -w -I INPUT 1 -j niostat-two',
    ]);
  });

  it('pf: ranges with a colon, which pf.conf(5) gives as "port 2000:2004"', () => {
    expect(commands('pf')).to.include.members([
      "pfctl -q -a 'niostat/two' -f - <<'RULES'",
      'pass in quick inet proto udp from 10.0.0.5 to any port { 10000:10009, 10012 } keep state',
      'pass in quick inet6 proto tcp from 2001:db8::/64 to any port { 7200 } keep state',
    ]);
    expect(commands('pf', true).at(-1)).to.equal("pfctl -q -a 'niostat/two' -F rules");
  });

  it('windows: the parameters that the page of New-NetFirewallRule has', () => {
    // learn.microsoft.com, module NetSecurity: -Group <String> -DisplayName <String> -Direction <Direction>
    // -Action <Action> -Protocol <String> -LocalPort <String[]> -RemoteAddress <String[]>.
    expect(commands('windows').slice(2)).to.deep.equal([
      "Get-NetFirewallRule -Group 'niostat-two' -ErrorAction SilentlyContinue | Remove-NetFirewallRule",
      "New-NetFirewallRule -Group 'niostat-two' -DisplayName 'niostat-two NIOs' -Direction Inbound -Action Allow -Protocol UDP -LocalPort '10000-10009','10012' -RemoteAddress '10.0.0.5' | Out-Null",
      "New-NetFirewallRule -Group 'niostat-two' -DisplayName 'niostat-two control ports' -Direction Inbound -Action Allow -Protocol TCP -LocalPort '7200' -RemoteAddress '2001:db8::/64' | Out-Null",
      'if (Get-NetFirewallRule -Direction Inbound -Action Block -Enabled True -ErrorAction SilentlyContinue) {',
      "  Write-Warning 'niostat: there are inbound rules that block, and they win; check them if a link stays dead'",
      '}',
    ]);
    expect(commands('windows', true).slice(2)).to.have.length(1);
  });

  it('netsh: the words of "netsh advfirewall firewall add rule", and line ends of Windows', () => {
    // technet.microsoft.com, dd734783: add rule name= dir=in|out action=allow … remoteip= localport=
    // protocol=; and delete rule name= dir=.
    const script = DIALECTS.netsh.script(RULES, { undo: false });
    expect(script.replaceAll('\r\n', '')).to.not.match(/[\r\n]/);
    expect(commands('netsh').slice(2)).to.deep.equal([
      'netsh advfirewall firewall delete rule name="niostat-two" dir=in >nul',
      'netsh advfirewall firewall add rule name="niostat-two" dir=in action=allow protocol=UDP localport=10000-10009,10012 remoteip=10.0.0.5 >nul || exit /b 1',
      'netsh advfirewall firewall add rule name="niostat-two" dir=in action=allow protocol=TCP localport=7200 remoteip=2001:db8::/64 >nul || exit /b 1',
      'exit /b 0',
    ]);
    expect(commands('netsh', true).slice(2)).to.have.length(2);
  });

  it('nft: opens in chains of its own kind alone, under every awk, where newer versions of nft name the managed tables', () => {
    const awks = ['mawk', 'gawk', 'original-awk', 'busybox'].filter(
      (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0,
    );
    expect(awks).to.not.deep.equal([]);
    for (const program of awks) {
      const folder = new Folder();
      const run = (name: string, text: string): void => chmodSync(folder.file(name, `#!/bin/sh\n${text}\n`), 0o755);
      run('nft', `if [ "$1" = -a ]; then cat '${folder.file('listing', LISTING)}'; else cat; fi`);
      run('awk', `exec ${program} ${program === 'busybox' ? 'awk ' : ''}"$@"`);
      const { stdout, stderr, status } = spawnSync('sh', [], {
        input: DIALECTS.nft.script(RULES, { undo: false }),
        encoding: 'utf8',
        env: { PATH: `${folder.path}:${process.env['PATH']}` },
      });
      const four = 'ip saddr 10.0.0.5 udp dport { 10000-10009, 10012 } accept comment "niostat:two"';
      const six = 'ip6 saddr 2001:db8::/64 tcp dport { 7200 } accept comment "niostat:two"';
      expect(stdout.split('\n').filter((line) => !/^(# |$)/.test(line))).to.deep.equal([
        'delete rule ip6 only input handle 7',
        `insert rule inet mine input ${four}`,
        `insert rule inet mine input ${six}`,
        `insert rule ip6 only input ${six}`,
      ]);
      expect(status, stderr).to.equal(1);
      expect(stderr.split('\n').sort()).to.deep.equal([
        '',
        'niostat: netdev edge in is earlier (ingress) and may drop; look there if a link stays dead',
        'niostat: not opened in inet vpn input: its table belongs to a program that runs',
        'niostat: not opened in ip filter INPUT: it is of iptables; use --format iptables, or ufw where that is in charge',
      ]);
    }
  });

  for (const name of DIALECT_NAMES) {
    it(`${name}: names of a lab change nothing but comments, and cannot leave those`, () => {
      const hostile: HostRules = {
        ...RULES,
        host: `10.0.0.7${HOSTILE}`,
        labs: [`Two${HOSTILE}`],
        rules: RULES.rules.map((rule) => ({ ...rule, sender: HOSTILE, neededBy: [HOSTILE, HOSTILE] })),
      };
      for (const undo of [false, true]) {
        expect(commands(name, undo, hostile)).to.deep.equal(commands(name, undo));
        expect(DIALECTS[name].script(hostile, { undo })).to.match(/^[\x20-\x7e\t\r\n]*$/);
      }
    });

    it(`${name}: says which host, which lab, what and from whom, and that outgoing traffic is left alone`, () => {
      const script = DIALECTS[name].script(RULES, { undo: false });
      // Comments go on in the next line behind their sign.
      const said = script.replace(/\r?\n(# |rem ) */g, ' ');
      expect(said).to.include('10.0.0.7').and.to.include('Two').and.to.include('Outgoing traffic is not touched');
      expect(said).to.include('udp 10000-10009, 10012 from 10.0.0.5: NIOs, R1 f0/0 -- R2 f0/0 and 1 more');
      const comments = script.split(/\r?\n/).filter((line) => /^(# |rem )/.test(line));
      expect(comments.filter((line) => line.length > 80)).to.deep.equal([]);
    });
  }

  for (const name of SHELLS) {
    it(`${name}: is a script for a POSIX shell`, () => {
      for (const undo of [false, true]) {
        const input = DIALECTS[name].script(RULES, { undo });
        const { status, stderr } = spawnSync('sh', ['-n'], { input, encoding: 'utf8' });
        expect([status, stderr]).to.deep.equal([0, '']);
      }
    });

    it(`${name}: its refusal ends a shell before anything else is run`, () => {
      const input = `${DIALECTS[name].refusal("it's two")}\necho run\n`;
      const { status, stdout, stderr } = spawnSync('sh', [], { input, encoding: 'utf8' });
      expect([status, stdout, stderr]).to.deep.equal([1, '', "it's two\n"]);
    });
  }
});
