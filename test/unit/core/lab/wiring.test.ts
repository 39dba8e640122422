import { expect } from 'chai';
import { parseNio } from '../../../../src/core/lab/endpoint.ts';
import type { Device, Link, NioEnd } from '../../../../src/core/lab/lab.ts';
import { type Connection, endName, Wiring } from '../../../../src/core/lab/wiring.ts';

const DEVICES: Device[] = [
  { name: 'R1', kind: 'router' },
  { name: 'R2', kind: 'router' },
  { name: 'R3', kind: 'router' },
  { name: 'LAN 1', kind: 'lan' },
];

/** `R1 f0/0 -- R2 f0/0`, `R1 f0/0 -- LAN 1` or `R1 f0/0 -- NIO_udp:…` as a connection. */
function connection(text: string): Connection {
  const [left = '', right = ''] = text.split(' -- ');
  const [deviceName = '', name = ''] = left.split(' ');
  if (right.startsWith('NIO_')) return { deviceName, interface: name, to: parseNio(right) as NioEnd };
  if (right.startsWith('LAN '))
    return { deviceName, interface: name, to: { deviceName: 'LAN', interface: right.slice(4) } };
  const [peer = '', peerInterface = ''] = right.split(' ');
  return { deviceName, interface: name, to: { deviceName: peer, interface: peerInterface } };
}

function wiring(): Wiring {
  return new Wiring(new Map(DEVICES.map((device) => [device.name, device])));
}

/**
 * What becomes of connections made one after the other: a name, a name with a fault, or `same` for one that
 * was there.
 */
function outcomes(...texts: string[]): string[] {
  const plan = wiring();
  return texts.map((text) => outcome(plan.connect(connection(text))));
}

function outcome(link: Link | undefined): string {
  if (link === undefined) return 'same';
  return link.fault === undefined ? link.name : `${link.name}: ${link.fault}`;
}

describe('wiring', () => {
  it('names a link after its ends, the one that is written first first', () => {
    expect(outcomes('R2 f0/0 -- R1 f0/1', 'R1 f1/0 -- LAN 1', 'R3 f0/0 -- NIO_udp:1:a:2')).to.deep.equal([
      'R2 f0/0 -- R1 f0/1',
      'R1 f1/0 -- LAN 1',
      'R3 f0/0 -- NIO_udp:1:a:2',
    ]);
  });

  it('takes a link that is stated from its other end, or once more, for the same', () => {
    expect(
      outcomes('R1 f0/0 -- R2 f0/0', 'R2 f0/0 -- R1 f0/0', 'R1 f0/0 -- R2 f0/0', 'R2 FastEthernet0/0 -- R1 F0/0'),
    ).to.deep.equal(['R1 f0/0 -- R2 f0/0', 'same', 'same', 'same']);
  });

  it('takes an explicit NIO that is stated again for the same, and another one for a second link', () => {
    expect(outcomes('R1 f0/0 -- NIO_udp:1:a:2', 'R1 f0/0 -- NIO_udp:1:a:2', 'R1 f0/0 -- NIO_udp:1:a:3')).to.deep.equal([
      'R1 f0/0 -- NIO_udp:1:a:2',
      'same',
      'R1 f0/0 -- NIO_udp:1:a:3: interface-in-use',
    ]);
  });

  it('refuses a second link on an interface at either end, and says which link has it', () => {
    const plan = wiring();
    const first = plan.connect(connection('R1 f0/0 -- R2 f0/0'));
    const atSecondEnd = plan.connect(connection('R3 f0/0 -- R1 f0/0'));
    const atFirstEnd = plan.connect(connection('R2 f0/0 -- R3 f0/1'));
    expect([atSecondEnd?.fault, atSecondEnd?.heldBy]).to.deep.equal(['interface-in-use', first]);
    expect([atFirstEnd?.fault, atFirstEnd?.heldBy]).to.deep.equal(['interface-in-use', first]);
  });

  it('does not plug in a link with a fault', () => {
    expect(
      outcomes('R1 f0/0 -- R9 f0/0', 'R1 f0/0 -- R2 f0/0', 'R3 f0/0 -- R1 f0/0', 'R3 f0/0 -- R2 f1/0'),
    ).to.deep.equal([
      'R1 f0/0 -- R9 f0/0: unknown-device',
      'R1 f0/0 -- R2 f0/0',
      'R3 f0/0 -- R1 f0/0: interface-in-use',
      'R3 f0/0 -- R2 f1/0',
    ]);
  });

  it('refuses a link from an unknown device, and from an interface to itself', () => {
    expect(outcomes('R9 f0/0 -- R1 f0/0', 'R1 f0/0 -- R1 f0/0', 'R1 f0/0 -- R1 f0/1')).to.deep.equal([
      'R9 f0/0 -- R1 f0/0: unknown-device',
      'R1 f0/0 -- R1 f0/0: same-interface',
      'R1 f0/0 -- R1 f0/1',
    ]);
  });

  it('lets any number of links end at a LAN', () => {
    expect(outcomes('R1 f0/0 -- LAN 1', 'R2 f0/0 -- LAN 1', 'R3 f0/0 -- LAN 1')).to.deep.equal([
      'R1 f0/0 -- LAN 1',
      'R2 f0/0 -- LAN 1',
      'R3 f0/0 -- LAN 1',
    ]);
  });

  it('lets one interface have one link to a LAN', () => {
    expect(outcomes('R1 f0/0 -- LAN 1', 'R1 f0/0 -- R2 f0/0')).to.deep.equal([
      'R1 f0/0 -- LAN 1',
      'R1 f0/0 -- R2 f0/0: interface-in-use',
    ]);
  });

  describe('disconnect', () => {
    it('pulls out a link from either end, and its interfaces are free again', () => {
      const plan = wiring();
      const link = plan.connect(connection('R1 f0/0 -- R2 f0/0'));
      expect(plan.disconnect(connection('R2 f0/0 -- R1 f0/0'))).to.equal(link);
      expect(outcome(plan.connect(connection('R1 f0/0 -- R3 f0/0')))).to.equal('R1 f0/0 -- R3 f0/0');
      expect(outcome(plan.connect(connection('R2 f0/0 -- R3 f0/1')))).to.equal('R2 f0/0 -- R3 f0/1');
    });

    it('finds nothing where there is no such link', () => {
      const plan = wiring();
      plan.connect(connection('R1 f0/0 -- R2 f0/0'));
      for (const text of ['R1 f0/0 -- R3 f0/0', 'R1 f0/1 -- R2 f0/0', 'R9 f0/0 -- R1 f0/0', 'R1 f0/0 -- NIO_udp:1:a:2'])
        expect(plan.disconnect(connection(text)), text).to.equal(undefined);
    });

    it('pulls out an explicit NIO and a link to a LAN', () => {
      const plan = wiring();
      const nio = plan.connect(connection('R1 f0/0 -- NIO_udp:1:a:2'));
      const lan = plan.connect(connection('R2 f0/0 -- LAN 1'));
      expect(plan.disconnect(connection('R1 f0/0 -- NIO_udp:1:a:2'))).to.equal(nio);
      expect(plan.disconnect(connection('R2 f0/0 -- LAN 1'))).to.equal(lan);
    });
  });

  it('gives the name of an end: device and interface, a LAN alone, or the text of a NIO', () => {
    const [router, , , lan] = DEVICES;
    expect(endName({ type: 'device', deviceName: 'R1', device: router, interface: 'f0/0' })).to.equal('R1 f0/0');
    expect(endName({ type: 'device', deviceName: 'LAN', device: lan, interface: '1' })).to.equal('LAN 1');
    expect(endName({ type: 'nio', text: 'NIO_null' })).to.equal('NIO_null');
  });
});
