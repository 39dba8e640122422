import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { EthernetSwitch } from '../../../../../src/world/hypervisor/embedded/ethernet-switch.ts';
import { Nio } from '../../../../../src/world/hypervisor/embedded/nio.ts';

/** A NIO whose other end is the test. */
class WireNio extends Nio {
  readonly sent: string[] = [];

  get saved(): string {
    return '';
  }

  async close(): Promise<void> {
    // There is nothing to close.
  }

  /** A frame comes in from the wire. */
  arrive(frame: string): void {
    this.receive(Buffer.from(frame, 'hex'));
  }

  protected transmit(frame: Uint8Array): void {
    this.sent.push(Buffer.from(frame).toString('hex'));
  }
}

// Addresses, in the order in which they stand in a frame: first the destination, then the source.
const A = '02000000000a';
const B = '02000000000b';
const C = '02000000000c';
const BROADCAST = 'ffffffffffff';
const MULTICAST = '01005e000001';

/** Type of IPv4 and 20 bytes that the switch must not look at; they hold 8100, which is no tag there. */
const REST = '0800810000018100000102030405060708090a0b0c0d';

const ALL = ['one', 'two', 'three', 'four'] as const;
type Port = (typeof ALL)[number];

class Bench {
  readonly one = new EthernetSwitch('SW1');
  readonly nios: Readonly<Record<Port, WireNio>> = {
    one: new WireNio('one'),
    two: new WireNio('two'),
    three: new WireNio('three'),
    four: new WireNio('four'),
  };

  /** Ports that are left out are in VLAN 1, untagged, as Dynamips makes them. */
  constructor(modes: Partial<Record<Port, readonly ['access' | 'dot1q', number]>> = {}) {
    for (const name of ALL) {
      const nio = this.nios[name];
      expect(this.one.ports.add(nio)).to.equal(true);
      nio.addReader(this.one.reader);
      const [type, vlan] = modes[name] ?? ['access', 1];
      this.one.setMode(nio, { type, vlan });
    }
  }

  /** Lets a frame come in, and says what goes out of which port because of it. */
  send(from: Port, frame: string): Partial<Record<Port, string>> {
    this.nios[from].arrive(frame);
    const out: Partial<Record<Port, string>> = {};
    for (const name of ALL) {
      const frames = this.nios[name].sent.splice(0);
      expect(frames.length, `frames out of ${name}`).to.be.at.most(1);
      if (frames[0] !== undefined) out[name] = frames[0];
    }
    return out;
  }
}

describe('EthernetSwitch', () => {
  describe('floods', () => {
    for (const [title, destination] of [
      ['broadcasts', BROADCAST],
      ['multicasts', MULTICAST],
      ['frames to an address that it does not know', B],
    ] as const) {
      it(`${title}, to every port but that where they came from`, () => {
        const frame = destination + A + REST;
        expect(new Bench().send('two', frame)).to.deep.equal({ one: frame, three: frame, four: frame });
      });
    }

    it('multicasts even if somebody has used the address as a source', () => {
      const bench = new Bench();
      bench.send('three', BROADCAST + MULTICAST + REST);
      const frame = MULTICAST + A + REST;
      expect(bench.send('one', frame)).to.deep.equal({ two: frame, three: frame, four: frame });
    });
  });

  describe('learns', () => {
    it('where an address is from the frames that come from there', () => {
      const bench = new Bench();
      bench.send('one', BROADCAST + A + REST);
      expect(bench.send('two', A + B + REST)).to.deep.equal({ one: A + B + REST });
      expect(bench.send('one', B + A + REST)).to.deep.equal({ two: B + A + REST });
    });

    it('that an address has moved', () => {
      const bench = new Bench();
      bench.send('one', BROADCAST + A + REST);
      bench.send('three', BROADCAST + A + REST);
      expect(bench.send('two', A + B + REST)).to.deep.equal({ three: A + B + REST });
    });

    it('not to send a frame back to where it came from', () => {
      const bench = new Bench();
      bench.send('one', BROADCAST + A + REST);
      bench.send('one', BROADCAST + B + REST);
      expect(bench.send('one', A + B + REST)).to.deep.equal({});
      // A frame to its own sender is one of these.
      expect(bench.send('two', C + C + REST)).to.deep.equal({});
    });

    it('for each VLAN apart', () => {
      const bench = new Bench({ one: ['access', 1], two: ['access', 1], three: ['access', 2], four: ['access', 2] });
      bench.send('one', BROADCAST + A + REST);
      // In VLAN 2 nobody has heard of A.
      expect(bench.send('three', A + B + REST)).to.deep.equal({ four: A + B + REST });
      bench.send('four', BROADCAST + A + REST);
      expect(bench.send('three', A + B + REST)).to.deep.equal({ four: A + B + REST });
      expect(bench.send('two', A + B + REST)).to.deep.equal({ one: A + B + REST });
    });

    it('nothing that it was told to forget', () => {
      const bench = new Bench();
      bench.send('one', BROADCAST + A + REST);
      bench.send('two', BROADCAST + B + REST);
      bench.one.forget(bench.nios.one);
      expect(bench.one.macTableLines()).to.deep.equal(['0200.0000.000b  1  two']);
      expect(bench.send('three', A + C + REST)).to.have.all.keys('one', 'two', 'four');
      bench.one.clearMacTable();
      expect(bench.one.macTableLines()).to.deep.equal([]);
      expect(bench.send('three', B + C + REST)).to.have.all.keys('one', 'two', 'four');
    });

    it('as many addresses as its table has places, two at one place pushing each other out', () => {
      const bench = new Bench();
      // The place is the exclusive or of the three halves and the VLAN, of 12 bits: 1 ^ 1 = 0 for both.
      const [first, second] = ['000000000001', '000100000000'];
      bench.send('one', BROADCAST + first + REST);
      bench.send('two', BROADCAST + second + REST);
      expect(bench.one.macTableLines()).to.deep.equal(['0001.0000.0000  1  two']);
      expect(bench.send('three', first + C + REST)).to.have.all.keys('one', 'two', 'four');
      expect(bench.send('three', second + C + REST)).to.have.all.keys('two');
    });

    it('never more than 4096', () => {
      const bench = new Bench();
      for (let number = 0; number < 10_000; number++) {
        bench.send('one', `${BROADCAST}0000${number.toString(16).padStart(8, '0')}${REST}`);
      }
      expect(bench.one.macTableLines()).to.have.length(4096);
    });
  });

  it('lists its table in the order of the places', () => {
    const bench = new Bench({ two: ['access', 2], three: ['dot1q', 1] });
    // Places, by hand: 0010 ^ 1 = 11; 0005 ^ 2 = 7; 1000 ^ 0001 ^ 0003 ^ 1, of which 12 bits are 3.
    bench.send('one', `${BROADCAST}000000000010${REST}`);
    bench.send('two', `${BROADCAST}000000000005${REST}`);
    bench.send('three', `${BROADCAST}100000010003${REST}`);
    expect(bench.one.macTableLines()).to.deep.equal([
      '1000.0001.0003  1  three',
      '0000.0000.0005  2  two',
      '0000.0000.0010  1  one',
    ]);
  });

  describe('keeps VLANs apart', () => {
    it('a frame stays among the ports of its VLAN', () => {
      const bench = new Bench({
        one: ['access', 10],
        two: ['access', 20],
        three: ['access', 10],
        four: ['access', 20],
      });
      const frame = BROADCAST + A + REST;
      expect(bench.send('one', frame)).to.deep.equal({ three: frame });
      expect(bench.send('two', frame)).to.deep.equal({ four: frame });
    });

    it('a trunk carries all of them, tagged', () => {
      const bench = new Bench({ one: ['access', 10], two: ['access', 20], three: ['dot1q', 1], four: ['access', 10] });
      expect(bench.send('one', BROADCAST + A + REST)).to.deep.equal({
        three: `${BROADCAST}${A}8100000a${REST}`,
        four: BROADCAST + A + REST,
      });
      expect(bench.send('two', BROADCAST + B + REST)).to.deep.equal({ three: `${BROADCAST}${B}81000014${REST}` });
    });

    it('the native VLAN of a trunk goes out without a tag', () => {
      const bench = new Bench({ one: ['access', 10], two: ['dot1q', 10], three: ['dot1q', 1], four: ['access', 1] });
      expect(bench.send('one', BROADCAST + A + REST)).to.deep.equal({
        two: BROADCAST + A + REST,
        three: `${BROADCAST}${A}8100000a${REST}`,
      });
    });

    it('a tag says which VLAN a frame of a trunk belongs to, and goes where it is not needed', () => {
      const bench = new Bench({ one: ['dot1q', 1], two: ['access', 10], three: ['access', 20], four: ['dot1q', 10] });
      expect(bench.send('one', `${BROADCAST}${A}8100000a${REST}`)).to.deep.equal({
        two: BROADCAST + A + REST,
        four: BROADCAST + A + REST,
      });
      expect(bench.send('one', `${BROADCAST}${A}81000014${REST}`)).to.deep.equal({
        three: BROADCAST + A + REST,
        four: `${BROADCAST}${A}81000014${REST}`,
      });
    });

    it('a frame without a tag belongs to the native VLAN of its trunk', () => {
      const bench = new Bench({ one: ['dot1q', 10], two: ['access', 10], three: ['access', 1], four: ['dot1q', 1] });
      expect(bench.send('one', BROADCAST + A + REST)).to.deep.equal({
        two: BROADCAST + A + REST,
        four: `${BROADCAST}${A}8100000a${REST}`,
      });
    });

    it('a tag of the native VLAN says the same as no tag', () => {
      const bench = new Bench({ one: ['dot1q', 10], two: ['access', 10], three: ['access', 1], four: ['dot1q', 1] });
      expect(bench.send('one', `${BROADCAST}${A}8100000a${REST}`)).to.deep.equal({
        two: BROADCAST + A + REST,
        four: `${BROADCAST}${A}8100000a${REST}`,
      });
    });

    it('the priority in a tag is not a part of the VLAN, and passes from trunk to trunk', () => {
      const bench = new Bench({ one: ['dot1q', 1], two: ['access', 10], three: ['access', 20], four: ['dot1q', 1] });
      // Priority 7 and the drop bit: f00a is VLAN 10.
      expect(bench.send('one', `${BROADCAST}${A}8100f00a${REST}`)).to.deep.equal({
        two: BROADCAST + A + REST,
        four: `${BROADCAST}${A}8100f00a${REST}`,
      });
    });

    it('a learned address on a trunk gets the frame with its tag', () => {
      const bench = new Bench({ one: ['dot1q', 1], two: ['access', 10], three: ['access', 10], four: ['dot1q', 1] });
      bench.send('one', `${BROADCAST}${A}8100000a${REST}`);
      expect(bench.one.macTableLines()).to.deep.equal(['0200.0000.000a  10  one']);
      expect(bench.send('two', A + B + REST)).to.deep.equal({ one: `${A}${B}8100000a${REST}` });
    });

    it('only the outer one of two tags counts', () => {
      const bench = new Bench({ one: ['dot1q', 1], two: ['access', 10], three: ['access', 20], four: ['access', 1] });
      expect(bench.send('one', `${BROADCAST}${A}8100000a81000014${REST}`)).to.deep.equal({
        two: `${BROADCAST}${A}81000014${REST}`,
      });
    });

    it('a port without tags does not look at them', () => {
      const bench = new Bench({ one: ['access', 10], two: ['access', 10], three: ['access', 20], four: ['dot1q', 1] });
      const tagged = `${BROADCAST}${A}81000014${REST}`;
      expect(bench.send('one', tagged)).to.deep.equal({
        two: tagged,
        four: `${BROADCAST}${A}8100000a81000014${REST}`,
      });
    });

    it('VLAN 0 is none', () => {
      const bench = new Bench({ one: ['dot1q', 1], two: ['access', 0], three: ['access', 0] });
      expect(bench.send('one', `${BROADCAST}${A}81000000${REST}`)).to.deep.equal({});
      expect(bench.send('two', BROADCAST + A + REST)).to.deep.equal({});
      expect(bench.one.macTableLines()).to.deep.equal([]);
    });

    it('a port that is set anew has its new VLAN at once', () => {
      const bench = new Bench({ two: ['access', 2] });
      const frame = BROADCAST + A + REST;
      expect(bench.send('one', frame)).to.have.all.keys('three', 'four');
      bench.one.setMode(bench.nios.two, { type: 'access', vlan: 1 });
      expect(bench.send('one', frame)).to.have.all.keys('two', 'three', 'four');
    });
  });

  describe('frames that are too short', () => {
    it('passes over those without a whole header, and learns nothing from them', () => {
      const bench = new Bench();
      for (let bytes = 0; bytes < 14; bytes++) {
        expect(bench.send('one', `${BROADCAST}${A}0800`.slice(0, 2 * bytes))).to.deep.equal({});
      }
      expect(bench.one.macTableLines()).to.deep.equal([]);
    });

    it('takes a header alone', () => {
      const frame = `${BROADCAST}${A}0800`;
      expect(new Bench().send('one', frame)).to.deep.equal({ two: frame, three: frame, four: frame });
    });

    it('passes over a tag that is cut off, and learns nothing from it', () => {
      const bench = new Bench({ one: ['dot1q', 1], two: ['access', 10] });
      for (const bytes of [14, 15, 16, 17]) {
        expect(bench.send('one', `${BROADCAST}${A}8100000a0800`.slice(0, 2 * bytes)), `${bytes} bytes`).to.deep.equal(
          {},
        );
      }
      expect(bench.one.macTableLines()).to.deep.equal([]);
      expect(bench.send('one', `${BROADCAST}${A}8100000a0800`)).to.deep.equal({ two: `${BROADCAST}${A}0800` });
    });

    it('does not take it for a tag where there are none', () => {
      const frame = `${BROADCAST}${A}8100`;
      expect(new Bench().send('one', frame)).to.deep.equal({ two: frame, three: frame, four: frame });
    });
  });

  it('leaves the frame that came in as it was', () => {
    const bench = new Bench({ two: ['dot1q', 2] });
    const frame = Buffer.from(BROADCAST + A + REST, 'hex');
    bench.one.reader(frame, bench.nios.one);
    expect(frame.toString('hex')).to.equal(BROADCAST + A + REST);
    // What was learned must not change when the buffer is used again.
    frame.fill(0);
    expect(bench.one.macTableLines()).to.deep.equal(['0200.0000.000a  1  one']);
  });

  it('has 64 places and refuses the 65th NIO', () => {
    // Seen on 0.2.14.
    const { ports } = new EthernetSwitch('SW1');
    const nios = Array.from({ length: 65 }, (_, index) => new WireNio(`n${index}`));
    expect(nios.map((nio) => ports.add(nio))).to.deep.equal([...new Array(64).fill(true), false]);
    expect(ports.all()).to.deep.equal(nios.slice(0, 64));
    expect(ports.find('n64')).to.equal(undefined);
    expect(ports.remove(nios[64] as WireNio)).to.equal(false);
    expect(ports.remove(nios[5] as WireNio)).to.equal(true);
    expect(ports.add(nios[64] as WireNio)).to.equal(true);
    // At the lowest free place.
    expect(ports.all()[5]).to.equal(nios[64]);
  });

  it('keeps the VLAN of a NIO that is there twice when one of them goes', () => {
    const bench = new Bench({ two: ['access', 7], three: ['access', 7] });
    const { one, nios } = bench;
    one.ports.add(nios.two);
    one.ports.remove(nios.two);
    one.forget(nios.two);
    expect(bench.send('three', BROADCAST + A + REST)).to.deep.equal({ two: BROADCAST + A + REST });
  });

  it('keeps nothing of a NIO that is gone', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const one = new EthernetSwitch('SW1');
    const gone = Array.from({ length: 100 }, (_, index) => {
      const nio = new WireNio(`n${index}`);
      one.ports.add(nio);
      nio.addReader(one.reader);
      one.setMode(nio, { type: 'access', vlan: 1 });
      nio.arrive(BROADCAST + A + REST);
      // What `ethsw remove_nio` does.
      one.ports.remove(nio);
      nio.removeReader(one.reader);
      one.forget(nio);
      return new WeakRef(nio);
    });
    // An object stays until the turn ends in which it was made or looked at.
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    expect(gone.filter((reference) => reference.deref() !== undefined)).to.have.length.below(5);
    expect(one.macTableLines()).to.deep.equal([]);
  });
});
