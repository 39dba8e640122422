import { expect } from 'chai';
import { el } from '../../../../src/output/markup/markup.ts';
import { toHtml } from '../../../../src/output/markup/to-html.ts';
import type { LabSide } from '../../../../src/page/playground/lab-side.ts';
import { type Remark, remarkOfLine } from '../../../../src/page/playground/remark.ts';
import { besideLines, gutterLines } from '../../../../src/page/playground/views/editor-lines.ts';
import { labSideView, tabsView } from '../../../../src/page/playground/views/lab-side-view.ts';

const NOTE: Remark = { severity: 'note', message: 'a note', line: 3 };
const ERROR: Remark = { severity: 'error', message: 'an error', line: 3, column: 5 };
const WARNING: Remark = { severity: 'warning', message: 'a warning', line: 5 };

const SIDE: LabSide = {
  scenarios: [
    { name: 'a', title: 'First', group: 'Labs that work', text: 'a' },
    { name: 'b', title: 'Second', group: 'Hosts', text: 'b' },
  ],
  scenario: 'b',
  remarks: [],
  mends: new Map(),
  mendsAll: undefined,
  said: '',
  isPredicting: false,
  question: undefined,
  tab: 'lab',
};

const htmlOf = (change: Partial<LabSide>): string => toHtml(el('div', {}, labSideView({ ...SIDE, ...change })));

describe('the side of the playground that has the text', () => {
  it('numbers the lines in sight, with the sign of the worst remark of each', () => {
    const html = toHtml(el('div', {}, gutterLines({ first: 2, last: 4 }, remarkOfLine([NOTE, ERROR, WARNING]))));
    expect(html.replace(/<[^>]+>/g, ' ').split(/\s+/)).to.deep.equal(['', '2', '✗', '3', '4', '']);
  });

  it('says behind a line what is wrong in it, but no note', () => {
    const beside = (...remarks: Remark[]): string =>
      toHtml(el('div', {}, besideLines({ first: 1, last: 4 }, remarkOfLine(remarks))));
    expect(beside(NOTE, ERROR)).to.contain('an error').and.not.contain('a note');
    expect(beside(NOTE, WARNING)).to.equal('<div></div>');
  });

  it('lists what is wrong, with the way to the line and the change', () => {
    const html = htmlOf({
      remarks: [ERROR, { severity: 'error', message: 'of the whole text' }],
      mends: new Map([[ERROR, 'Set base UDP of localhost:7201 to 10100']]),
    });
    expect(html).to.match(/<button[^>]*data-do="line:0"[^>]*>.*line 3<\/button>.*an error/);
    expect(html).to.match(/<button[^>]*data-do="mend:0"[^>]*>Set base UDP of localhost:7201 to 10100<\/button>/);
    expect(html).to.contain('of the whole text').and.not.contain('line:1');
    expect(htmlOf({})).to.contain('No problem and no finding.');
  });

  it('lists so many that the typing goes on, and counts the rest', () => {
    const html = htmlOf({ remarks: Array.from({ length: 60 }, (_, line) => ({ ...NOTE, line })) });
    expect(html.match(/data-do="line:/g)).to.have.length(50);
    expect(html).to.contain('and 10 more');
  });

  it('offers the scenarios by their groups, and has chosen the one that stands there', () => {
    const html = htmlOf({});
    expect(html).to.match(/<optgroup label="Hosts"><option value="b" selected>Second<\/option><\/optgroup>/);
    expect(htmlOf({ scenario: '' })).to.match(/<option value="" selected>your own<\/option>/);
  });

  it('asks for a port, and has no findings meanwhile', () => {
    const html = htmlOf({ question: 'Which port does R1 f0/0 get?', isPredicting: true });
    expect(html).to.match(/<label for="guess">Which port does R1 f0\/0 get\?<\/label>/);
    expect(html).to.contain('Findings come after your answer.');
  });

  it('is text, whatever the lab is called', () => {
    const hostile = '<script>alert(1)</script>';
    const remark: Remark = { severity: 'error', message: hostile, line: 1 };
    const html = htmlOf({
      scenarios: [{ name: hostile, title: hostile, group: hostile, text: '' }],
      remarks: [remark],
      mends: new Map([[remark, hostile]]),
      said: hostile,
      question: hostile,
    });
    expect(html).to.not.contain('<script');
  });

  it('says on a small screen how many errors the text has', () => {
    expect(toHtml(el('nav', {}, tabsView({ ...SIDE, remarks: [ERROR, WARNING] })))).to.contain('Lab · ✗ 1');
    expect(toHtml(el('nav', {}, tabsView(SIDE)))).to.match(/aria-pressed="true">Lab</);
  });
});
