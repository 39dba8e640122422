/** What a reader does at a page, and sees of it. */
import axe from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { coveredControls, overflowing } from './in-page.ts';

const SLIDER = 'input[type="range"][data-do="step"]';

/** The step that the page shows, by its slider. */
export async function stepOf(page: Page): Promise<number> {
  return Number(await page.locator(SLIDER).inputValue());
}

export async function lastStepOf(page: Page): Promise<number> {
  return Number(await page.locator(SLIDER).getAttribute('max'));
}

/** Draws the slider to a step. */
export async function slideTo(page: Page, step: number): Promise<void> {
  await page.locator(SLIDER).fill(String(step));
}

/** Presses keys one after the other. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Clicks on what does an action: `forward`, `generation:before-0.2.18`. */
export async function click(page: Page, action: string): Promise<void> {
  await page.locator(`[data-do="${action}"]:visible`).first().click();
}

/** Whatever keeps people from reading the page who do not see it well, or use no mouse, one on a line. */
export async function barriersOf(page: Page): Promise<string> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const result = await (globalThis as unknown as { axe: typeof axe }).axe.run(document);
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any, all, none }) => `${id}: ${html} ${[...any, ...all, ...none][0]?.message ?? ''}`),
    );
  });
  return violations.join('\n');
}

/**
 * Fails if the page is longer than the window, or something lies on a button: on a desk its parts scroll, and
 * the bar of steps stays.
 */
export async function expectOneScreen(page: Page): Promise<void> {
  const [length, window] = await page.evaluate(() => [document.documentElement.scrollHeight, innerHeight]);
  expect(length, 'the length of the page').to.equal(window);
  expect(await page.evaluate(coveredControls), 'controls below something else').to.deep.equal([]);
}

/** Fails for whatever is wider than the window. */
export async function expectNoOverflow(page: Page): Promise<void> {
  expect((await page.evaluate(overflowing)).join('\n'), 'wider than the window').to.equal('');
}
