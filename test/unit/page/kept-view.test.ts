import { expect } from 'chai';
import { packLab } from '../../../src/core/lab/pack-lab.ts';
import { el } from '../../../src/output/markup/markup.ts';
import type { PageData } from '../../../src/output/page/page-data.ts';
import { FIRST_CHOICES } from '../../../src/page/fragment.ts';
import { kept } from '../../../src/page/kept-view.ts';
import { makeScene } from '../../../src/page/make-scene.ts';
import { pageView } from '../../../src/page/page-view.ts';
import type { Choices, Scene } from '../../../src/page/scene.ts';
import { scenarioLab } from '../../support/read.ts';

const lab = scenarioLab(`
hypervisors: [{ address: "localhost:7200" }, { address: "localhost:7201" }]
devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7201" }]
links: [R1 f0/0 -- R2 f0/0]
`);
const data: PageData = { version: 1, kind: 'simulate', title: 'a lab', labs: [packLab(lab)] };
const sceneOf = (choices: Partial<Choices>): Scene => makeScene(data, { ...FIRST_CHOICES, ...choices });

describe('a view that is kept', () => {
  it('gives the very same element while what it has read is the same', () => {
    const view = kept(({ check }) => el('p', {}, String(check.findings.length)));
    expect(view(sceneOf({ step: 1, find: 'x' }))).to.equal(view(sceneOf({ step: 2 })));
  });

  it('gives another one when a choice or a part of the state that it has read changes', () => {
    const byFind = kept(({ choices }) => el('p', {}, choices.find));
    expect(byFind(sceneOf({ find: 'x' })).children).to.deep.equal(['x']);
    expect(byFind(sceneOf({ find: 'y' })).children).to.deep.equal(['y']);
    const bySockets = kept(({ state }) => el('p', {}, String(state.sockets.length)));
    expect(bySockets(sceneOf({ step: 0 })).children).to.deep.equal(['0']);
    expect(bySockets(sceneOf({})).children).to.deep.equal(['2']);
  });

  it('sees what is read after a first reading said no', () => {
    const view = kept(({ choices }) => el('p', {}, choices.isQuiz ? choices.find : 'no quiz'));
    view(sceneOf({ find: 'x' }));
    expect(view(sceneOf({ isQuiz: true, find: 'y' })).children).to.deep.equal(['y']);
    expect(view(sceneOf({ isQuiz: true, find: 'z' })).children).to.deep.equal(['z']);
  });

  it('makes the page no other one, whatever was shown before', () => {
    const scenes = [0, 3, 1, 99, 2].flatMap((step) =>
      (['before-0.2.18', 'from-0.2.18'] as const).map((generation) => sceneOf({ step, generation })),
    );
    const inOrder = scenes.map((scene) => pageView(scene));
    const backwards = [...scenes].reverse().map((scene) => pageView(scene));
    expect(backwards.reverse()).to.deep.equal(inOrder);
  });
});
