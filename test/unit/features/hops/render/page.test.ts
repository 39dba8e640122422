import { expect } from 'chai';
import { hopsOnPage } from '../../../../../src/features/hops/render/hops-on-page.ts';
import { hopsSvg } from '../../../../../src/features/hops/render/svg.ts';
import { CAMPUS_BROKEN, link, resultOf } from '../../../../support/campus-links.ts';

const TELLING = { command: 'niostat links gns3:///Campus', firewall: '', timeText: String };
const page = hopsOnPage(resultOf(CAMPUS_BROKEN), '2026-11-28T07:00:00+00:00', TELLING);

describe('the page of links of an open project', () => {
  it('has every hop of a link with its ports, its frames and what becomes of what it sends', () => {
    const shown = page.links.find(({ name }) => name === 'R1 f2/0 -- R2 f0/0');
    // By hand, from the chain of recipe-output.txt without the uBridge of R2.
    expect(shown?.ends.map(({ name, socket, fate, frames }) => [name, socket?.local, fate, frames])).to.deep.equal([
      ["R1's Dynamips", '20004', 'arrives', '0 frames in, 0 out'],
      ["R1's uBridge", '20005', 'arrives', '0 frames in, 0 out'],
      ["R1's uBridge", '20002', 'lost', '0 frames in, 0 out'],
      ["R2's uBridge", undefined, 'no socket', undefined],
      ["R2's uBridge", undefined, 'no socket', undefined],
      ["R2's Dynamips", '20006', 'lost', '0 frames in, 0 out'],
    ]);
  });

  it('says where frames die', () => {
    const [suspended] = CAMPUS_BROKEN.filter(({ state }) => state === 'SUSPENDED');
    const deaths = [{ direction: 'a to b', after: 2, before: 3, lost: 5 }] as const;
    const result = resultOf([{ ...(suspended as (typeof CAMPUS_BROKEN)[number]), state: 'ONE-WAY', deaths }]);
    const [shown] = hopsOnPage(result, '', TELLING).links;
    expect(shown?.ends.map(({ remark }) => remark)).to.deep.equal([
      ...[undefined, undefined, '5 frames die behind this hop', undefined],
    ]);
  });

  it('draws each program once, in the box of its node', () => {
    const [host] = page.picture?.topology.hosts ?? [];
    const boxes = host?.hypervisors.map(({ title, devices }) => [title, devices.map((one) => [one.title, one.note])]);
    expect(boxes?.find(([title]) => title === 'R1')).to.deep.equal([
      'R1',
      [
        ['Dynamips', 'pid 8268'],
        ['uBridge', 'pid 8441'],
      ],
    ]);
    expect(boxes).to.have.length(9);
  });

  it('is drawn as SVG, also where nothing of a link was seen', () => {
    const docker = link(['D<1>', 'eth0'], ['R2', 'f0/0'], { state: 'UNKNOWN', notLookedAt: ['docker'] });
    const svg = hopsSvg(resultOf([...CAMPUS_BROKEN, docker]));
    for (const text of ['20002', '20003', 'D&lt;1&gt;']) expect(svg).to.include(text);
  });
});
