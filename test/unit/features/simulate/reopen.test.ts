import { expect } from 'chai';
import type { OpenProject } from '../../../../src/core/open-project/open-project.ts';
import { renderReopen } from '../../../../src/features/simulate/render/reopen-text.ts';
import { reopen } from '../../../../src/features/simulate/reopen.ts';
import { NO_PAINT } from '../../../../src/output/paint.ts';
import { replayRecording } from '../../../support/recorded-gns3.ts';
import { expectValid } from '../../../support/result-schema.ts';

const VIEW = { target: 'gns3:///Campus', header: true };

describe('simulate of an open project', () => {
  let campus: OpenProject;

  before(async () => {
    campus = await replayRecording('test/fixtures/gns3-live/gns3-2.2/campus-healthy');
  });

  it('shows the ports now and after it was opened again, side by side, on 80 columns', () => {
    const result = reopen(campus);
    expectValid('reopen', JSON.parse(JSON.stringify(result)));
    expect(result.outcome).to.equal('clean');
    const text = renderReopen(result, { width: 80, paint: NO_PAINT }, VIEW);
    const [headline = ''] = text.split('\n');
    expect(headline).to.equal('Campus: opened again, 10 of 10 links get other ports');
    expect(text).to.contain('was edited while it was open');
    expect(text).to.match(/PC1 e0 -- SW1 e2 +20014 20015 +20000 20001 +moves/);
    for (const line of text.split('\n')) expect(line.length, line).to.be.at.most(80);
  });

  it('does not say that ports stay which nobody has looked at', () => {
    const result = reopen({ ...campus, hosts: [], notRead: [{ computeId: 'local', name: 'vm', why: 'add --ssh' }] });
    expect(result.outcome).to.equal('unknown');
    const text = renderReopen(result, { width: 80, paint: NO_PAINT }, VIEW);
    expect(text).to.contain('vm was not looked at: add --ssh');
    expect(text).not.to.contain('all 10 links');
  });
});
