/**
 * `teach quiz` as students use it: in a terminal, once all right, once wrong first, once broken off. The
 * right answers are worked out here by hand, for the labs of the seed `monday`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { QuizResultFile } from '../../src/core/teach/result-file.ts';
import { judgeQuiz } from '../../src/features/quiz/result.ts';
import { Folder, niostat } from '../support/cli.ts';
import { giftQuestions } from '../support/gift-questions.ts';
import { CTRL_C, HAS_PSEUDO_TERMINAL, type TerminalKind, TerminalSession } from '../support/pseudo-terminal.ts';
import { expectValid } from '../support/result-schema.ts';

const KIND: TerminalKind = { columns: 80, rows: 24, env: { TERM: 'xterm-256color' } };

const MONDAY = ['teach', 'quiz', '--seed', 'monday', '--count', '4', '--topic', 'ports,frames'];

/** A question, the right answer, and a wrong one: to choose, by its words; to type, with Enter. */
interface ByHand {
  readonly asks: string;
  readonly right: string;
  readonly wrong: string;
  readonly saysOfWrong: string;
}

const BY_HAND: readonly ByHand[] = [
  // Three links have six ends, each with a port of its own.
  { asks: 'How many UDP ports does the lab take?', right: '6', wrong: '3', saysOfWrong: '✗ Not 3.' },
  // Both hypervisors count from 18000, so both ends of link 2 get 18001. From 0.2.18 on both sockets are
  // there, 18001 -> 18001, and that of R1 was connected last: it takes every frame, its own too.
  {
    asks: 'R1 f1/0 sends a frame. Where does the frame come out?',
    right: 'at R1 f1/0: it comes back',
    wrong: 'at R2 f1/0',
    saysOfWrong: '✗ Not at R2 f1/0.',
  },
  // Two links, all four ends on this hypervisor: 10000 + 4.
  {
    asks: 'Which port does localhost:7200 give next?',
    right: '10004',
    wrong: '10002',
    saysOfWrong: '✗ Not port 10002.',
  },
  // Both ends of link 1 get 10000. Up to 0.2.17 the second bind is refused: R2 f1/0 has no socket, and
  // R1 f1/0 hears itself alone.
  {
    asks: 'What does R1 f1/0 hear, its own frames left aside?',
    right: 'nothing',
    wrong: 'R2 f1/0',
    saysOfWrong: '✗ Not R2 f1/0.',
  },
];

/** The keys of an answer that stands on the screen, or is typed. */
function keysOf(session: TerminalSession, answer: string): string {
  const choice = session.screen().lines.find((line) => line.slice(6) === answer && /^ [ ✗] [1-9] {2}/.test(line));
  return choice === undefined ? `${answer}\r` : choice.charAt(3);
}

async function untilText(session: TerminalSession, text: string): Promise<void> {
  await session.untilShown(({ lines }) => lines.join('\n').includes(text), text);
}

/** Waits for a question, and answers it. */
async function answer(session: TerminalSession, number: number, given: string, then: string): Promise<void> {
  await untilText(session, `Question ${number} of 4`);
  await untilText(session, BY_HAND[number - 1]?.asks ?? '');
  session.press(keysOf(session, given));
  await untilText(session, then);
}

/** What stands in the terminal when the program has ended. */
async function lastWords(session: TerminalSession): Promise<string[]> {
  await session.ended;
  const { lines, faults, isWindow } = session.screen();
  expect([faults, isWindow]).to.deep.equal([[], false]);
  return lines.filter((line) => line !== '');
}

describe('teach quiz', function () {
  this.timeout(120_000);
  const folder = new Folder();

  if (HAS_PSEUDO_TERMINAL) {
    it('is answered all right', async () => {
      await TerminalSession.with(MONDAY, KIND, async (session) => {
        for (const [index, { right }] of BY_HAND.entries()) {
          await answer(session, index + 1, right, '✓');
          await untilText(session, index === 3 ? 'Enter how it went' : 'Enter next question');
          session.press('\r');
        }
        expect(await session.ended).to.equal(0);
        const [head, seed] = await lastWords(session);
        expect([head, seed]).to.deep.equal([
          '4 of 4 right at the first answer',
          'The same questions again: --seed monday',
        ]);
      });
    });

    it('is answered wrong first, with hints, and then right where that may be', async () => {
      await TerminalSession.with(MONDAY, KIND, async (session) => {
        for (const [index, { right, wrong, saysOfWrong }] of BY_HAND.entries()) {
          await untilText(session, `Question ${index + 1} of 4`);
          for (const hint of [1, 2, 3]) {
            session.press('h');
            await untilText(session, `hint (${hint} of 3)`);
          }
          await answer(session, index + 1, wrong, saysOfWrong);
          // Of two choices the other one is no second answer: it is shown.
          if (index < 3) await answer(session, index + 1, right, '✓');
          await untilText(session, index === 3 ? 'Enter how it went' : 'Enter next question');
          session.press('\r');
        }
        const lines = await lastWords(session);
        expect(lines[0]).to.equal('0 of 4 right at the first answer, 3 at the second');
        expect(lines.join('\n')).to.include('See again: niostat teach one-link').and.to.include('Questions 1, 3');
      });
    });

    it('goes on in its file after Ctrl-C and after kill -9, and the file is judged by itself', async () => {
      const path = join(folder.path, 'monday.json');
      const args = [...MONDAY, '--write', path];
      const resultOf = (): QuizResultFile => JSON.parse(readFileSync(path, 'utf8'));
      const answered = (): number => resultOf().log.filter((act) => act.do === 'answer').length;
      await TerminalSession.with(args, KIND, async (session) => {
        await answer(session, 1, '3', '✗ Not 3.');
        await answer(session, 1, '6', '✓');
        session.press(CTRL_C);
        expect(await session.ended).to.equal(130);
      });
      expect(answered()).to.equal(2);
      await TerminalSession.with(args, KIND, async (session) => {
        await answer(session, 2, BY_HAND[1]?.right ?? '', '✓');
        session.press('\r');
        await untilText(session, 'Question 3 of 4');
        await untilAnswers(path, 3);
        process.kill(session.pid, 'SIGKILL');
        await session.ended;
      });
      await TerminalSession.with(args, KIND, async (session) => {
        await answer(session, 3, '10004', '✓');
        session.press('\r');
        await answer(session, 4, 'R2 f1/0', '✗');
        session.press('\r');
        const lines = await lastWords(session);
        expect(lines[0]).to.equal('2 of 4 right at the first answer, 1 at the second');
        expect(lines.at(-1)).to.equal(`Answers: ${path}`);
      });
      const judged = judgeQuiz(resultOf());
      if ('problem' in judged) throw new Error(judged.problem);
      expect(judged.rightAtFirst).to.equal(2);
      expect(judged.answers.map(({ tries, isRight, beliefs }) => [tries, isRight, beliefs.join()])).to.deep.equal([
        [2, true, 'one-port-per-link'],
        [1, true, ''],
        [1, true, ''],
        [1, false, 'established-is-up'],
      ]);
      // All is answered: the summary alone is shown.
      const again = await niostat(args);
      expect([again.code, again.stdout.split('\n')[0]]).to.deep.equal([
        0,
        '2 of 4 right at the first answer, 1 at the second',
      ]);
    });
  }

  /** Waits until so many answers are in a file: they are written while the next question is shown. */
  async function untilAnswers(path: string, count: number): Promise<void> {
    for (;;) {
      const { log }: QuizResultFile = JSON.parse(readFileSync(path, 'utf8'));
      if (log.filter((act) => act.do === 'answer').length >= count) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('is answered by lines from a script, one fact in a line', async () => {
    const { code, stdout, stderr } = await niostat(MONDAY, { input: '6\n\nhint\nquit\n' });
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.include('\nRight. 6.\n').and.to.include('\nHint 1 of 3: ');
    expect(stdout).to.include('1 of 4 right at the first answer; 3 not answered\n');
    expect(stdout).not.to.match(/[─\u001b]/);
  });

  it('leaves a file alone that is no result of this quiz', async () => {
    for (const text of ['', 'name: lab\n', '{"result":1,"kind":"quiz","log":[null]}', '[1]', '{"log":{}}']) {
      const path = folder.file('other.json', text);
      const { code, stderr } = await niostat([...MONDAY, '--write', path]);
      expect(code).to.equal(2);
      expect(stderr).to.include('is no result of this quiz, and was not overwritten').and.to.include('--write');
      expect(readFileSync(path, 'utf8')).to.equal(text);
    }
    const result = join(folder.path, 'monday.json');
    const before = readFileSync(result, 'utf8');
    const other = await niostat([...MONDAY.slice(0, -4), '--count', '5', '--write', result]);
    expect([other.code, readFileSync(result, 'utf8')]).to.deep.equal([2, before]);
    writeFileSync(result, before.replace('"value": "6"', '"value": "7"'));
    expect((await niostat([...MONDAY, '--write', result])).code).to.equal(0);
  });

  it('prints Markdown without and with answers, GIFT that gift-pegjs reads, and JSON by its schema', async () => {
    const plain = await niostat([...MONDAY, '--format', 'markdown']);
    expect(plain.stdout).to.include('## 2. Where frames come out').and.not.to.include('# Answers');
    const answers = await niostat([...MONDAY, '--format', 'markdown', '--answers']);
    expect(answers.stdout.startsWith(plain.stdout.trimEnd())).to.equal(true);
    expect(answers.stdout).to.match(/\n\*\*3\.\*\* Port 10004\./);
    const gift = giftQuestions((await niostat([...MONDAY, '--format', 'gift'])).stdout);
    expect(gift.map(({ type }) => type).filter((type) => type !== 'Category')).to.deep.equal([
      'Numerical',
      'MC',
      'Numerical',
      'MC',
    ]);
    for (const words of [['--format', 'json'], ['--json']]) {
      const sheet = JSON.parse((await niostat([...MONDAY, ...words])).stdout);
      expectValid('quiz', sheet);
      expect(sheet.questions.map(({ answer }: { answer: string }) => answer)).to.deep.equal(
        BY_HAND.map(({ right }) => right),
      );
    }
  });

  it('says what is wrong with its flags', async () => {
    for (const [words, says] of [
      [['--answers'], '--answers belongs to --format markdown'],
      [['--format', 'gift', '--answers'], '--answers belongs to --format markdown'],
      [['--count', '0'], '--count'],
      [['--count', '201'], '--count'],
      [['--topic', 'port'], 'ports'],
      [['--seed', 'a b'], '--seed "a b" is not a word'],
      [['--class', '../x', '--as', 'y'], '--class "../x" is not a name'],
      [['--as', 'y'], '--class'],
      [['--write', ''], '--write has no name'],
    ] as const) {
      const { code, stdout, stderr } = await niostat(['teach', 'quiz', ...words]);
      expect([code, stdout], words.join(' ')).to.deep.equal([2, '']);
      expect(stderr).to.include(says);
    }
  });
});
