import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { niostat, niostatAll } from '../support/run-in-process.ts';

/** Two hypervisors with one base: up to 0.2.17 the second NIO is refused, from 0.2.18 on it is not. */
const CLASSIC = 'scenarios/two-hypervisors-same-base.yaml';
const env = { NIOSTAT_DYNAMIPS: '0.2.14' };

async function dynamipsOf(args: readonly string[], variables = {}): Promise<unknown> {
  return JSON.parse((await niostat(['simulate', '--json', ...args], { env: variables })).stdout).dynamips;
}

describe('NIOSTAT_DYNAMIPS', () => {
  it('is what predictions rest on where nothing else says a version', async () => {
    expect(await dynamipsOf([CLASSIC])).to.deep.equal({ version: '0.2.24', assumed: true });
    expect(await dynamipsOf([CLASSIC], env)).to.deep.equal({ version: '0.2.14', assumed: false });
    const [usual, named] = [
      await niostat(['simulate', CLASSIC], { env }),
      await niostat(['simulate', CLASSIC, '--dynamips', '0.2.14']),
    ];
    const head = (stdout: string): string => stdout.split('\n', 3).join('\n');
    expect(head(usual.stdout)).to.equal(head(named.stdout)).and.to.include(', Dynamips 0.2.14\n');
    expect(
      JSON.parse((await niostat(['check', '--json', CLASSIC], { env })).stdout).findings[0].consequences,
    ).to.have.length(1);
    expect(JSON.parse((await niostat(['check', '--json', CLASSIC])).stdout).findings[0].consequences).to.have.length(2);
  });

  it('gives way to the flag and to the lab', async () => {
    const lab = new Folder().file('lab.yaml', 'dynamips: 0.2.20\ndevices: []\nhypervisors:\n  - address: h:7200\n');
    expect(await dynamipsOf([CLASSIC, '--dynamips', '0.2.20'], env)).to.include({ version: '0.2.20' });
    expect(await dynamipsOf([lab], env)).to.include({ version: '0.2.20' });
  });

  it('says nothing where it is empty, and is named where it is wrong', async () => {
    expect(await dynamipsOf([CLASSIC], { NIOSTAT_DYNAMIPS: '' })).to.include({ assumed: true });
    const [run] = await niostatAll([['check', CLASSIC]], { env: { NIOSTAT_DYNAMIPS: 'newest' } });
    expect(run).to.deep.equal({
      code: 2,
      stdout: '',
      stderr:
        'niostat: the variable NIOSTAT_DYNAMIPS: "newest" is not a version of Dynamips\n  write it as in NIOSTAT_DYNAMIPS=0.2.14\n',
    });
  });
});
