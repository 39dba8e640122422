import { expect } from 'chai';
import { questionText } from '../../../../src/output/question-text/question-text.ts';
import { FIRST_CHOICES } from '../../../../src/page/fragment.ts';
import { makeScene } from '../../../../src/page/make-scene.ts';
import { pageOfLab } from '../../../../src/page/playground/page-of-lab.ts';
import { guessText, portQuestion } from '../../../../src/page/playground/predict-first.ts';
import { readText } from '../../../../src/page/playground/read-text.ts';
import { isCovered } from '../../../../src/page/quiz/covered.ts';
import { heldBack } from '../../../../src/page/quiz/quiz-actions.ts';

/** Lab 2 of the lessons: three routers, six ports from 10000. */
const MESH = `hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }]
devices: [{ name: R1 }, { name: R2 }, { name: R3 }]
links: [R1 f0/0 -- R2 f0/0, R3 f0/0 -- R1 f1/0, R2 f1/0 -- R3 f1/0]
`;

function dataOf(text: string): ReturnType<typeof pageOfLab> {
  const { model } = readText(text);
  if (model === undefined) throw new Error('the text has a fault');
  return pageOfLab(model);
}

function questionOn(text: string): NonNullable<ReturnType<typeof portQuestion>> {
  const question = portQuestion(dataOf(text), FIRST_CHOICES);
  if (question === undefined) throw new Error('nothing is asked');
  return question;
}

describe('"Predict first"', () => {
  it('asks for the port of the last end that is given one', () => {
    const question = questionOn(MESH);
    expect(questionText(question)).to.equal('Which port does R3 f1/0 get from the counter of localhost:7200?');
    expect(question.right).to.deep.equal({ is: 'port', port: 10005 });
  });

  it('passes over ends whose ports are written in the lab', () => {
    const question = questionOn(MESH.replace('R2 f1/0 -- R3 f1/0', '"R2 f1/0 -- NIO_udp:30000:127.0.0.1:20000"'));
    expect(question.right).to.deep.equal({ is: 'port', port: 10003 });
    expect(
      portQuestion(
        dataOf('hypervisors: [{ address: localhost }]\ndevices: [{ name: R1 }]\nlinks: []\n'),
        FIRST_CHOICES,
      ),
    ).to.equal(undefined);
  });

  it('asks again of another allocator', () => {
    const question = portQuestion(dataOf(MESH), { ...FIRST_CHOICES, allocator: 'gns3-server-3.0' });
    expect(question?.right).to.not.deep.equal({ is: 'port', port: 10005 });
  });

  it('says whether a guess is right, and where the port is seen', () => {
    const question = questionOn(MESH);
    expect(guessText(question, 10005)).to.equal('✓ Port 10005.');
    expect(guessText(question, 9)).to.equal(
      `✗ Not port 9. R3 f1/0 gets port 10005. Look: the counter of localhost:7200 goes from 10005 to 10006 at step ${question.step}.`,
    );
    // R2 f1/0, the other end of its link, has 10004.
    expect(guessText(question, 10004)).to.match(
      /^✗ Not port 10004\. Each end of a link has a port of its own\. Look: /,
    );
  });

  it('covers everything and stays at the start until then', () => {
    const covered = { ...FIRST_CHOICES, step: 0, isPredicting: true };
    const scene = makeScene(dataOf(MESH), covered);
    for (const what of ['verdict', 'findings', 'later', 'next port'] as const) {
      expect(isCovered(scene, what), what).to.equal(true);
    }
    expect(scene.state.sockets).to.deep.equal([]);
    expect(heldBack(scene, { ...covered, step: 5, isPlaying: true })).to.deep.include({ step: 0, isPlaying: false });
  });
});
