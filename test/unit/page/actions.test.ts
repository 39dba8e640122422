import { expect } from 'chai';
import { packLab } from '../../../src/core/lab/pack-lab.ts';
import type { PageData } from '../../../src/output/page/page-data.ts';
import { act } from '../../../src/page/actions.ts';
import { FIRST_CHOICES } from '../../../src/page/fragment.ts';
import { atSameMoment, makeScene } from '../../../src/page/make-scene.ts';
import type { Choices } from '../../../src/page/scene.ts';
import { scenarioLab } from '../../support/read.ts';

const MESH = `
hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }]
devices: [{ name: R1 }, { name: R2 }, { name: R3 }]
links: [R1 f0/0 -- R2 f0/0, R3 f0/0 -- R1 f1/0, R2 f1/0 -- R3 f1/0]
`;

function dataOf(text: string): PageData {
  return { version: 1, kind: 'simulate', title: 'a lab', labs: [packLab(scenarioLab(text))] };
}

const data = dataOf(MESH);

/** What is chosen after these actions, one after the other, as the page does them. */
function chosenBy(actions: readonly string[], start: Partial<Choices> = {}, of = data): Choices {
  return actions.reduce<Choices>(
    (choices, action) => {
      const scene = makeScene(of, choices);
      return atSameMoment(scene, act(choices, action, scene));
    },
    { ...FIRST_CHOICES, ...start },
  );
}

/** The step that is shown then. */
function stepAfter(actions: readonly string[], start: Partial<Choices> = {}): number {
  return makeScene(data, chosenBy(actions, start)).state.step;
}

const { lastStep } = makeScene(data, FIRST_CHOICES);

describe('the actions of the page', () => {
  it('go forward and back, and not past the ends', () => {
    expect(stepAfter(['first'])).to.equal(0);
    expect(stepAfter(['first', 'back'])).to.equal(0);
    expect(stepAfter(['first', 'forward', 'forward', 'back'])).to.equal(1);
    expect(stepAfter(['last'])).to.equal(lastStep);
    expect(stepAfter(['last', 'forward'])).to.equal(lastStep);
    expect(stepAfter(['last', 'back'])).to.equal(lastStep - 1);
  });

  it('go to a step, and to none that is no number', () => {
    expect(stepAfter(['step:3'])).to.equal(3);
    expect(stepAfter(['step:999999'])).to.equal(lastStep);
    expect(stepAfter(['step:3', 'step:-1', 'step:x', 'step:', 'step:1.5'])).to.equal(3);
  });

  it('show the last step with every way to run the lab once it is shown', () => {
    expect(chosenBy(['first', 'last']).step).to.equal(Number.POSITIVE_INFINITY);
  });

  it('play to the end and stop there', () => {
    const playing = chosenBy(['first', 'play']);
    expect(playing.isPlaying).to.equal(true);
    const ticks = Array.from({ length: lastStep - 1 }, () => 'tick');
    expect(chosenBy(ticks, playing)).to.include({ isPlaying: true, step: lastStep - 1 });
    expect(chosenBy([...ticks, 'tick'], playing).isPlaying).to.equal(false);
  });

  it('play from the start at the end, and stop when played again or stepped', () => {
    expect(chosenBy(['last', 'play'])).to.include({ isPlaying: true, step: 0 });
    expect(chosenBy(['first', 'play', 'play']).isPlaying).to.equal(false);
    expect(chosenBy(['first', 'play', 'back']).isPlaying).to.equal(false);
  });

  it('do not play through the questions of a quiz', () => {
    expect(chosenBy(['first', 'quiz', 'play', 'tick']).isPlaying).to.equal(false);
  });

  it('play at one of a few paces', () => {
    expect(chosenBy(['pace:4']).pace).to.equal(4);
    expect(chosenBy(['pace:0', 'pace:-1', 'pace:x', 'pace:1e9']).pace).to.equal(FIRST_CHOICES.pace);
  });

  it('switch the generation to and fro, and keep the moment', () => {
    const other = chosenBy(['step:3', 'generation']);
    expect(other).to.include({ generation: 'before-0.2.18', step: 3 });
    expect(makeScene(data, other).simulation.dynamips.version).to.equal('0.2.17');
    expect(makeScene(data, chosenBy(['generation', 'generation'])).generation).to.equal('from-0.2.18');
    expect(chosenBy(['generation:nonsense'])).to.deep.equal(FIRST_CHOICES);
  });

  it('give the ports by another rule set', () => {
    const scene = makeScene(data, chosenBy(['allocator:gns3-server-2.2.3']));
    expect(scene.allocator).to.equal('gns3-server-2.2.3');
    // (docs/FACTS.md, "Ports by a GNS3 server": the pool of 2.2.3 and later begins at 20000.)
    expect(scene.simulation.nios.map(({ localPort }) => localPort)).to.include(20000);
    expect(chosenBy(['allocator:none'])).to.deep.equal(FIRST_CHOICES);
  });

  it('keep the end of the lab at a switch, however many steps that takes', () => {
    const scene = makeScene(data, chosenBy(['last', 'allocator:gns3-server-3.0']));
    expect(scene.state.step).to.equal(scene.lastStep);
  });

  it('open one panel at a time, and close it', () => {
    expect([...chosenBy(['open:ports']).open]).to.deep.equal(['ports']);
    expect([...chosenBy(['open:ports', 'open:findings']).open]).to.deep.equal(['findings']);
    expect([...chosenBy(['open:ports', 'open:ports']).open]).to.deep.equal([]);
    expect([...chosenBy(['open:ports', 'keys']).open]).to.deep.equal(['ports', 'keys']);
    expect([...chosenBy(['open:ports', 'keys', 'close']).open]).to.deep.equal([]);
  });

  it('find what is typed, colons and all, from the first page of the table', () => {
    expect(chosenBy(['page:3', 'find:127.0.0.1:10000'])).to.include({ find: '127.0.0.1:10000', tablePage: 0 });
  });

  for (const action of ['', 'constructor', 'steps:1', 'answer', '__proto__:1']) {
    it(`do nothing for ${JSON.stringify(action)}`, () => {
      expect(chosenBy([action])).to.deep.equal(FIRST_CHOICES);
    });
  }
});

describe('a scene', () => {
  it('of two labs that are one page shows both', () => {
    const two = { ...data, labs: [...data.labs, packLab(scenarioLab(MESH, 'second.yaml'))] };
    expect(makeScene(two, FIRST_CHOICES).simulation.links).to.have.length(6);
  });

  it('of a plan shows the lab before or after it', () => {
    const moved = packLab(scenarioLab(MESH.replace('10000', '12000')));
    const plan: PageData = { ...data, kind: 'plan', after: [moved] };
    const basesOf = (choices: Choices) => makeScene(plan, choices).state.hypervisors.map(({ base }) => base);
    expect(basesOf(FIRST_CHOICES)).to.deep.equal([10000]);
    expect(basesOf(chosenBy(['after'], {}, plan))).to.deep.equal([12000]);
  });

  it('of a lab that names its Dynamips shows that one first, and the other when asked', () => {
    const old = dataOf(`dynamips: 0.2.14\n${MESH}`);
    expect(makeScene(old, FIRST_CHOICES).generation).to.equal('before-0.2.18');
    expect(makeScene(old, FIRST_CHOICES).simulation.dynamips.version).to.equal('0.2.14');
    const other = makeScene(old, chosenBy(['generation'], {}, old));
    expect(other.simulation.dynamips.version).to.equal('0.2.24');
  });

  it('has one end for all steps, so that what is worked out of it is kept', () => {
    const [first, last] = [0, 3].map((step) => makeScene(data, { ...FIRST_CHOICES, step }));
    expect(first?.end).to.equal(last?.end);
  });

  it('of an empty lab has a first step that is the last', () => {
    const scene = makeScene(
      dataOf('hypervisors: [{ address: "localhost:7200" }]\ndevices: []\nlinks: []\n'),
      FIRST_CHOICES,
    );
    expect([scene.state.step, scene.lastStep]).to.deep.equal([0, 0]);
    expect(act(FIRST_CHOICES, 'play', scene).isPlaying).to.equal(false);
  });
});
