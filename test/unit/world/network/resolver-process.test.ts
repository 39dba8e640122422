import { lookup } from 'node:dns/promises';
import { expect } from 'chai';
import { askResolver } from '../../../../src/world/network/resolver-process.ts';

const PATIENT = { timeoutMs: 60_000 };

describe('askResolver', () => {
  it('answers as the resolver of this process does', async () => {
    expect(await askResolver('localhost', PATIENT)).to.deep.equal(
      await lookup('localhost', { all: true, verbatim: true }),
    );
  });

  it('gives each question its own answer', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `127.0.0.${index + 1}`);
    const answers = await Promise.all(names.map((name) => askResolver(name, PATIENT)));
    expect(answers).to.deep.equal(names.map((address) => [{ address, family: 4 }]));
  });

  it('takes any text for a name, and still answers the next', async () => {
    for (const name of ['\n', '"', 'a\0b', 'x'.repeat(10_000), '\u{1f600}', '[1,"localhost"]']) {
      expect(await askResolver(name, PATIENT), JSON.stringify(name)).to.be.a('string');
    }
    expect(await askResolver('127.0.0.9', PATIENT)).to.deep.equal([{ address: '127.0.0.9', family: 4 }]);
  });

  it('gives no answer once nobody waits for one, and answers others', async () => {
    const ending = new AbortController();
    const left = askResolver('127.0.0.8', { ...PATIENT, signal: ending.signal });
    const kept = askResolver('127.0.0.9', PATIENT);
    ending.abort();
    expect(await left).to.equal(undefined);
    expect(await kept).to.deep.equal([{ address: '127.0.0.9', family: 4 }]);
    expect(await askResolver('127.0.0.8', { ...PATIENT, signal: ending.signal })).to.equal(undefined);
  });
});
