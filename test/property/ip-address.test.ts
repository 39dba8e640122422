import { isIP } from 'node:net';
import { expect } from 'chai';
import { familyOf, formatIp, isIp, parseIp, unmapped } from '../../src/core/address/ip-address.ts';
import { isInNetwork, parseNetwork } from '../../src/core/address/network.ts';
import { fc } from '../support/property.ts';

const groups4 = fc.tuple(fc.nat(0xffff), fc.nat(0xffff));
/** Zeros are what the spellings differ in. */
const group = fc.oneof(fc.constant(0), fc.nat(0xffff));
const groups6 = fc.array(group, { minLength: 8, maxLength: 8 });

/** Texts that are nearly addresses, made of the pieces of which addresses are made. */
const nearly = fc
  .array(fc.constantFrom(':', '::', '.', '0', '1', '00', '255', '256', 'ffff', 'A', 'g', '1.2.3.4', '%', 'eth0'), {
    maxLength: 17,
  })
  .map((pieces) => pieces.join(''));

describe('properties of IP addresses', () => {
  it('what is taken for an address, and its family, are what Node takes', () => {
    fc.assert(
      fc.property(fc.oneof(nearly, fc.ipV4(), fc.ipV6(), fc.string({ maxLength: 12 })), (text) => {
        expect(isIp(text)).to.equal(isIP(text) !== 0);
        if (isIp(text)) expect(familyOf(text)).to.equal(isIP(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('what is written is read again, and written as the URL parser writes it', () => {
    fc.assert(
      fc.property(fc.oneof(groups4, groups6), (groups) => {
        const text = formatIp(groups);
        expect(parseIp(text)).to.deep.equal(groups);
        // The host of a URL is spelled as in RFC 5952 (WHATWG URL, host serializer).
        const host = familyOf(text) === 6 ? `[${text}]` : text;
        expect(new URL(`http://${host}/`).hostname).to.equal(host);
      }),
    );
  });

  it('every spelling of an address has the same groups as in a URL', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const { hostname } = new URL(`http://[${text}]/`);
        expect(formatIp(parseIp(text) ?? [])).to.equal(hostname.slice(1, -1));
      }),
    );
  });

  it('an address is in a network if the bits of the prefix are the same, one by one', () => {
    const bitsOf = (groups: readonly number[]): string =>
      groups.map((one) => one.toString(2).padStart(16, '0')).join('');
    fc.assert(
      fc.property(groups6, groups6, fc.nat(128), fc.nat(128), (own, other, shared, prefixLength) => {
        // Two addresses that have `shared` bits in common at least: random ones would have next to none.
        const bits = bitsOf(own).slice(0, shared) + bitsOf(other).slice(shared);
        const address = Array.from({ length: 8 }, (_, index) =>
          Number.parseInt(bits.slice(index * 16, index * 16 + 16), 2),
        );
        const expected = bits.slice(0, prefixLength) === bitsOf(own).slice(0, prefixLength);
        expect(isInNetwork(address, { groups: own, prefixLength })).to.equal(expected);
        const masked = parseNetwork(`${formatIp(own)}/${prefixLength}`)?.text.split('/')[0] ?? '';
        const maskedBits = bitsOf(own).slice(0, prefixLength).padEnd(128, '0');
        expect(bitsOf(parseIp(masked) ?? [])).to.equal(maskedBits);
      }),
    );
  });

  it('an address that is mapped is its IPv4', () => {
    fc.assert(
      fc.property(groups4, (groups) => {
        expect(unmapped([0, 0, 0, 0, 0, 0xffff, ...groups])).to.deep.equal(groups);
      }),
    );
  });
});
