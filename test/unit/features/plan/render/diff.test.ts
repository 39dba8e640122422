import { expect } from 'chai';
import type { HunkSummary } from '../../../../../src/features/plan/plan.ts';
import { diffOf } from '../../../../../src/features/plan/render/diff.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';

function diff(hunk: Partial<HunkSummary>, width = 60): string[] {
  const whole: HunkSummary = { line: 3, removed: [], added: [], changes: [0], ...hunk };
  return diffOf('lab.json', [whole], { paint: NO_PAINT, width }).split('\n').slice(2);
}

/** All hypervisors of a scenario in one line, with the base of the last but one. */
function line(base: number): string {
  const address = (port: number): string => `{"address": "localhost:${port}", "baseUdp": `;
  return `[${[7200, 7201, 7202, 7203].map((port) => `${address(port)}${port === 7202 ? base : port}}`).join(', ')}]`;
}

describe('the diff of a plan', () => {
  it('says where a line stands, as patch reads it', () => {
    expect(diff({ removed: ['  udp = 10000'], added: ['  udp = 10100'] })).to.deep.equal([
      '@@ -3 +3 @@',
      '-  udp = 10000',
      '+  udp = 10100',
    ]);
    expect(diff({ added: ['  udp = 10100'] })[0]).to.equal('@@ -2,0 +3 @@');
  });

  it('shows of a long line what changes and a little around it, with every number whole', () => {
    const shown = diff({ removed: [line(10_000)], added: [line(10_100)] });
    expect(shown.filter((one) => one.length > 60)).to.deep.equal([]);
    expect(shown.join('\n')).to.include('"baseUdp": 10000}').and.to.include('"baseUdp": 10100}');
    expect(shown[1]).to.match(/^-…/);
  });

  it('goes on in a second line where the change itself is longer than the page', () => {
    const numbers = (from: number): string => Array.from({ length: 30 }, (_, index) => from + index).join(', ');
    const shown = diff({ removed: [numbers(10_000)], added: [numbers(20_000)] });
    expect(shown.filter((one) => one.length > 60)).to.deep.equal([]);
    const text = (sign: string): string =>
      shown
        .filter((one) => one.startsWith(sign))
        .map((one) => one.replace(/^.( {2})?/, '').replace(/\\$/, ''))
        .join('');
    expect([text('-'), text('+')]).to.deep.equal([numbers(10_000), numbers(20_000)]);
  });

  it('leaves lines whole where the page has no width, and says that the last has no end', () => {
    const whole = { removed: [line(1)], added: [line(2)], lacksLastLineEnd: true } as const;
    expect(diff(whole, Number.POSITIVE_INFINITY).slice(1)).to.deep.equal([
      `-${line(1)}`,
      '\\ No newline at end of file',
      `+${line(2)}`,
      '\\ No newline at end of file',
    ]);
  });
});
