/** The handout: what comes out of the printer. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { SimulateResult } from '../../src/features/simulate/simulate.ts';
import { describeIn } from '../support/browser.ts';
import { jsonOf, pageOf, SAME_BASE, SCENARIOS } from './pages.ts';

const PAPERS = ['A4', 'Letter'] as const;

/** How many pages a PDF has: each is an object of its own. */
function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

async function printed(page: Page, format: (typeof PAPERS)[number]): Promise<number> {
  return pagesOf(await page.pdf({ format, printBackground: true }));
}

describeIn('chromium', 'a printed page', (open) => {
  it('is counted as the printer does', async () => {
    const { page } = await open(
      'data:text/html,<p>one</p><p style="break-before: page">two</p><p style="break-before: page">three',
    );
    expect(await printed(page, 'A4')).to.equal(3);
  });

  for (const lab of SCENARIOS) {
    it(`of ${lab} has two pages, on A4 and on Letter, and more beyond 12 links`, async () => {
      const { links } = await jsonOf<SimulateResult>('simulate', lab);
      const { page } = await open(await pageOf('simulate', lab));
      for (const paper of PAPERS) {
        const pages = await printed(page, paper);
        if (links.length <= 12) expect(pages, paper).to.equal(2);
        else expect(pages, paper).to.be.above(2);
      }
    });
  }

  it('has an empty table first, and the answers of both generations behind it', async () => {
    const { page } = await open(await pageOf('simulate', SAME_BASE));
    const [questions = '', answers = ''] = (await textOnPaper(page)).split(/answers/i);
    for (const heading of ['End', 'Local', 'Foreign', 'Hears']) expect(questions).to.include(heading);
    // The base of both is given, and all else that the student is to find out is not.
    expect(questions)
      .to.include('R1 f0/0')
      .and.include('10000')
      .and.not.match(/206|10001|itself/);
    expect(answers)
      .to.match(/0\.2\.17/)
      .and.match(/0\.2\.18/)
      .and.match(/no socket/)
      .and.match(/nothing|itself/);
  });

  it('is the same in a quiz, at another step and in the dark', async () => {
    const url = await pageOf('simulate', SAME_BASE);
    const texts: string[] = [];
    for (const [fragment, colorScheme] of [
      ['', 'light'],
      ['quiz=1&step=2', 'light'],
      ['step=0&generation=0.2.17&large=1', 'dark'],
    ] as const) {
      const { page } = await open(`${url}#${fragment}`, { colorScheme });
      texts.push(await textOnPaper(page));
    }
    expect(texts[0]).to.include('Local');
    expect(new Set(texts).size).to.equal(1);
  });

  it('gives the screen back', async () => {
    const { page } = await open(await pageOf('simulate', SAME_BASE));
    const before = await page.innerText('body');
    await page.pdf();
    expect(await page.innerText('body')).to.equal(before);
  });
});

/** What is on the paper: the page is told that it will be printed, as the browser tells it. */
async function textOnPaper(page: Page): Promise<string> {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const text = await page.innerText('body');
  await page.emulateMedia({ media: null });
  return text;
}
