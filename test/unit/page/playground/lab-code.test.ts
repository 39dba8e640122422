import { deflateRawSync, deflateSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { decodeLab, encodeLab, MAX_CODE_CHARACTERS } from '../../../../src/page/playground/lab-code.ts';
import { readProjectFile } from '../../../support/source-files.ts';

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

describe('the code of a lab in an address', () => {
  it('is what another program of zlib and base64url unpacks to the text', async () => {
    const text = 'hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }] # größer →\n';
    const code = await encodeLab(text);
    expect(code?.[0]).to.equal('z');
    expect(await decodeLab(`z${base64url(deflateSync(text))}`)).to.deep.equal({ text });
    expect(await decodeLab(code ?? '')).to.deep.equal({ text });
  });

  it('keeps a text as it is, its byte order mark and line ends too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.boolean(), async (text, canCompress) => {
        expect(await decodeLab((await encodeLab(text, canCompress)) ?? '')).to.deep.equal({ text });
      }),
      {
        examples: [
          ['\uFEFFname: a\r\n', true],
          ['\uFEFFname: a\r\n', false],
          ['', true],
        ],
      },
    );
  });

  it('stands in an address without an escape', async () => {
    const code = await encodeLab(readProjectFile('scenarios/full-mesh-3-routers.yaml'));
    expect(code).to.match(/^[A-Za-z0-9_-]+$/);
  });

  it('is plain where the browser cannot compress', async () => {
    expect(await encodeLab('name: é\n', false)).to.equal(`t${base64url(Buffer.from('name: é\n'))}`);
  });

  it('is not made of a lab that is too long for a link', async () => {
    const noise = Array.from({ length: 40_000 }, (_, index) => String.fromCharCode(33 + ((index * index * 7919) % 90)));
    expect(await encodeLab(noise.join(''), false)).to.equal(undefined);
  });

  it('has a fault in words when it is damaged, and never throws', async () => {
    const damaged = 'The lab in the address is damaged: the link was cut off or changed.';
    const whole = base64url(deflateSync('links: [R1 f0/0 -- R2 f0/0]\n'));
    expect(await decodeLab(`z${whole.slice(0, -4)}`)).to.deep.equal({ fault: damaged });
    expect(await decodeLab(`z${whole.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))}`)).to.deep.equal({
      fault: damaged,
    });
    expect(await decodeLab('z%3Cscript%3E')).to.deep.equal({ fault: damaged });
    expect(await decodeLab('z')).to.deep.equal({ fault: damaged });
    // Not the text of any encoder: bytes that are no UTF-8.
    expect(await decodeLab(`t${base64url(Uint8Array.of(0xff, 0xfe))}`)).to.deep.equal({ fault: damaged });
    expect(await decodeLab(`z${base64url(deflateRawSync('x'))}`)).to.deep.equal({ fault: damaged });
    expect(await decodeLab('x1234')).to.deep.equal({ fault: 'The address has a lab of a kind that is not known.' });
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 200 }), async (code) => {
        expect(Object.keys(await decodeLab(code))).to.have.length(1);
      }),
    );
  });

  it('has a fault when it is too long, packed or unpacked', async () => {
    expect(await decodeLab(`t${'A'.repeat(MAX_CODE_CHARACTERS)}`)).to.deep.equal({
      fault: 'The lab in the address has 16001 characters; 16000 are the most.',
    });
    const bomb = `z${base64url(deflateSync(Buffer.alloc(10_000_000)))}`;
    expect(bomb.length).to.be.lessThan(MAX_CODE_CHARACTERS);
    expect(await decodeLab(bomb)).to.deep.equal({ fault: 'The lab in the address is longer than 1000000 bytes.' });
  });
});
