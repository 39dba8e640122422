import { expect } from 'chai';
import { type LoggedNio, NioLog } from '../../../../src/core/hypervisor-log/nio-log.ts';

/** What Dynamips 0.2.14 writes when it starts. */
const START = [
  'Nov 27 02:10:33.508 HYPERVISOR: Release 0.2.14-amd64/Linux (tag 2014092320)',
  'Nov 27 02:10:33.508 HYPERVISOR: Started on IP = 127.0.0.1, TCP port = 7200.',
];

/** A command as 0.2.14 logs it: the words with a blank behind each; quotes and comments are gone. */
function logged(command: string, second = 34): string {
  return `Nov 27 02:10:${second}.574 HYPERVISOR: exec_cmd: ${command} `;
}

function played(...commands: readonly string[]): NioLog {
  const log = new NioLog();
  log.push([...START, ...commands.map((command) => logged(command)), ''].join('\n'));
  return log;
}

function portsOf(nio: LoggedNio | undefined): unknown[] | undefined {
  return nio?.makings.map((making) => (making === 'no socket' ? making : making.localPort));
}

describe('NioLog', () => {
  it('tells the ports and the peer of a NIO', () => {
    const log = played('hypervisor version', 'nio create_udp n0 10000 127.0.0.1 10001');
    expect(log).to.include({ port: 7200, beginsWithStart: true, isGarbled: false, isInsideLine: false });
    expect(log.nio('n0')?.makings).to.deep.equal([{ localPort: 10_000, remoteHost: '127.0.0.1', remotePort: 10_001 }]);
    expect(log.nio('n1')).to.equal(undefined);
  });

  describe('a log that no hypervisor has written is given up', () => {
    const many = (count: number, command: (index: number) => string): string[] =>
      Array.from({ length: count }, (_, index) => command(index));
    const playedMany = (count: number, command: (index: number) => string): NioLog => {
      const log = played();
      for (let index = 0; index < count; index++) log.push(`${logged(command(index))}\n`);
      return log;
    };
    const create = (index: number): string => `nio create_udp n${index} 10000 127.0.0.1 10001`;

    it('with more names than are kept', () => {
      expect(playedMany(131_072, create)).to.include({ isTooMuch: false });
      const log = playedMany(131_073, create);
      expect(log).to.include({ isTooMuch: true });
      expect(log.nio('n0')).to.equal(undefined);
    });

    it('with more ways in which one NIO was made, doubled by each connection', () => {
      const auto = 'nio create_udp_auto n 127.0.0.1 10000 11000';
      const connect = (index: number): string => `nio connect_udp_auto n 10.0.0.1 ${index + 1}`;
      expect(played(auto, ...many(8, connect))).to.include({ isTooMuch: false });
      expect(played(auto, ...many(60, connect))).to.include({ isTooMuch: true });
      expect(played(...many(257, (index) => `nio create_udp n ${index} h 1`))).to.include({ isTooMuch: true });
    });

    it('with more bindings of one NIO than it can have', () => {
      const bind = (index: number): string => `ethsw add_nio SW${index} n0`;
      expect(played(create(0), ...many(257, bind))).to.include({ isTooMuch: true });
    });

    it('with commands that would go through its names for ever', () => {
      const drop = (index: number): string => `ethsw delete SW${index}`;
      expect(played(...many(10_000, create), ...many(3300, drop))).to.include({ isTooMuch: true });
      const others = played(...many(10_000, create));
      for (let look = 0; look < 3; look++) {
        others.beginLook();
        others.push(many(3000, (index) => `${logged(drop(index))}\n`).join(''));
      }
      expect(others).to.include({ isTooMuch: false });
    });

    it('with words that can be a name in too many ways', () => {
      const words = 'w '.repeat(4000);
      expect(played(create(0), ...many(3, () => `nio rename ${words}x`))).to.include({ isTooMuch: true });
    });
  });

  it('reads the same whole and byte by byte', () => {
    const text = [...START, logged('nio create_udp a b 70000 localhost 0'), logged('ethsw add_nio SW1 a b'), ''].join(
      '\n',
    );
    const log = new NioLog();
    for (const character of text) log.push(character);
    // 70000 is 4464 (docs/FACTS.md, "Port numbers").
    expect(log.nio('a b')).to.deep.include({
      makings: [{ localPort: 4464, remoteHost: 'localhost', remotePort: 0 }],
      boundTo: 'ethsw SW1 a b',
    });
    log.push('Nov 27 02:10:35.0');
    expect(log.isInsideLine).to.equal(true);
  });

  it('knows the time of later generations', () => {
    const log = new NioLog();
    log.push(
      '2026-11-27T02:10:33.508Z HYPERVISOR: Release 0.2.24-amd64/Linux (tag 1)\n' +
        '2026-11-27T02:10:33.508Z HYPERVISOR: Started on TCP port = 7200.\n' +
        '2026-11-27T02:10:34.574Z HYPERVISOR: exec_cmd: nio create_udp n0 10000 127.0.0.1 10001 \n',
    );
    expect(log).to.include({ port: 7200, lastTime: Date.UTC(2026, 10, 27, 2, 10, 34, 574) });
    expect(log.nio('n0')?.countedSince).to.equal(log.lastTime);
  });

  it('does not know the router, nor whether it still has the NIO, after one has got another name', () => {
    const bound = ['nio create_udp n0 10000 127.0.0.1 10001', 'vm slot_add_nio_binding R1 1 0 n0'];
    expect(played(...bound).nio('n0')).to.include({ router: 'R1', mayBeUnbound: false });
    const renamed = played(...bound, 'vm rename R1 R2', 'vm slot_remove_nio_binding R2 1 0').nio('n0');
    expect(renamed).to.include({ router: undefined, mayBeUnbound: true });
  });

  it('goes on counting time at New Year, where the log of 0.2.14 tells no year', () => {
    const log = new NioLog();
    const made = (time: string, name: string) => `${time} HYPERVISOR: exec_cmd: nio create_udp ${name} 1 h 2 \n`;
    log.push(`${START.join('\n')}\n${made('Dec 31 23:59:59.900', 'old')}${made('Jan  1 00:00:00.100', 'new')}`);
    const [old, young] = ['old', 'new'].map((name) => log.nio(name)?.countedSince ?? Number.NaN);
    expect((young ?? 0) - (old ?? 0)).to.equal(200);
    expect(young).to.equal(log.lastTime);
  });

  it('keeps every making that may have succeeded, since the log does not tell', () => {
    // The second was refused for its name, the third may have been the first that got its port.
    const log = played(
      'nio create_udp n0 10000 127.0.0.1 10001',
      'nio create_udp n0 10005 127.0.0.1 10001',
      'nio create_udp n0 10000 127.0.0.1 10001',
    );
    expect(portsOf(log.nio('n0'))).to.deep.equal([10_000, 10_005]);
  });

  it('forgets what was deleted, and what a reset has deleted', () => {
    const make = 'nio create_udp n0 10000 127.0.0.1 10001';
    expect(played(make, 'nio delete n0').nio('n0')).to.equal(undefined);
    expect(played(make, 'hypervisor reset').nio('n0')).to.equal(undefined);
    expect(portsOf(played(make, 'nio delete n0', 'nio create_udp n0 10003 127.0.0.1 10001').nio('n0'))).to.deep.equal([
      10_003,
    ]);
  });

  it('keeps a NIO that something uses: Dynamips does not delete it', () => {
    const bound = ['nio create_udp n0 10000 127.0.0.1 10001', 'nio_bridge add_nio br n0'];
    expect(portsOf(played(...bound, 'nio delete n0').nio('n0'))).to.deep.equal([10_000]);
    for (const release of ['nio_bridge remove_nio br n0', 'nio_bridge delete br']) {
      expect(played(...bound, release, 'nio delete n0').nio('n0'), release).to.equal(undefined);
    }
  });

  it('tells what a NIO is bound to, and since when it can send', () => {
    const log = new NioLog();
    const lines = ['nio create_udp n0 10000 127.0.0.1 10001', 'vm slot_add_nio_binding R1 1 0 n0', 'vm start R1'];
    log.push([...START, ...lines.map((line, index) => logged(line, 40 + index)), ''].join('\n'));
    const nio = log.nio('n0');
    expect(nio).to.include({ boundTo: 'R1 1/0', router: 'R1' });
    // Not before the router was started.
    expect((nio?.sendsSince ?? 0) - (nio?.countedSince ?? 0)).to.equal(2000);
    expect(played(...lines, 'vm slot_remove_nio_binding R1 1 0').nio('n0')?.boundTo).to.equal(undefined);
    expect(played(lines[0] ?? '', 'frsw create_vc FR1 n0 102 n1 201').nio('n0')?.boundTo).to.equal('frsw FR1');
    expect(played(lines[0] ?? '').nio('n0')?.sendsSince).to.equal(undefined);
  });

  it('counts anew from reset_stats on', () => {
    const log = new NioLog();
    const lines = ['nio create_udp n0 10000 127.0.0.1 10001', 'nio reset_stats n0'];
    log.push([...START, ...lines.map((line, index) => logged(line, 40 + index)), ''].join('\n'));
    expect(log.nio('n0')?.countedSince).to.equal(log.lastTime);
  });

  it('follows a new name', () => {
    const log = played('nio create_udp n0 10000 127.0.0.1 10001', 'nio rename n0 n9');
    expect([log.nio('n0'), portsOf(log.nio('n9'))]).to.deep.equal([undefined, [10_000]]);
    // The name was taken: it may have been refused, or the other was gone.
    const taken = played(
      'nio create_udp n0 10000 127.0.0.1 10001',
      'nio create_udp n1 10002 127.0.0.1 10003',
      'nio rename n0 n1',
    );
    expect([portsOf(taken.nio('n0')), portsOf(taken.nio('n1'))]).to.deep.equal([[10_000], [10_000, 10_002]]);
  });

  it('knows a NIO that takes its port from a range, and one without a socket', () => {
    const log = played(
      'nio create_udp_auto au 127.0.0.1 11000 11010',
      'nio connect_udp_auto au 127.0.0.1 12000',
      'nio create_tap t0 tap0',
    );
    const range = { localPort: 11_000, lastLocalPort: 11_010 };
    expect(log.nio('au')?.makings).to.deep.equal([
      { ...range, remoteHost: undefined, remotePort: undefined },
      { ...range, remoteHost: '127.0.0.1', remotePort: 12_000 },
    ]);
    expect(log.nio('t0')?.makings).to.deep.equal(['no socket']);
  });

  it('is not relied on without the start of the hypervisor, or with lines of two writers in it', () => {
    const withoutStart = new NioLog();
    withoutStart.push(`${'\0'.repeat(100)}${logged('nio create_udp n0 10000 127.0.0.1 10001')}\n`);
    expect(withoutStart.beginsWithStart).to.equal(false);
    const late = new NioLog();
    late.push([logged('nio list'), ...START, ''].join('\n'));
    expect(late.beginsWithStart).to.equal(false);
    const glued = played('nio list');
    glued.push(`Nov 27 02:10:34.574 HYPERVISOR: exec_cmd: ${logged('nio delete n0')}\nnio list \n`);
    expect(glued.isGarbled).to.equal(true);
    const twice = played('nio list');
    twice.push(`${START.join('\n')}\n`);
    expect(twice.isGarbled).to.equal(true);
  });

  it('passes over what is no command, and lines of any length', () => {
    const log = played('bogus x', 'vm set_ram R1 256', 'nio create_udp');
    log.push(`Nov 27 02:10:35.000 C7200 'R1': starting simulation\n${'x'.repeat(100_000)}`);
    log.push(`${'x'.repeat(100_000)}\n${logged('nio create_udp n0 1 127.0.0.1 2')}\n`);
    expect(portsOf(log.nio('n0'))).to.deep.equal([1]);
    expect(log.isGarbled).to.equal(false);
  });
});
