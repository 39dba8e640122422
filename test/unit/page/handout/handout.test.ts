import { expect } from 'chai';
import { packLab } from '../../../../src/core/lab/pack-lab.ts';
import type { Element, Markup } from '../../../../src/output/markup/markup.ts';
import { toHtml } from '../../../../src/output/markup/to-html.ts';
import { FIRST_CHOICES } from '../../../../src/page/fragment.ts';
import { handout } from '../../../../src/page/handout/handout.ts';
import { makeScene } from '../../../../src/page/make-scene.ts';
import type { Choices } from '../../../../src/page/scene.ts';
import { LESSON_LABS } from '../../../support/lesson-labs.ts';
import { scenarioLab } from '../../../support/read.ts';

function handoutOf(text: string, choices: Partial<Choices> = {}, title = 'A lab'): Element {
  const data = { version: 1, kind: 'simulate', title, labs: [packLab(scenarioLab(text))] } as const;
  return handout(makeScene(data, { ...FIRST_CHOICES, ...choices }));
}

/** The elements of a tag, in their order. */
function all(markup: Markup, tag: string): Element[] {
  if (typeof markup === 'string') return [];
  return [...(markup.tag === tag ? [markup] : []), ...markup.children.flatMap((child) => all(child, tag))];
}

function textOf(markup: Markup): string {
  return typeof markup === 'string' ? markup : markup.children.map(textOf).join('');
}

/** Rows of the tables of a sheet, cells between bars. */
function rowsOf(sheet: Element | undefined): string[] {
  if (sheet === undefined) return [];
  return all(sheet, 'tr').map(({ children }) => children.map(textOf).join(' | '));
}

/** `count` links between two routers on hypervisors with one base. */
function linksOf(count: number): string {
  const links = Array.from({ length: count }, (_, index) => `R1 f${index}/0 -- R2 f${index}/0`);
  return `${LESSON_LABS['one base'].split('links:')[0]}links: [${links.join(', ')}]\n`;
}

describe('the handout', () => {
  it('has a table to fill in, and the answers of both generations beside each other', () => {
    const [blank, answers] = all(handoutOf(LESSON_LABS['one base']), 'section');
    expect(rowsOf(blank)).to.deep.equal([
      'End | Local | Foreign | Hears',
      'R1 f0/0 |  |  | ',
      'R2 f0/0 |  |  | ',
      'R2 f1/0 |  |  | ',
      'R1 f1/0 |  |  | ',
    ]);
    expect(rowsOf(answers)).to.deep.equal([
      'End | Local | Foreign | Hears, up to 0.2.17 | Hears, 0.2.18 and later',
      'R1 f0/0 | 10000 | 10000 | itself | nothing',
      'R2 f0/0 | 10000 | 10000 | no socket (206) | R1 f0/0, itself',
      "Link 1 | ↺ R1 hears itself and R2 has no socket. | ↺ R1's frames arrive and R2 hears itself.",
      'R2 f1/0 | 10001 | 10001 | itself | nothing',
      'R1 f1/0 | 10001 | 10001 | no socket (206) | R2 f1/0, itself',
      "Link 2 | ↺ R2 hears itself and R1 has no socket. | ↺ R2's frames arrive and R1 hears itself.",
    ]);
  });

  it('says one sentence for both generations where they do the same', () => {
    const [, answers] = all(handoutOf(LESSON_LABS['one link']), 'section');
    expect(rowsOf(answers).slice(1)).to.deep.equal([
      'R1 f0/0 | 10000 | 10001 | R2 f0/0 | R2 f0/0',
      'R2 f0/0 | 10001 | 10000 | R1 f0/0 | R1 f0/0',
      'Link 1 | → Frames pass both ways.',
    ]);
  });

  it('says where frames go astray, and what has closed', () => {
    const [, block] = all(handoutOf(LESSON_LABS['full block']), 'section');
    expect(rowsOf(block)).to.include(
      "Link 3 | → Frames pass both ways. | ⤳ R3's frames go to R2 f1/0 and R4's frames go to R1 f1/0.",
    );
    const [, stops] = all(handoutOf(LESSON_LABS['one stops']), 'section');
    expect(rowsOf(stops)).to.include("Link 2 | ⊘ R1's frames are lost and R3 has closed.");
  });

  it('shows no port that is given on the sheet to fill in', () => {
    const [blank] = all(handoutOf(LESSON_LABS['three routers']), 'section');
    const text = textOf(blank ?? '');
    expect(text).to.include('base 10000');
    for (const port of [10001, 10002, 10003, 10004, 10005]) expect(text).to.not.include(String(port));
  });

  it('has two lines for an end with uBridge: towards the far end, and of the router', () => {
    const [, answers] = all(handoutOf(LESSON_LABS['one pool']), 'section');
    expect(rowsOf(answers).slice(1, 6)).to.deep.equal([
      'R1 f0/0 | 20000 | 20001 | R2 f0/0 | R2 f0/0',
      'R2 f0/0 | 20001 | 20000 | R1 f0/0 | R1 f0/0',
      'R1 f0/0 (router) | 20002 | 20003 | its uBridge | its uBridge',
      'R2 f0/0 (router) | 20004 | 20005 | its uBridge | its uBridge',
      'Link 1 | → Frames pass both ways.',
    ]);
  });

  it('is the same whatever the screen shows or hides', () => {
    const usual = handoutOf(LESSON_LABS['one base']);
    const choices: Partial<Choices>[] = [
      { isQuiz: true, step: 0 },
      { generation: 'before-0.2.18', step: 4 },
      { isLarge: true, find: 'R1' },
    ];
    for (const one of choices) expect(toHtml(handoutOf(LESSON_LABS['one base'], one))).to.equal(toHtml(usual));
  });

  it('has both generations also of a lab that names its Dynamips', () => {
    const [, answers] = all(handoutOf(`dynamips: 0.2.14\n${LESSON_LABS['one base']}`), 'section');
    expect(rowsOf(answers)[2]).to.equal('R2 f0/0 | 10000 | 10000 | no socket (206) | R1 f0/0, itself');
  });

  it('has the table to fill in beside itself where it is long, and all of it once', () => {
    const [blank] = all(handoutOf(linksOf(12)), 'section');
    const tables = all(blank ?? '', 'table').map((table) => rowsOf(table).length - 1);
    expect(tables).to.deep.equal([12, 12]);
    const [long] = all(handoutOf(linksOf(13)), 'section');
    expect(all(long ?? '', 'table').map((table) => rowsOf(table).length - 1)).to.deep.equal([26]);
  });

  it('holds a lab without links', () => {
    const [, answers] = all(
      handoutOf('hypervisors: [{ address: "localhost:7200" }]\ndevices: [{ name: R1 }]\n'),
      'section',
    );
    expect(rowsOf(answers).length).to.equal(1);
  });

  it('shows hostile names as text, and shortens long ones', () => {
    const html = toHtml(handoutOf(LESSON_LABS['one link'], {}, '</title><script>alert(1)</script>'));
    expect(html).to.include('&lt;script&gt;').and.not.include('<script');
    const text = LESSON_LABS['one link'].replaceAll('R1', 'R'.repeat(100));
    const [blank] = all(handoutOf(text), 'section');
    expect(Math.max(...rowsOf(blank).map(({ length }) => length))).to.be.lessThan(60);
  });
});
