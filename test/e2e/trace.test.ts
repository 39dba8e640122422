import { expect } from 'chai';
import { Folder, niostatInto, niostatIntoClosedPipe } from '../support/cli.ts';
import { niostatWithPeak } from '../support/peak-memory.ts';

/** A lab of so many links between two routers of one hypervisor on each of ten hosts. */
function largeLab(links: number): string {
  const hosts = Array.from({ length: 10 }, (_, host) => {
    const own = Array.from({ length: links / 10 }, (__, index) => `f${index}/0 = B${host} f${index}/0\n`).join('');
    return `[10.0.0.${host + 1}]\nudp = 10000\n[[ROUTER A${host}]]\n${own}[[ROUTER B${host}]]\n`;
  });
  return hosts.join('');
}

describe('a trace', () => {
  const folder = new Folder();
  const large = folder.file('large.net', largeLab(20_000));
  const lines = ['simulate', '--trace', '--format', 'jsonl', large];

  it('may be cut off by its reader without an error', async () => {
    for (const args of [lines, ['simulate', '--trace', large]]) {
      const { code, stderr } = await niostatIntoClosedPipe(args);
      expect([code, stderr], args.join(' ')).to.deep.equal([0, '']);
    }
  });

  it('that cannot be written is an error of the world', async () => {
    const { code, stderr } = await niostatInto('/dev/full', lines);
    expect(code).to.equal(3);
    expect(stderr).to.include('cannot write the output');
  });

  it('of a large lab takes no more memory than its simulation', async () => {
    const traced = await niostatWithPeak(lines);
    // A line for the labs; 10 hypervisors and 20 devices; nine events a link.
    expect([traced.code, traced.stdout.split('\n').length - 1]).to.deep.equal([0, 1 + 30 + 9 * 20_000]);
    const simulated = await niostatWithPeak(['simulate', '--json', large]);
    expect(traced.peakMib).to.be.below(simulated.peakMib);
  });
});
