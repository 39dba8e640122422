import { expect } from 'chai';
import { COURSE } from '../../../../src/features/teach/course.ts';
import { pickedValues } from '../../../../src/features/teach/pick-values.ts';
import { prepare } from '../../../../src/features/teach/prepare.ts';
import { renderPaper } from '../../../../src/features/teach/render/paper.ts';
import type { LessonAnswer } from '../../../support/lesson-answers.ts';
import { scriptedLesson } from '../../../support/lesson-student.ts';

const PAGE_ROWS = 60;

async function sheetOf(id: string, answers: boolean): Promise<{ sheet: string; asked: readonly LessonAnswer[] }> {
  const { loaded, seed, number, answers: asked } = await scriptedLesson(id);
  const { prepared } = prepare(loaded, pickedValues(loaded.lesson.vary, seed), seed);
  return { sheet: renderPaper(prepared, { number, width: 78, answers, hasPages: true }), asked };
}

/** The cells of every row that begins with this, behind the number of its link. */
function rowsOf(sheet: string, name: string): string[][] {
  const rows = sheet.split('\n').filter((line) => line.startsWith('    '));
  const own = rows.map((line) => line.replace(/^ *>?\d* +/, '')).filter((line) => line.startsWith(`${name} `));
  return own.map((line) =>
    line
      .slice(name.length)
      .trim()
      .split(/ {2,}| (?=127\.0\.0\.1:)/),
  );
}

/** What no table of the sheet may show: the end or other thing, and the cell. */
function hiddenCells({ asked, right }: LessonAnswer): (readonly [name: string, cell: RegExp])[] {
  const [, word = '', of = ''] = /^(port|ports|next port|console) (.*)$/.exec(asked) ?? [];
  const local = (port: string): RegExp => new RegExp(`^(port |127\\.0\\.0\\.1:)${port}$`);
  if (word === 'port') return [[of, local(right)]];
  if (word === 'ports') {
    const ports = right.split(' ');
    return of.split(' -- ').map((end, index) => [end, local(ports[index] ?? '')] as const);
  }
  return word === '' ? [] : [[of, new RegExp(`^${right}\\b`)]];
}

describe('lessons on paper', () => {
  for (const id of COURSE) {
    it(`${id}: no table shows what is asked, before the page of the answers`, async () => {
      const { sheet, asked } = await sheetOf(id, false);
      for (const [name, cell] of asked.flatMap(hiddenCells)) {
        const shown = rowsOf(sheet, name).filter((cells) =>
          // The first cells of a row: its own port or console; for a hypervisor all.
          cells.slice(0, name.includes(':') ? undefined : 4).some((text) => cell.test(text)),
        );
        // The foreign address of an end may be the same number; its own row is not this one.
        expect(
          shown.filter((cells) => cell.test(cells[0] ?? '') || name.includes(':') || /^R\d+$/.test(name)),
          name,
        ).to.deep.equal([]);
      }
    });

    it(`${id}: fits pages of 60 rows and 80 columns, and has its answers on pages of their own`, async () => {
      const { sheet: questions } = await sheetOf(id, false);
      const { sheet } = await sheetOf(id, true);
      expect(sheet.startsWith(`${questions}\n\n\f\n## Answers\n`)).to.equal(true);
      for (const page of sheet.split('\n\f\n')) expect(page.split('\n').length).to.be.at.most(PAGE_ROWS);
      for (const line of sheet.split('\n')) expect(line.length, line).to.be.at.most(80);
    });
  }

  it('hides whom an end hears and reaches in the tables after the question too', async () => {
    // Lesson 5 asks where R1's frames of link 1 and link 2 come out. R2's of link 2 go the same way as R1's.
    const { sheet } = await sheetOf('same-base-new', false);
    const last = sheet.slice(sheet.indexOf('The third link'), sheet.indexOf('Question 4.'));
    for (const end of ['R1 f0/0', 'R2 f0/0', 'R1 f1/0', 'R2 f1/0'])
      for (const cells of rowsOf(last, end)) expect(cells.slice(-2), end).to.deep.equal(['____', '____']);
  });

  it('counts no rows before they are counted by the student', async () => {
    // Four rows before the hypervisor stops, three afterwards.
    const { sheet } = await sheetOf('reading-the-table', false);
    const part = sheet.slice(0, sheet.indexOf('Another lab'));
    expect(part).not.to.include('closed').and.not.to.include('stopped  ');
  });

  it('has the whole tables behind the answers', async () => {
    const { sheet } = await sheetOf('one-link', true);
    const [before = '', after = ''] = sheet.split('## Answers');
    expect(before)
      .to.match(/R2 f0\/0 +____ /)
      .and.not.include('127.0.0.1:10001');
    expect(after)
      .to.match(/R2 f0\/0 +127\.0\.0\.1:10001 +127\.0\.0\.1:10000/)
      .and.not.include('____');
  });
});
