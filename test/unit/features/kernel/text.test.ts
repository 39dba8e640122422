import { expect } from 'chai';
import { SITUATIONS } from '../../../../src/core/kernel/situation.ts';
import { LINUX } from '../../../../src/core/kernel/systems/linux.ts';
import { kernelFileOf } from '../../../../src/features/kernel/kernel.ts';
import { renderKernel } from '../../../../src/features/kernel/render/text.ts';
import type { KernelResult, SituationResult } from '../../../../src/features/kernel/result.ts';
import { NO_PAINT } from '../../../../src/output/paint.ts';

const PAGE = { width: 80, paint: NO_PAINT };

/** A machine that does what is predicted for Linux, except where it is told otherwise. */
function result(others: Partial<Record<SituationResult['situation'], Partial<SituationResult>>>): KernelResult {
  const situations = SITUATIONS.map(({ id, title }): SituationResult => {
    const predicted = LINUX[id];
    const observed = { bind: predicted.bind.value, receiver: predicted.receiver.value, madeBy: 'node' } as const;
    return { situation: id, title, verdict: 'agrees', predicted, observed, ...others[id] };
  });
  const count = (wanted: SituationResult['verdict']): number =>
    situations.filter(({ verdict }) => verdict === wanted).length;
  const counts = {
    agrees: count('agrees'),
    differs: count('differs'),
    new: count('new'),
    'not-tried': count('not-tried'),
  };
  const method = { by: 'own-sockets' } as const;
  return {
    schemaVersion: 1,
    outcome: 'clean',
    system: 'linux',
    release: '6.18.5',
    method,
    situations,
    counts,
    elapsedMs: 700,
  };
}

const DIFFERENT = {
  'old NIO': 'plain-reuse-different',
} as const;

describe('the text of niostat kernel', () => {
  it('begins with the verdict, fits 80 columns, and ends with what to do', () => {
    const text = renderKernel(result({}), PAGE);
    const lines = text.split('\n');
    expect(lines[0]).to.equal(
      `✓ This kernel behaves as predicted: ${SITUATIONS.length} of ${SITUATIONS.length} situations`,
    );
    for (const line of lines) expect([...line].length, line).to.be.at.most(80);
    expect(text.replace(/\s+/g, ' ')).to.include(
      `As predicted: ${SITUATIONS.length} situations (-v lists them). Predictions: ${SITUATIONS.length} seen (Linux 6.18).`,
    );
    expect(text).to.not.include('one peer');
    expect(text).to.match(/\n\nNext: niostat kernel --write kernel\.json$/);
  });

  it('lists with -v what is as predicted, and what the words mean', () => {
    const text = renderKernel(result({}), { ...PAGE, verbose: true });
    for (const line of text.split('\n')) expect([...line].length, line).to.be.at.most(80);
    expect(text).to.match(/✓ new NIO, then new NIO, one peer +shared +the last/);
    expect(text).to.match(/✓ old NIO, then old NIO, two peers +refused +the first/);
    expect(text).to.include('  the last: the socket that was connected last receives everything\n');
    expect(text).to.include('  old NIO: Dynamips up to 0.2.17\n  new NIO: Dynamips from 0.2.18 on, and uBridge\n');
  });

  it('counts as predicted only what was predicted, and is not sure where a try has failed', () => {
    const id = 'port-below-1024';
    const fresh = renderKernel(result({ [id]: { verdict: 'new' } }), PAGE);
    const all = SITUATIONS.length;
    expect(fresh.replace(/\s+/g, ' ')).to.include(
      `✓ This kernel behaves as predicted: ${all - 1} of ${all} situations; 1 was not established before`,
    );
    const failed = {
      ...result({ [id]: { verdict: 'not-tried', why: 'two tries gave two answers' } }),
      outcome: 'unknown',
    };
    expect(renderKernel(failed as KernelResult, PAGE)).to.match(/^! This kernel behaves as predicted: /);
  });

  it('tells each difference in sentences, with the grade of what was predicted', () => {
    const observed = { bind: 'shared', receiver: 'peer-of-each', madeBy: 'perl' } as const;
    const text = renderKernel(result({ [DIFFERENT['old NIO']]: { verdict: 'differs', observed } }), PAGE);
    expect(text).to.match(/^✗ 1 situation of \d+ differs from what is predicted\n/);
    expect(text).to.include(
      [
        '✗ old NIO, then new NIO, two peers',
        '    predicted: the second socket is refused, 206 from Dynamips; the first socket',
        '    receives (seen: Linux 6.18)',
        '    observed:  the second socket shares the port; each socket receives what its',
        '    own peer sends',
      ].join('\n'),
    );
    for (const line of text.split('\n')) expect([...line].length, line).to.be.at.most(80);
  });

  it('says what was not tried and why, and is never green where nothing was', () => {
    const { observed: _, ...left } = {
      verdict: 'not-tried' as const,
      why: 'only root can become another user',
      observed: undefined,
    };
    const some = renderKernel(result({ 'two-users': left, 'root-then-user': left }), PAGE);
    expect(some).to.match(/^✓ .* situations, 2 not tried\n/);
    expect(some).to.include('\n- not tried, only root can become another user: ');
    const none = renderKernel(result(Object.fromEntries(SITUATIONS.map(({ id }) => [id, left]))), PAGE);
    expect(none).to.match(/^! Nothing could be tried/);
    expect(none).to.not.include('✓').and.not.include('Next');
  });

  it('names the file that it has written', () => {
    expect(renderKernel(result({}), PAGE, { savedTo: 'my lab.json' })).to.include(
      "niostat check LAB --kernel 'my lab.json'",
    );
  });
});

describe('the file for --kernel', () => {
  it('has what was observed, without what was not tried', () => {
    const { observed: _, ...left } = { verdict: 'not-tried' as const, why: 'x', observed: undefined };
    const refused = { bind: 'refused', receiver: 'first', error: 'EADDRINUSE', madeBy: 'node' } as const;
    const whole = result({ 'two-users': left, 'plain-plain-different': { observed: refused } });
    const observations = whole.situations.filter(({ situation }) => situation !== 'two-users');
    const file = kernelFileOf({ ...whole, situations: observations }, new Date('2026-11-27T12:00:00Z'));
    expect(file).to.deep.include({ schemaVersion: 1, kind: 'niostat-kernel', system: 'linux', date: '2026-11-27' });
    expect(file.observations).to.have.length(SITUATIONS.length - 1);
    expect(file.observations[1]).to.deep.equal({
      situation: 'plain-plain-different',
      bind: 'refused',
      receiver: 'first',
      error: 'EADDRINUSE',
    });
  });
});
