import { expect } from 'chai';
import fc from 'fast-check';
import {
  bridgeNames,
  bridgeOf,
  iolBridgeNames,
  iolBridgePorts,
  nioPorts,
} from '../../../../src/world/ubridge/replies.ts';

describe('bridgeNames', () => {
  it('takes names as they were typed, in the order of the list', () => {
    expect(
      bridgeNames(['two (NIOs = 0)', 'name with blanks (NIOs = 1)', 'br0 (NIOs = 2)', 'odd (NIOs = 1) (NIOs = 2)']),
    ).to.deep.equal(['two', 'name with blanks', 'br0', 'odd (NIOs = 1)']);
  });

  it('passes over lines that are no bridges', () => {
    expect(bridgeNames(['br0', '(NIOs = 2)', ' (NIOs = 2)', 'x (NIOs = two)', 'x (ports = 1)', ''])).to.deep.equal([]);
  });
});

describe('iolBridgeNames', () => {
  it('takes the names of bridges of IOU', () => {
    expect(iolBridgeNames(['IOL-BRIDGE-513 (ports = 3)', 'x (NIOs = 3)'])).to.deep.equal(['IOL-BRIDGE-513']);
  });
});

describe('nioPorts', () => {
  const SOCKETS: ReadonlyArray<readonly [string, readonly [number, string, number]]> = [
    ['20017:127.0.0.1:20016', [20017, '127.0.0.1', 20016]],
    ['20011:10.66.0.2:20009', [20011, '10.66.0.2', 20009]],
    ['30010:::1:30001', [30010, '::1', 30001]],
    ['30010:fe80::1%eth0:30001', [30010, 'fe80::1%eth0', 30001]],
    ['30012:localhost:30013', [30012, 'localhost', 30013]],
    // 70000 - 65536; seen: ss shows that port.
    ['70000:127.0.0.1:70001', [4464, '127.0.0.1', 4465]],
    ['-5:127.0.0.1:37001', [65_531, '127.0.0.1', 37_001]],
    ['37011:127.0.0.1:0', [37_011, '127.0.0.1', 0]],
  ];
  for (const [text, [localPort, remoteHost, remotePort]] of SOCKETS) {
    it(`reads ${text}`, () => {
      expect(nioPorts(text)).to.deep.equal({ localPort, remoteHost, remotePort });
    });
  }

  for (const text of [
    'tap0',
    'eth0',
    '/tmp/a.sock -> /tmp/b.sock',
    'abc:127.0.0.1:30001',
    '0:127.0.0.1:1',
    '1:2',
    '',
    ':::',
  ]) {
    it(`finds no port in ${JSON.stringify(text)}`, () => {
      expect(nioPorts(text)).to.equal(undefined);
    });
  }
});

describe('bridgeOf', () => {
  it('reads the bridge of a VPCS', () => {
    expect(
      bridgeOf(
        'VPCS-c498b1fe',
        [
          "bridge 'VPCS-c498b1fe' is running",
          "Filter 'filter0' configured in position 1",
          "Filter 'it's 2' configured in position 2",
          'Source NIO: 20039:127.0.0.1:20038',
          'Destination NIO: 20011:127.0.0.1:20010',
        ],
        [
          'Source NIO:      IN: 8 packets (612 bytes) OUT: 7 packets (550 bytes)',
          'Destination NIO: IN: 9 packets (700 bytes) OUT: 6 packets (432 bytes)',
        ],
      ),
    ).to.deep.equal({
      name: 'VPCS-c498b1fe',
      isRunning: true,
      filters: ['filter0', "it's 2"],
      source: {
        text: '20039:127.0.0.1:20038',
        ports: { localPort: 20039, remoteHost: '127.0.0.1', remotePort: 20038 },
        counters: { packetsIn: 8, bytesIn: 612, packetsOut: 7, bytesOut: 550 },
      },
      destination: {
        text: '20011:127.0.0.1:20010',
        ports: { localPort: 20011, remoteHost: '127.0.0.1', remotePort: 20010 },
        counters: { packetsIn: 9, bytesIn: 700, packetsOut: 6, bytesOut: 432 },
      },
    });
  });

  it('reads one without NIOs, one with a single NIO, and one with an interface', () => {
    expect(bridgeOf('a b', ["bridge 'a b' is not running"])).to.deep.equal({
      name: 'a b',
      isRunning: false,
      filters: [],
    });
    expect(bridgeOf('p', ["bridge 'p' is not running", 'Source NIO: abc:127.0.0.1:30001'])).to.deep.equal({
      name: 'p',
      isRunning: false,
      filters: [],
      source: { text: 'abc:127.0.0.1:30001' },
    });
    const taken = bridgeOf('t', ["bridge 't' is running", 'Source NIO: tap0', 'Destination NIO: eth0']);
    expect([taken?.source, taken?.destination]).to.deep.equal([{ text: 'tap0' }, { text: 'eth0' }]);
  });

  it('is not misled by names that say what a line would', () => {
    const name = "x' is running";
    const shown = [`bridge '${name}' is not running`, "Filter 'Source NIO: 1:2:3' configured in position 1"];
    expect(bridgeOf(name, shown)).to.deep.equal({ name, isRunning: false, filters: ['Source NIO: 1:2:3'] });
  });

  it('says nothing of a bridge if the reply is about another', () => {
    expect(bridgeOf('a', ["bridge 'b' is running", 'Source NIO: 1:127.0.0.1:2'])).to.equal(undefined);
    expect(bridgeOf('a', [])).to.equal(undefined);
  });

  it('has no counters where they are not those that are known', () => {
    const shown = ["bridge 'a' is running", 'Source NIO: 1:127.0.0.1:2'];
    for (const counted of [
      ['Destination NIO: IN: 1 packets (1 bytes) OUT: 1 packets (1 bytes)'],
      ['Source NIO:      IN: -1 packets (1 bytes) OUT: 1 packets (1 bytes)'],
      ['Source NIO:      IN: 1 packets OUT: 1 packets'],
      [],
    ]) {
      expect(bridgeOf('a', shown, counted)?.source).to.not.have.property('counters');
    }
  });

  it('takes whatever comes, and makes only of it what the contract knows', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom("bridge 'a' is running", 'Source NIO: ', "Filter '' configured in position 1"),
    );
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (shown, counted) => {
        const bridge = bridgeOf('a', shown, counted);
        expect(bridge !== undefined).to.equal(shown.includes("bridge 'a' is running"));
        for (const { ports } of [bridge?.source ?? { ports: undefined }]) {
          if (ports !== undefined) expect(ports.localPort).to.be.within(1, 65_535);
        }
      }),
    );
  });
});

describe('iolBridgePorts', () => {
  it('reads each port with its counters', () => {
    expect(
      iolBridgePorts([
        'port 0/1:      IN: 8 packets (612 bytes) OUT: 7 packets (550 bytes)',
        'port 15/0:      IN: 0 packets (0 bytes) OUT: 0 packets (0 bytes)',
        'port x',
      ]),
    ).to.deep.equal([
      { port: '0/1', counters: { packetsIn: 8, bytesIn: 612, packetsOut: 7, bytesOut: 550 } },
      { port: '15/0', counters: { packetsIn: 0, bytesIn: 0, packetsOut: 0, bytesOut: 0 } },
    ]);
  });
});
