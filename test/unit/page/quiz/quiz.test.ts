import { expect } from 'chai';
import { packLab } from '../../../../src/core/lab/pack-lab.ts';
import type { Element } from '../../../../src/output/markup/markup.ts';
import { toHtml } from '../../../../src/output/markup/to-html.ts';
import type { PageData } from '../../../../src/output/page/page-data.ts';
import { act } from '../../../../src/page/actions.ts';
import { FIRST_CHOICES } from '../../../../src/page/fragment.ts';
import { atSameMoment, makeScene } from '../../../../src/page/make-scene.ts';
import { isCovered } from '../../../../src/page/quiz/covered.ts';
import { openQuestion, progressOf } from '../../../../src/page/quiz/open-question.ts';
import type { Scene } from '../../../../src/page/scene.ts';
import { portRuler } from '../../../../src/page/views/port-ruler.ts';
import { quizPanel } from '../../../../src/page/views/quiz.ts';
import { lessonLab } from '../../../support/lesson-labs.ts';
import { scenarioLab } from '../../../support/read.ts';

const data: PageData = {
  version: 1,
  kind: 'simulate',
  title: 'One base',
  labs: [packLab(lessonLab('one base'))],
};

/** What the page shows after these actions, one after the other; it opens with the lab as it runs. */
function sceneAfter(...actions: readonly string[]): Scene {
  return actions.reduce(
    (scene, action) => {
      return makeScene(data, atSameMoment(scene, act(scene.choices, action, scene)));
    },
    makeScene(data, FIRST_CHOICES),
  );
}

/** The actions that bring the quiz to the second bind of port 10000: two ports, one bind, each answered. */
const TO_SECOND_BIND = ['quiz', 'number:10000', 'forward', 'number:10000', 'forward', 'hint', 'hint', 'hint', 'hint'];

function textOf(scene: Scene): string {
  return shown(quizPanel(scene));
}

function shown(element: Element): string {
  return toHtml(element)
    .replace(/<[^>]+>/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

function outcomes(scene: Scene): string[] {
  return [...progressOf(scene).outcomes.values()];
}

describe('the quiz of a page', () => {
  it('begins before the first link if the lab is seen as it runs', () => {
    expect(sceneAfter('quiz').state.step).to.equal(0);
    expect(sceneAfter('step:4', 'quiz').state.step).to.equal(4);
  });

  it('covers what tells the answers, until the last step was seen', () => {
    for (const cover of ['verdict', 'findings', 'later'] as const) {
      expect(isCovered(sceneAfter(), cover)).to.equal(false);
      expect(isCovered(sceneAfter('quiz'), cover)).to.equal(true);
      expect(isCovered(sceneAfter('quiz', 'quiz'), cover)).to.equal(false);
    }
  });

  it('covers the counters while a port is asked for, and shows them with the answer', () => {
    expect(isCovered(sceneAfter('quiz'), 'next port')).to.equal(true);
    expect(isCovered(sceneAfter('quiz', 'number:10000'), 'next port')).to.equal(false);
    expect(isCovered(sceneAfter('quiz', 'number:10000', 'forward'), 'next port')).to.equal(true);
  });

  it('covers that a port is wanted twice while a question is open', () => {
    const twice = (scene: Scene): boolean => /second claim 10000|overlap 10000/.test(shown(portRuler(scene)));
    expect(twice(sceneAfter('step:2'))).to.equal(true);
    expect(twice(sceneAfter('step:2', 'quiz'))).to.equal(false);
    expect(twice(sceneAfter('step:2', 'quiz', 'answer:1'))).to.equal(true);
  });

  it('lets nobody pass a question that is not answered', () => {
    for (const move of ['forward', 'last', 'step:9', 'next-link']) {
      expect(sceneAfter('quiz', move).state.step, move).to.equal(0);
    }
  });

  it('shows the step that answers, and what was right', () => {
    const scene = sceneAfter('quiz', 'number:10000');
    expect(scene.state.step).to.equal(1);
    expect(textOf(scene)).to.equal('✓ Right. Port 10000. Go on 1 of 1 right');
  });

  it('goes on to the next question at the same step', () => {
    const scene = sceneAfter('quiz', 'number:10000', 'forward');
    expect(scene.state.step).to.equal(1);
    expect(textOf(scene)).to.equal(
      'Which port does R2 f0/0 get from the counter of localhost:7201? Port Answer Hint 1 of 3 1 of 1 right',
    );
  });

  it('says what is wrong about a belief, then where to look', () => {
    expect(textOf(sceneAfter('quiz', 'number:10000', 'forward', 'number:10001'))).to.equal(
      '✗ Wrong. Not port 10001. A counter does not look at which ports are taken. A counter only counts up. ' +
        'Look: the counter of localhost:7201 goes from 10000 to 10001 at step 2. Go on 1 of 2 right',
    );
  });

  it('says of a number that no belief gives only where to look', () => {
    expect(textOf(sceneAfter('quiz', 'number:7'))).to.equal(
      '✗ Wrong. Not port 7. Look: the counter of localhost:7200 goes from 10000 to 10001 at step 1. Go on 0 of 1 right',
    );
  });

  it('takes no answer that is none', () => {
    for (const action of ['number:', 'number:x', 'number:1e3', 'number:-1', 'answer:1', 'answer:0', 'answer:x']) {
      expect(sceneAfter('quiz', action).state.step, action).to.equal(0);
    }
    expect(sceneAfter(...TO_SECOND_BIND, 'forward', 'answer:9').state.step).to.equal(3);
    expect(sceneAfter(...TO_SECOND_BIND, 'forward', 'number:1').state.step).to.equal(3);
  });

  it('opens three hints, and then shows the answer, which is not counted as right', () => {
    const hinted = sceneAfter('quiz', 'hint', 'hint', 'hint');
    expect(hinted.state.step).to.equal(0);
    expect(textOf(hinted)).to.match(/10000 \+ 0\. Show the answer$/);
    const shown = sceneAfter('quiz', 'hint', 'hint', 'hint', 'hint');
    expect(shown.state.step).to.equal(1);
    expect(textOf(shown)).to.equal('→ Shown: port 10000. Go on 0 of 1 right, 1 shown');
  });

  it('keeps hints when a move is held back', () => {
    expect(progressOf(sceneAfter('quiz', 'hint', 'forward')).hints).to.equal(1);
  });

  it('takes a choice by its number', () => {
    const asked = sceneAfter(...TO_SECOND_BIND, 'forward');
    const question = openQuestion(asked);
    const place = question?.choices.findIndex(({ is }) => is === 'works') ?? -1;
    const scene = sceneAfter(...TO_SECOND_BIND, 'forward', `answer:${place + 1}`);
    expect(textOf(scene)).to.match(/^✓ Right\. Both have the port, without a message\./);
    expect(outcomes(scene)).to.deep.equal(['right', 'right', 'shown', 'right']);
  });

  it('does not tell the right choice from the others before it is chosen', () => {
    const html = toHtml(quizPanel(sceneAfter(...TO_SECOND_BIND, 'forward')));
    const buttons = html.match(/<button[^>]*data-do="answer:\d"[^>]*>/g) ?? [];
    expect(new Set(buttons.map((button) => button.replace(/\d/g, 'N'))).size).to.equal(1);
    expect(buttons.length).to.equal(3);
  });

  it('lets go back, and forward again to what was seen, and asks no answered question again', () => {
    const scene = sceneAfter(...TO_SECOND_BIND, 'first');
    expect(scene.state.step).to.equal(0);
    expect(textOf(scene)).to.equal(
      'Step 1 is answered already. Next step 1 of 3 right, 1 shown'.replace('1 of 3', '2 of 3'),
    );
    expect(sceneAfter(...TO_SECOND_BIND, 'first', 'last').state.step).to.equal(3);
    expect(sceneAfter(...TO_SECOND_BIND, 'first', 'forward').state.step).to.equal(1);
  });

  it('asks anew in the other generation, at the same moment', () => {
    const scene = sceneAfter(...TO_SECOND_BIND, 'forward', 'generation:before-0.2.18');
    expect(scene.state.step).to.equal(3);
    expect(openQuestion(scene)?.right.is).to.equal('refused');
  });

  it('has nothing left to cover when all was answered', () => {
    const all = Array.from({ length: 10 }, () => ['hint', 'hint', 'hint', 'hint', 'forward']).flat();
    const scene = sceneAfter('quiz', ...all);
    expect(scene.state.step).to.equal(scene.lastStep);
    expect(isCovered(scene, 'verdict')).to.equal(false);
    expect(textOf(scene)).to.match(/^This is the last step/);
  });

  it('shows hostile names as text', () => {
    const lab = scenarioLab(`
hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }]
devices: [{ name: "<img/src=x>" }, { name: R2 }]
links: ["<img/src=x> f0/0 -- R2 f0/0"]
`);
    const scene = makeScene({ ...data, labs: [packLab(lab)] }, { ...FIRST_CHOICES, step: 0, isQuiz: true });
    const html = toHtml(quizPanel(scene));
    expect(html).to.include('&lt;img/src=x&gt; f0/0').and.not.include('<img');
  });
});
