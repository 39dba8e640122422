import { expect } from 'chai';
import { preflightNotices } from '../../../../../src/features/preflight/render/notices.ts';
import type { PreflightDetail } from '../../../../../src/features/preflight/result.ts';
import { fingerprints } from '../../../../../src/output/fingerprint.ts';

function fingerprintOf(detail: PreflightDetail): string | undefined {
  const answer = { id: 'ports', title: 'Are the ports free?', state: 'failed', summary: '', elapsedMs: 1 } as const;
  const result = {
    schemaVersion: 1,
    outcome: 'findings',
    labs: [{ name: 'lab', file: 'lab.net' }],
    answers: [{ ...answer, details: [detail] }],
    next: 'niostat check lab.net',
    elapsedMs: 1,
  } as const;
  return fingerprints(preflightNotices(result))[0];
}

const TAKEN: PreflightDetail = {
  severity: 'error',
  rule: 'port-taken',
  about: ['UDP 10000'],
  message: 'UDP port 10000 is in use by webmin (pid 812); R1 f0/0 needs it',
};

describe('the fingerprint of a detail of preflight', () => {
  it('stays when the message says the same in other words, or another process is behind it', () => {
    const again = fingerprintOf({ ...TAKEN, message: 'webmin (pid 4711) has UDP port 10000' });
    expect(again).to.equal(fingerprintOf(TAKEN));
  });

  it('is another one for another rule, and for another subject', () => {
    const [first, ...others] = [TAKEN, { ...TAKEN, rule: 'orphan' }, { ...TAKEN, about: ['UDP 10001'] }].map(
      fingerprintOf,
    );
    expect(others).to.not.include(first);
    expect(new Set(others)).to.have.property('size', 2);
  });

  it('goes by the message where nothing else says what it is about', () => {
    const line = (message: string): PreflightDetail => ({ severity: 'warning', message });
    expect(fingerprintOf(line('"idlpc" is not known'))).to.not.equal(fingerprintOf(line('"raam" is not known')));
  });
});
