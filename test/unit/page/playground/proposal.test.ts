import { expect } from 'chai';
import { applyEdits } from '../../../../src/core/lab/edit/text-edit.ts';
import { check } from '../../../../src/features/check/check.ts';
import { changesFor, editsFor, propose } from '../../../../src/page/playground/proposal.ts';
import { readText } from '../../../../src/page/playground/read-text.ts';
import { projectFiles, readProjectFile } from '../../../support/source-files.ts';

/** The text after the button of the first finding with this id was pressed. */
function mended(text: string, id: string): string | undefined {
  const { model } = readText(text);
  if (model === undefined) throw new Error('the text has a fault');
  const result = check(model);
  const proposal = propose(text, model, result);
  const finding = result.findings.find((one) => one.id === id);
  if (proposal === undefined || finding === undefined) return undefined;
  return applyEdits(text, editsFor(text, model.labs, changesFor(finding, proposal, model.labs)));
}

const SAME_BASE = `hypervisors:
  - address: localhost:7200 # the first
  - address: localhost:7201
    baseUdp: 10000   # copied
devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7201" }]
links: [R1 f0/0 -- R2 f0/0]
`;

const NET = `[localhost:7200]
    udp = 10000
    [[ROUTER R1]]
        f0/0 = R2 f0/0
[localhost:7201]
    udp = 10000
    [[ROUTER R2]]
        console = 2000
`;

describe('the proposed change', () => {
  it('is one number of the text, and leaves the comments', () => {
    expect(mended(SAME_BASE, 'NIO001')).to.equal(SAME_BASE.replace('baseUdp: 10000 ', 'baseUdp: 10100 '));
  });

  it('of one finding leaves the others alone', () => {
    expect(mended(NET, 'NIO001')).to.equal(NET.replace(/udp = 10000(?=\n {4}\[\[ROUTER R2)/, 'udp = 10100'));
    expect(mended(NET, 'NIO031')).to.equal(NET.replace('console = 2000', 'console = 2001'));
  });

  it('is not there where no number of the lab helps', () => {
    expect(mended(readProjectFile('scenarios/broken-links.yaml'), 'NIO050')).to.equal(undefined);
    expect(mended(readProjectFile('scenarios/full-mesh-3-routers.yaml'), 'NIO003')).to.equal(undefined);
  });

  // A plan of thousands of devices holds up the typing as one of thousands of links does.
  it('is not there in a lab of more than 2,000 devices', () => {
    const withMore = (count: number): string => {
      const more = Array.from({ length: count }, (_, index) => `, { name: M${index}, hypervisor: "localhost:7200" }`);
      return SAME_BASE.replace(' }]', ` }${more.join('')}]`);
    };
    expect(mended(withMore(10), 'NIO001')).to.include('baseUdp: 10100 ');
    expect(mended(withMore(1999), 'NIO001')).to.equal(undefined);
  });

  it('takes away what it says it takes away, in every scenario', () => {
    const scenarios = projectFiles().filter((path) => /^scenarios\/[^/]+\.yaml$/.test(path));
    const offered = scenarios.filter((path) => {
      const text = readProjectFile(path);
      const { model } = readText(text);
      if (model === undefined) throw new Error(path);
      const result = check(model);
      const proposal = propose(text, model, result);
      if (proposal === undefined) return false;
      for (const finding of proposal.mends) {
        const changes = changesFor(finding, proposal, model.labs);
        expect(changes, `${path}: ${finding.id}`).to.not.deep.equal([]);
        const after = readText(applyEdits(text, editsFor(text, model.labs, changes))).model;
        const left = after === undefined ? [] : check(after).findings;
        expect(after, path).to.not.equal(undefined);
        expect(left.filter(({ id }) => id === finding.id).length, `${path}: ${finding.id}`).to.be.lessThan(
          result.findings.filter(({ id }) => id === finding.id).length,
        );
      }
      return true;
    });
    expect(offered).to.include('scenarios/two-hypervisors-same-base.yaml');
    expect(offered).to.include('scenarios/consoles-clash.yaml');
  });
});
