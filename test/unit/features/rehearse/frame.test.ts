import { expect } from 'chai';
import { decodeFrame, encodeFrame } from '../../../../src/features/rehearse/frame.ts';
import { fc } from '../../../support/property.ts';

const RUN = Buffer.from('0011223344556677', 'hex');

/** By hand: IEEE 802.3 for the shape, 802.1Q for the tag, 802 (local experimental) for the type. */
const FRAME = Buffer.from(
  [
    'ffffffffffff', // to everybody
    '024e494f0001', // from a locally administered address: bit 0x02 of the first byte
    '8100', // a tag of 802.1Q follows
    '0fa1', // priority 0, VLAN 4001
    '88b5', // Local Experimental EtherType 1
    '6e696f7374617431', // niostat1
    '0011223344556677', // the run
    '000001f4', // end 500
    '00000007', // frame 7
    '00'.repeat(22), // up to 60 bytes and 4 of the tag: the shortest frame, without its checksum
  ].join(''),
  'hex',
);

describe('numbered frames', () => {
  it('have the layout of tagged Ethernet', () => {
    expect(encodeFrame(RUN, { vlan: 4001, sender: 500, number: 7 }).toString('hex')).to.equal(FRAME.toString('hex'));
  });

  it('are read again, whatever the priority in the tag is, and with bytes behind them', () => {
    const told = { vlan: 4001, sender: 500, number: 7 };
    expect(decodeFrame(RUN, FRAME)).to.deep.equal(told);
    const urgent = Buffer.from(FRAME);
    urgent[14] = 0xef;
    expect(decodeFrame(RUN, urgent)).to.deep.equal(told);
    expect(decodeFrame(RUN, Buffer.concat([FRAME, Buffer.alloc(100)]))).to.deep.equal(told);
  });

  it('are nobody else’s: another run, tag, type or mark is no frame of ours', () => {
    expect(decodeFrame(Buffer.alloc(8), FRAME)).to.equal(undefined);
    for (const offset of [12, 13, 16, 17, 18, 25, 26, 33]) {
      const foreign = Buffer.from(FRAME);
      foreign.writeUInt8((foreign[offset] ?? 0) ^ 1, offset);
      expect(decodeFrame(RUN, foreign), `byte ${offset}`).to.equal(undefined);
    }
  });

  it('that are cut short are none', () => {
    // Two addresses, tag, type, mark, run and two numbers: 6 + 6 + 4 + 2 + 8 + 8 + 4 + 4.
    for (let length = 0; length < 42; length++) {
      expect(decodeFrame(RUN, FRAME.subarray(0, length)), String(length)).to.equal(undefined);
    }
    expect(decodeFrame(RUN, FRAME.subarray(0, 42))).to.deep.equal({ vlan: 4001, sender: 500, number: 7 });
  });

  it('say what they were made of, for every number that fits', () => {
    const word = fc.integer({ min: 0, max: 0xff_ff_ff_ff });
    const run = fc.uint8Array({ minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(run, fc.integer({ min: 0, max: 4095 }), word, word, (bytes, vlan, sender, number) => {
        const frame = encodeFrame(bytes, { vlan, sender, number });
        expect(frame).to.have.length(64);
        expect(decodeFrame(bytes, frame)).to.deep.equal({ vlan, sender, number });
      }),
    );
  });

  it('are not seen in random bytes, and these are no error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(decodeFrame(RUN, Buffer.from(bytes))).to.equal(undefined);
      }),
    );
  });
});
