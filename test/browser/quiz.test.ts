/** The quiz: what is asked is nowhere on the page before it is answered. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { describeIn } from '../support/browser.ts';
import { pageOf, SAME_BASE } from './pages.ts';
import { press, stepOf } from './reader.ts';

const QUIZ = '.quiz';

describeIn('chromium', 'the quiz', (open) => {
  const openAt = async (step: number, generation = '0.2.24'): Promise<Page> =>
    (await open(`${await pageOf('simulate', SAME_BASE)}#step=${step}&generation=${generation}&quiz=1`)).page;

  it('hides the verdict, the findings and what each end hears, until the lab runs', async () => {
    // Words of the answers to all that is asked of this lab.
    const answers = /hears nothing|hears itself|comes back|206|NIO001|is broken/;
    const page = await openAt(2);
    expect(await page.innerText('body')).to.include('R1 f0/0');
    await page.locator(QUIZ).evaluate((quiz) => quiz.remove());
    expect(await page.innerText('body')).to.not.match(answers);
    const { page: same } = await open(`${await pageOf('simulate', SAME_BASE)}#step=2`);
    expect(await same.innerText('body')).to.match(answers);
  });

  it('hides ports that are not given yet, in the picture and in the table', async () => {
    const page = await openAt(0);
    // The bases are told, and all else is what is asked.
    const picture = (await page.locator('svg.picture').allTextContents()).join(' ').replaceAll('base 10000', '');
    expect(picture)
      .to.include('R1')
      .and.not.match(/1000[01]/);
    expect(await page.innerText('#sockets')).to.not.match(/1000[01]/);
  });

  it('asks which port an end gets, and goes on when that is answered', async () => {
    // The second counter starts at 10000 too: that is the accident.
    const page = await openAt(1);
    expect(await page.locator(QUIZ).innerText()).to.match(/R2 f0\/0/);
    await answer(page, '10000');
    expect(await page.innerText('body')).to.match(/✓|Right/i);
    await press(page, 'ArrowRight');
    expect(await stepOf(page)).to.equal(2);
  });

  it('says what is wrong with a wrong answer, and counts the right ones', async () => {
    const page = await openAt(1);
    await answer(page, '10001');
    const quiz = page.locator(QUIZ);
    expect(await quiz.innerText())
      .to.match(/✗/)
      .and.match(/10000/)
      .and.match(/0 of 1 right/);
  });

  it('asks where a frame comes out, with an answer for each idea of it', async () => {
    const page = await openAt(4);
    const quiz = page.locator(QUIZ);
    const choices = await quiz.locator('[data-do^="answer:"]').allInnerTexts();
    expect(choices).to.have.lengthOf.at.least(2);
    expect(choices.join('\n')).to.match(/R1/).and.match(/R2/);
  });

  it('takes an answer by its number, and gives three hints', async () => {
    const page = await openAt(3);
    const quiz = page.locator(QUIZ);
    // Each press shows one, and the button offers the next.
    for (const next of ['Hint 2 of 3', 'Hint 3 of 3', 'Show the answer']) {
      await press(page, 'h');
      expect(await quiz.innerText()).to.include(next);
    }
    // From 0.2.18 on both ends have the port (docs/FACTS.md), and 1 to 3 are the ideas of it.
    const choices = await quiz.locator('[data-do^="answer:"]').allInnerTexts();
    const right = choices.findIndex((text) => /both have/.test(text));
    await press(page, String(right + 1));
    expect(await quiz.innerText())
      .to.match(/✓/)
      .and.match(/1 of 1 right/);
  });

  it('is left by the key that opened it, and kept in the address', async () => {
    const { page } = await open(`${await pageOf('simulate', SAME_BASE)}#step=1`);
    expect(await page.locator(QUIZ).count()).to.equal(0);
    await press(page, 'z');
    await page.waitForURL(/quiz=1/);
    expect(await page.locator(QUIZ).isVisible()).to.equal(true);
    // The field for a number has the focus, and takes letters too.
    await press(page, 'Escape', 'z');
    await page.waitForURL((url) => !url.hash.includes('quiz'));
    expect(await page.locator(QUIZ).count()).to.equal(0);
  });
});

/** Answers by the choice with this text, or by typing it where there is a field. */
async function answer(page: Page, text: string): Promise<void> {
  const quiz = page.locator(QUIZ);
  const field = quiz.locator('input');
  if ((await field.count()) > 0) {
    await field.first().fill(text);
    await field.first().press('Enter');
  } else await quiz.locator('[data-do^="answer:"]', { hasText: text }).first().click();
}
