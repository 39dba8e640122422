import { expect } from 'chai';
import { renderPreflight, renderQuestions } from '../../../../../src/features/preflight/render/text.ts';
import type {
  PreflightAnswer,
  PreflightDetail,
  PreflightResult,
} from '../../../../../src/features/preflight/result.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';
import { file } from '../../../../support/text.ts';

const PAGE = { width: 80, paint: NO_PAINT };

function answer(id: string, parts: Partial<PreflightAnswer>): PreflightAnswer {
  return { id, title: 'Is it so?', state: 'ok', summary: 'it is', details: [], elapsedMs: 3, ...parts };
}

function rendered(answers: readonly PreflightAnswer[], parts: Partial<PreflightResult> = {}): string {
  const labs = [{ name: 'Two routers', file: 'lab.net' }];
  return renderPreflight(
    { schemaVersion: 1, outcome: 'findings', labs, answers, next: 'niostat links lab.net', elapsedMs: 1240, ...parts },
    PAGE,
  );
}

const TAKEN: PreflightDetail = {
  severity: 'error',
  rule: 'port-taken',
  message: 'webmin (pid 812) has UDP port 10000, which R1 f0/0 needs',
  remedy: 'stop it, or choose another base',
};

describe('renderPreflight', () => {
  it('shows a line for each question, what is wrong below it, the sum, and what to do next', () => {
    const text = rendered([
      answer('file', { summary: '1 link, 2 hypervisors' }),
      answer('checks', {
        state: 'warning',
        summary: '0 errors, 1 warning',
        details: [
          { severity: 'note', rule: 'NIO013', message: 'others use these ports too' },
          {
            severity: 'warning',
            rule: 'NIO012',
            message: 'The ports may be taken.',
            remedy: 'choose a base below',
            location: { file: 'lab.net', line: 4, column: 1 },
          },
        ],
      }),
      answer('ports', { state: 'failed', summary: '1 of 2 ports taken', details: [TAKEN] }),
      answer('hypervisors', { state: 'unknown', summary: '1 of 2 answer' }),
      answer('consoles', { state: 'skipped', summary: 'no router is there yet' }),
    ]);
    expect(`${text}\n`).to.equal(file`
      Two routers
      ✓ ok        file         1 link, 2 hypervisors
      ! warning   checks       0 errors, 1 warning
          ! warning NIO012  lab.net:4:1
            The ports may be taken.
            What to do: choose a base below
      ✗ failed    ports        1 of 2 ports taken
          ✗ error port-taken
            webmin (pid 812) has UDP port 10000, which R1 f0/0 needs
            What to do: stop it, or choose another base
      ? not known hypervisors  1 of 2 answer
      - skipped   consoles     no router is there yet

      ✗ 5 questions: 1 failed, 1 not known, 1 warning, 1 ok, 1 skipped (1.2 s)
        Next: niostat links lab.net
    `);
  });

  it('begins the sum with the sign of the worst answer', () => {
    const sumOf = (...states: PreflightAnswer['state'][]): string | undefined =>
      rendered(states.map((state) => answer('file', { state })))
        .split('\n')
        .at(-2);
    expect(sumOf('ok')).to.equal('✓ 1 question: 1 ok (1.2 s)');
    expect(sumOf('ok', 'skipped')).to.equal('✓ 2 questions: 1 ok, 1 skipped (1.2 s)');
    expect(sumOf('warning', 'ok')).to.equal('! 2 questions: 1 warning, 1 ok (1.2 s)');
    expect(sumOf('warning', 'unknown')).to.equal('? 2 questions: 1 not known, 1 warning (1.2 s)');
    expect(sumOf('unknown', 'failed')).to.equal('✗ 2 questions: 1 failed, 1 not known (1.2 s)');
  });

  it('shows the first five details and says how many more there are', () => {
    const details = Array.from({ length: 8 }, (_, index) => ({ ...TAKEN, message: `detail ${index}` }));
    const text = rendered([answer('ports', { state: 'failed', summary: '8 of 9 ports taken', details })]);
    expect(text.match(/detail \d/g)).to.deep.equal(['detail 0', 'detail 1', 'detail 2', 'detail 3', 'detail 4']);
    expect(text.split('\n')).to.include('    and 3 more: --json has them all');
  });

  it('fits into 80 columns, however long texts, words and names are', () => {
    const long = 'The quick brown fox jumps over the lazy dog. '.repeat(8);
    const word = 'x'.repeat(200);
    const states = ['ok', 'warning', 'failed', 'unknown', 'skipped'] as const;
    const text = rendered(
      states.flatMap((state) =>
        [long, word].map((summary) =>
          answer('directories', { state, summary, details: [{ ...TAKEN, message: summary, remedy: summary }] }),
        ),
      ),
      { next: `niostat links ${word}`, labs: [long, word].map((name) => ({ name, file: 'lab.net' })) },
    );
    for (const line of text.split('\n')) expect([...line].length, line).to.be.at.most(80);
  });

  it('sends nothing to the terminal that came from a file or the network', () => {
    const hostile = 'a\u001b[2Jb\u0007c\rd\u202ee\nf';
    const location = { file: hostile, line: 1, column: 1 };
    const details = [{ severity: 'error' as const, rule: hostile, message: hostile, remedy: hostile, location }];
    const text = rendered([answer('ports', { state: 'failed', summary: hostile, details })], {
      labs: [{ name: hostile, file: hostile }],
      next: hostile,
    });
    expect(text).to.not.match(/[^\n\P{C}]/u);
    expect(text.match(/a·\[2Jb·c·d·e·f/g)).to.have.length(7);
  });

  it('shows what there is when no question was asked', () => {
    expect(rendered([])).to.equal('Two routers\n\n- 0 questions (1.2 s)\n  Next: niostat links lab.net');
  });

  it('gives a place that does not fit behind the rule a line of its own, whole', () => {
    const path = `/home/teacher/labs/${'winter-'.repeat(6)}routing.net`;
    const location = { file: path, line: 12, column: 5 };
    const text = rendered([answer('checks', { state: 'failed', details: [{ ...TAKEN, location }] })]);
    expect(text.split('\n').slice(2, 4)).to.deep.equal(['    ✗ error port-taken', `      ${path}:12:5`]);
    const short = rendered([
      answer('checks', { state: 'failed', details: [{ ...TAKEN, location: { ...location, file: 'lab.net' } }] }),
    ]);
    expect(short).to.include('    ✗ error port-taken  lab.net:12:5\n');
  });
});

describe('renderQuestions', () => {
  it('shows ids and titles in two columns, and which are asked only on request', () => {
    const questions = [
      { id: 'file', title: 'Is the file well-formed?' },
      { id: 'rehearsal', title: 'Do frames pass?', onRequest: true },
    ];
    expect(renderQuestions(questions)).to.equal(
      'file       Is the file well-formed?\nrehearsal  Do frames pass? (only if asked for)',
    );
  });
});
