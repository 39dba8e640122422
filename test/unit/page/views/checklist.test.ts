import { expect } from 'chai';
import type { Element } from '../../../../src/output/markup/markup.ts';
import type { QuestionOnPage, QuestionState } from '../../../../src/output/page/questions-on-page.ts';
import { checklist } from '../../../../src/page/views/checklist.ts';
import { allOf, handMade, ofClass, textOf } from './hand-made.ts';

function question(id: string, state: QuestionState, more: Partial<QuestionOnPage> = {}): QuestionOnPage {
  return { id, title: `Is ${id} so?`, state, summary: 'as it is', details: [], commands: [], ...more };
}

const FAILED = question('checks', 'failed', {
  details: [
    { severity: 'error', rule: 'NIO001', place: 'lab.net:5:1', message: 'one base', remedy: 'give it another' },
  ],
  commands: ['niostat plan lab.net'],
});

function list(questions: readonly QuestionOnPage[], open: readonly string[] = []): Element {
  const data = {
    version: 1,
    kind: 'preflight',
    title: 'Two',
    labs: [],
    questions: { sum: '', state: 'failed', questions, next: { commands: ['niostat plan lab.net'], text: '' } },
  } as const;
  return checklist(handMade({ data, choices: { open: new Set(open) } })) as Element;
}

function questionsOf(root: Element): Element[] {
  return allOf(root, ofClass('question'));
}

function buttonsOf(root: Element | undefined): unknown[] {
  return root === undefined
    ? []
    : allOf(root, ({ tag }) => tag === 'button').map(({ attributes }) => attributes['data-do']);
}

describe('the checklist of preflight', () => {
  it('says the state of each answer with a sign and a word', () => {
    const states = ['failed', 'unknown', 'warning', 'ok', 'skipped'] as const;
    const marks = allOf(list(states.map((state) => question(state, state))), ofClass('mark')).map(textOf);
    expect(marks).to.deep.equal(['✗ failed', '? not known', '! warning', '✓ ok', '- not looked at']);
  });

  it('shows with each answer what it rests on, what to do and the command to copy', () => {
    const [checks] = questionsOf(list([FAILED]));
    expect(textOf(checks as Element)).to.equal(
      '✗ failedIs checks so?as it isShow Findings' +
        '✗ error NIO001 lab.net:5:1one baseWhat to do: give it another' +
        'niostat plan lab.netCopy niostat plan lab.net',
    );
  });

  it('is the way to the panels that show more', () => {
    const all = [FAILED, question('ports', 'ok'), question('consoles', 'skipped'), question('memory', 'ok')];
    expect(
      questionsOf(list(all)).map((one) => buttonsOf(one).filter((name) => String(name).startsWith('show'))),
    ).to.deep.equal([['show:findings'], ['show:ports'], ['show:consoles'], []]);
  });

  it('has trouble open and the rest closed, until the reader changes that', () => {
    const fine = question('memory', 'ok', { details: [{ severity: 'note', message: 'much' }] });
    const hidden = (open: readonly string[]): unknown[] =>
      allOf(list([FAILED, fine], open), ofClass('question-more')).map(({ attributes }) => attributes['hidden']);
    expect(hidden([])).to.deep.equal([false, true]);
    expect(hidden(['question-checks', 'question-memory'])).to.deep.equal([true, false]);
  });

  it('has nothing to open where an answer says all', () => {
    expect(buttonsOf(questionsOf(list([question('memory', 'ok')]))[0])).to.deep.equal([]);
  });

  it('gives advice where no command finds out what is not known', () => {
    expect(textOf(list([question('reach', 'unknown', { advice: 'ask who runs far' })]))).to.include('ask who runs far');
  });
});
