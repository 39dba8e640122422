/** What `links gns3://` says of recordings of live servers, through the readers of the product. */
import { expect } from 'chai';
import type { OpenProject } from '../../src/core/open-project/open-project.ts';
import { hopsResult } from '../../src/features/hops/hops.ts';
import { renderHops } from '../../src/features/hops/render/render.ts';
import type { HopsResult } from '../../src/features/hops/result.ts';
import { NO_PAINT } from '../../src/output/paint.ts';
import { replayRecording } from '../support/recorded-gns3.ts';
import { expectValid } from '../support/result-schema.ts';

const RECORDED = 'test/fixtures/gns3-live/gns3-2.2';

function screen(result: HopsResult, more: { hops?: boolean; explain?: boolean } = {}): string {
  const style = { explain: false, hops: false, ssh: false, header: true, processes: false, ...more };
  const said = { command: 'niostat links gns3:///Campus', firewall: '', timeText: String };
  return renderHops(result, 'table', { width: 80, paint: NO_PAINT }, { ...said, ...style });
}

describe('links of a recorded GNS3 project', () => {
  let healthy: OpenProject;
  let broken: OpenProject;

  before(async () => {
    [healthy, broken] = (await Promise.all(
      ['campus-healthy', 'campus-broken'].map((name) => replayRecording(`${RECORDED}/${name}`)),
    )) as [OpenProject, OpenProject];
  });

  it('are all well where the recipe found every socket', () => {
    const result = hopsResult(healthy, () => true);
    expect(result.outcome).to.equal('clean');
    expect(screen(result)).to.match(/^✓ Campus: 10 links: 5 IDLE, 5 ESTABLISHED$/m);
  });

  it('say first that the uBridge of R2 has ended, and then what was suspended and filtered', () => {
    const result = hopsResult(broken, () => true);
    expect(result.outcome).to.equal('findings');
    const text = screen(result);
    expect(text).to.match(
      /^✗ Campus: 10 links: 4 BROKEN, 1 FILTERED, 1 SUSPENDED, 4 ESTABLISHED\n\nR2's uBridge has ended/,
    );
    expect(text).to.match(/^SUSPENDED +PC1 e0 -- SW1 e2 +20014 20015 10\/8 +2 frames dropped$/m);
    expect(text.replace(/\s+/g, ' ')).to.include('R1 s1/0 -- FR1 1 20022 20023 0/0 delay 50 5, packet_loss 30');
  });

  it('have the chain of recipe-output.txt with --hops', () => {
    const [result] = [hopsResult(healthy, ({ name }) => name === 'R1 f2/0 -- R2 f0/0')];
    expect(screen(result, { hops: true })).to.include(
      [
        'IDLE  R1 f2/0 -- R2 f0/0',
        '  R1                R1                R2                R2',
        '  Dynamips 8268     uBridge 8441      uBridge 8448      Dynamips 8298',
        '          20004 --- 20005   20002 --- 20003   20007 --- 20006',
      ].join('\n'),
    );
    expect(result.filteredOut).to.equal(9);
  });

  it('fit their schema', () => {
    for (const project of [healthy, broken])
      expectValid('hops', JSON.parse(JSON.stringify(hopsResult(project, () => true))));
  });
});
