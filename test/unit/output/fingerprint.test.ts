import { expect } from 'chai';
import { fingerprints } from '../../../src/output/fingerprint.ts';
import type { Notice } from '../../../src/output/notice.ts';

function notice(ruleId: string, file: string, ...subject: readonly string[]): Notice {
  return { ruleId, ruleName: ruleId, severity: 'error', message: 'm', details: [], related: [], file, subject };
}

describe('fingerprints', () => {
  const first = notice('NIO001', 'a.net', 'R1 f0/0');

  it('are FNV-1a with 64 bits of rule, file and subject, and a number', () => {
    // Worked out by another program, which gives af63dc4c8601ec8c for "a", as the draft does.
    expect(fingerprints([first])).to.deep.equal(['5206f00808ab291c:1']);
  });

  it('stay the same when a notice before is gone', () => {
    const second = notice('NIO001', 'a.net', 'R2 f0/0');
    expect(fingerprints([first, second])[1]).to.equal(fingerprints([second])[0]);
  });

  it('differ by rule, by file and by subject, and count what is the same', () => {
    const all = fingerprints([
      first,
      notice('NIO002', 'a.net', 'R1 f0/0'),
      notice('NIO001', 'b.net', 'R1 f0/0'),
      notice('NIO001', 'a.net', 'R1', 'f0/0'),
      first,
    ]);
    expect(new Set(all.map((one) => one.split(':')[0]))).to.have.length(4);
    expect(all.map((one) => one.split(':')[1])).to.deep.equal(['1', '1', '1', '1', '2']);
  });
});
