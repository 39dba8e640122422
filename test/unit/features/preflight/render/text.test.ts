import { expect } from 'chai';
import { renderPreflight, renderQuestions } from '../../../../../src/features/preflight/render/text.ts';
import type {
  CauseItem,
  PreflightAnswer,
  PreflightDetail,
  PreflightResult,
} from '../../../../../src/features/preflight/result.ts';
import { NO_PAINT, type Page } from '../../../../../src/output/paint.ts';
import { file } from '../../../../support/text.ts';

const PAGE: Page = { width: 80, paint: NO_PAINT };

const AGAIN = 'fix the failures above, then run preflight again';

function answer(id: string, parts: Partial<PreflightAnswer>): PreflightAnswer {
  return { id, title: 'Is it so?', state: 'ok', summary: 'it is', details: [], elapsedMs: 3, ...parts };
}

function rendered(
  answers: readonly PreflightAnswer[],
  parts: Partial<PreflightResult> = {},
  page: Page = PAGE,
): string {
  const labs = [{ name: 'Two routers', file: 'lab.net' }];
  return renderPreflight(
    { schemaVersion: 1, outcome: 'findings', labs, answers, next: AGAIN, elapsedMs: 1240, ...parts },
    page,
  );
}

const TAKEN: PreflightDetail = {
  severity: 'error',
  rule: 'port-taken',
  message: 'webmin (pid 812) has UDP port 10000, which R1 f0/0 needs',
  remedy: 'stop it, or choose another base',
};

describe('renderPreflight', () => {
  it('shows what is wrong first, then what is fine, what was not looked at, the sum, and what to do next', () => {
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
      answer('consoles', { state: 'skipped', summary: 'no hypervisor runs yet' }),
      answer('reach', { state: 'skipped', summary: 'all hypervisors are on this host' }),
      answer('descriptors', { state: 'skipped', summary: 'no hypervisor runs yet' }),
    ]);
    expect(`${text}\n`).to.equal(file`
      Two routers: before the lab starts

      ✗ error port-taken
        webmin (pid 812) has UDP port 10000, which R1 f0/0 needs
        What to do: stop it, or choose another base

      ! warning NIO012  lab.net:4:1
        The ports may be taken.
        What to do: choose a base below

      ? hypervisors: could not be determined
        1 of 2 answer

      ok: file
      not looked at: consoles, descriptors - no hypervisor runs yet
                     reach - all hypervisors are on this host

      ✗ 7 questions: 1 failure, 1 warning, 1 not determined, 1 ok, 3 not looked at
        (1.2 s)
      Next: fix the failures above, then run preflight again
    `);
  });

  it('lists every question with -v, and notes', () => {
    const note = { severity: 'note', rule: 'NIO013', message: 'others use these ports too' } as const;
    const text = rendered(
      [
        answer('file', { summary: '1 link' }),
        answer('checks', { summary: 'no errors', details: [note] }),
        answer('reach', { state: 'skipped', summary: 'all hypervisors are on this host' }),
      ],
      { next: 'niostat links lab.net', commands: ['niostat links lab.net'] },
      { ...PAGE, verbose: true },
    );
    expect(`${text}\n`).to.equal(file`
      Two routers: before the lab starts

      i note NIO013
        others use these ports too

      ✓ ok            file    1 link
      ✓ ok            checks  no errors
      - not looked at reach   all hypervisors are on this host

      ✓ 3 questions: 2 ok, 1 not looked at (1.2 s)
      Next: niostat links lab.net
    `);
  });

  it('tells one cause of several details and questions once', () => {
    const held = (items: readonly CauseItem[], rule: string): PreflightDetail => ({
      severity: 'error',
      rule,
      message: 'alone',
      remedy: 'stop it (kill 312)',
      cause: { id: 'pid 312', title: 'python3 (pid 312) has ports of the lab:', items },
    });
    const control = { what: 'TCP 7200', note: 'control port of localhost:7200' };
    const text = rendered([
      answer('ports', {
        state: 'failed',
        details: [held([{ what: 'UDP 10000', note: 'R1 f0/0' }], 'port-taken'), held([control], 'port-taken')],
      }),
      answer('hypervisors', { state: 'failed', details: [held([control], 'not-a-hypervisor')] }),
    ]);
    expect(text).to.include(file`
      ✗ error port-taken
        python3 (pid 312) has ports of the lab: UDP 10000 (R1 f0/0), TCP 7200 (control
        port of localhost:7200)
        What to do: stop it (kill 312)
    `);
    expect(text).to.include('✗ 2 questions: 1 failure (1.2 s)').and.to.not.include('not-a-hypervisor');
  });

  it('tells what several places have in common once', () => {
    const details = [4, 9, 12].map((line) => ({ ...TAKEN, location: { file: 'lab.net', line, column: 1 } }));
    const text = rendered([answer('checks', { state: 'failed', details })]);
    expect(text).to.include('✗ error port-taken  lab.net:4:1 and 2 more places\n').and.include(': 1 failure ');
  });

  it('names the labs of what has no place, where there are several', () => {
    const labs = ['Mon', 'Tue'].map((name) => ({ name, file: `${name}.net` }));
    const one = answer('ports', { state: 'failed', details: [{ ...TAKEN, labs: ['Tue'] }] });
    expect(rendered([one], { labs }))
      .to.include('Mon + Tue: before')
      .and.include('✗ error port-taken  in Tue\n');
  });

  it('has every command of the next step on a line of its own, and what comes then', () => {
    const commands = ['dynamips -H 127.0.0.1:7200 -l a.log &', 'dynamips -H 127.0.0.1:7201 -l b.log &'];
    const text = rendered([], { next: commands[0] ?? '', commands, afterwards: 'then run preflight again' });
    expect(text.split('\n').slice(-4)).to.deep.equal([
      'Next:',
      `  ${commands[0]}`,
      `  ${commands[1]}`,
      '      then run preflight again',
    ]);
  });

  it('begins the sum with the sign of the worst answer', () => {
    const sumOf = (...states: PreflightAnswer['state'][]): string | undefined =>
      rendered(states.map((state) => answer('file', { state })))
        .split('\n')
        .at(-2);
    expect(sumOf('ok')).to.equal('✓ 1 question: 1 ok (1.2 s)');
    expect(sumOf('ok', 'skipped')).to.equal('✓ 2 questions: 1 ok, 1 not looked at (1.2 s)');
    expect(sumOf('skipped')).to.equal('- 1 question: 1 not looked at (1.2 s)');
    expect(sumOf('warning', 'ok')).to.equal('✗ 2 questions: 1 ok (1.2 s)');
    expect(sumOf('ok', 'unknown')).to.equal('? 2 questions: 1 not determined, 1 ok (1.2 s)');
    expect(sumOf('unknown', 'failed')).to.equal('✗ 2 questions: 1 not determined (1.2 s)');
  });

  it('shows five of a kind and says how many more there are; -v shows all', () => {
    const details = Array.from({ length: 8 }, (_, index) => ({ ...TAKEN, message: `detail ${index}` }));
    const answers = [answer('ports', { state: 'failed', summary: '8 of 9 ports taken', details })];
    const text = rendered(answers);
    expect(text.match(/detail \d/g)).to.deep.equal(['detail 0', 'detail 1', 'detail 2', 'detail 3', 'detail 4']);
    expect(text.split('\n')).to.include('  and 3 more of port-taken: -v shows all');
    expect(text).to.include(': 8 failures ');
    expect(rendered(answers, {}, { ...PAGE, verbose: true }).match(/detail \d/g)).to.have.length(8);
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
    expect(text.match(/a·\[2Jb·c·d·e·f/g)).to.have.length(6);
  });

  it('shows what there is when no question was asked', () => {
    expect(rendered([])).to.equal(`Two routers: before the lab starts\n\n- 0 questions (1.2 s)\nNext: ${AGAIN}`);
  });

  it('gives a place that does not fit behind the rule a line of its own, whole', () => {
    const path = `/home/teacher/labs/${'winter-'.repeat(6)}routing.net`;
    const location = { file: path, line: 12, column: 5 };
    const text = rendered([answer('checks', { state: 'failed', details: [{ ...TAKEN, location }] })]);
    expect(text.split('\n').slice(2, 4)).to.deep.equal(['✗ error port-taken', `  ${path}:12:5`]);
    const short = rendered([
      answer('checks', { state: 'failed', details: [{ ...TAKEN, location: { ...location, file: 'lab.net' } }] }),
    ]);
    expect(short).to.include('✗ error port-taken  lab.net:12:5\n');
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
