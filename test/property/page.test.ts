/** The page of any lab, whatever its reader does. */
import { expect } from 'chai';
import { ALLOCATOR_NAMES, type Lab } from '../../src/core/lab/lab.ts';
import { LabModel } from '../../src/core/model/lab-model.ts';
import { toHtml } from '../../src/output/markup/to-html.ts';
import { act, PACES } from '../../src/page/actions.ts';
import { choicesOf, fragmentOf } from '../../src/page/fragment.ts';
import { atSameMoment, makeScene } from '../../src/page/make-scene.ts';
import { pageView } from '../../src/page/page-view.ts';
import { pageOfLab } from '../../src/page/playground/page-of-lab.ts';
import type { Choices } from '../../src/page/scene.ts';
import { EVENTFUL_LABS, eventfulLab } from '../support/eventful-lab.ts';
import { fc } from '../support/property.ts';
import { RANDOM_PROJECTS } from '../support/random-project.ts';
import { RANDOM_SCENARIOS, scenariosOf } from '../support/random-scenario.ts';
import { gns3Lab } from '../support/read.ts';

/** What buttons and keys do, and what none does. */
const ACTIONS = fc.oneof(
  fc.constantFrom(
    ...['first', 'back', 'forward', 'last', 'next-link', 'previous-link', 'tick', 'play', 'generation', 'allocator'],
    ...[
      'quiz',
      'hint',
      'predict',
      'again',
      'large',
      'after',
      'expected',
      'keys',
      'close',
      'narrow:1',
      'consoles-page:1',
    ],
    ...['open:sockets', 'open:picture', 'open:nosuch', 'step:x', 'page:-1', 'answer:', 'constructor', ''],
    ...PACES.map((pace) => `pace:${pace}`),
  ),
  fc.constantFrom(...ALLOCATOR_NAMES).map((name) => `allocator:${name}`),
  fc.nat(50).map((step) => `step:${step}`),
  fc.nat(5).map((place) => `answer:${place}`),
  fc.integer({ min: 9_998, max: 10_012 }).map((port) => `number:${port}`),
  fc.nat(5).map((page) => `page:${page}`),
  fc.string({ maxLength: 6 }).map((text) => `find:${text}`),
);

const FRAGMENTS = fc.oneof(
  fc.constant(''),
  fc.string({ unit: 'binary' }),
  fc.webQueryParameters(),
  fc
    .record({ step: fc.nat(2e9), page: fc.nat(2e9), quiz: fc.nat(1) })
    .map(({ step, page, quiz }) => `step=${step}&page=${page}&quiz=${quiz}`),
);

/** The page as the browser has it after each of these actions: it can be made, at a step that is there. */
function readPage(labs: readonly Lab[], fragment: string, actions: readonly string[]): void {
  const data = pageOfLab(LabModel.of(labs));
  let choices: Choices = choicesOf(fragment);
  for (const action of ['', ...actions]) {
    const before = makeScene(data, choices);
    choices = atSameMoment(before, act(choices, action, before));
    const scene = makeScene(data, choices);
    expect(scene.state.step).to.be.within(0, scene.lastStep);
    expect(toHtml(pageView(scene))).to.match(/^<div class="page/);
    expect(fragmentOf(choicesOf(fragmentOf(choices)))).to.equal(fragmentOf(choices));
  }
}

/** A page is a lot of work to make, and is made after each deed. */
const RUNS = { numRuns: 50 } as const;

const DEEDS = fc.array(ACTIONS, { maxLength: 10 });

describe('the page of any lab, whatever its reader does', () => {
  it('is made, at a step that is there, of labs with events, LANs, faults and explicit NIOs', () => {
    fc.assert(
      fc.property(
        fc.array(EVENTFUL_LABS, { minLength: 1, maxLength: 2 }),
        FRAGMENTS,
        DEEDS,
        (labs, fragment, actions) => readPage(labs.map(eventfulLab), fragment, actions),
      ),
      RUNS,
    );
  });

  it("is made of labs whose ports and consoles get in each other's way", () => {
    fc.assert(
      fc.property(RANDOM_SCENARIOS, FRAGMENTS, DEEDS, (texts, fragment, actions) =>
        readPage(scenariosOf(texts), fragment, actions),
      ),
      RUNS,
    );
  });

  it('is made of projects of GNS3', () => {
    fc.assert(
      fc.property(RANDOM_PROJECTS, FRAGMENTS, DEEDS, (project, fragment, actions) =>
        readPage([gns3Lab(project)], fragment, actions),
      ),
      RUNS,
    );
  });
});
