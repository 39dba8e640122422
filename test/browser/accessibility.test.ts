/** Reading without a mouse, with a screen reader, in the dark, on a phone, from the last row. */
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describeIn, type OpenTab } from '../support/browser.ts';
import { Folder } from '../support/cli.ts';
import { focusedElements, smallText } from './in-page.ts';
import { MESH, pageOf, SAME_BASE } from './pages.ts';
import { barriersOf, click, expectNoOverflow, expectOneScreen, press } from './reader.ts';

const PHONE = { viewport: { width: 360, height: 740 } } as const;
const DESK = { viewport: { width: 1920, height: 1080 } } as const;

interface Sight {
  readonly options: BrowserContextOptions;
  readonly fragment?: string;
}

/** How a page is looked at. */
const SIGHTS: Readonly<Record<string, Sight>> = {
  'on a desk': { options: DESK },
  'in the dark': { options: { ...DESK, colorScheme: 'dark' } },
  'on a phone': { options: PHONE },
  'on a phone in the dark': { options: { ...PHONE, colorScheme: 'dark' } },
  'on a phone with a panel open': { options: PHONE, fragment: 'step=4&open=sockets' },
  'with large letters': { options: DESK, fragment: 'large=1' },
  'as a quiz': { options: DESK, fragment: 'step=2&quiz=1' },
  'as a quiz on a phone': { options: PHONE, fragment: 'step=2&quiz=1' },
  'with the list of keys': { options: DESK, fragment: 'open=keys' },
  'in forced colours': { options: { ...DESK, forcedColors: 'active' } },
};

const GNS3 = 'scenarios/gns3-server-pool.yaml';

async function lookAt(open: OpenTab, lab: string, { options, fragment = '' }: Sight): Promise<Page> {
  const { page } = await open(`${await pageOf('simulate', lab)}#${fragment}`, options);
  return page;
}

describeIn('chromium', 'axe-core', (open) => {
  it('finds what is wrong with a page', async () => {
    const folder = new Folder();
    const bad = '<!doctype html><html lang="en"><title>bad</title><main><h1>Bad</h1><button></button></main>';
    const { page } = await open(pathToFileURL(folder.file('bad.html', bad)).href);
    expect(await barriersOf(page)).to.include('button-name');
  });

  for (const [how, sight] of Object.entries(SIGHTS)) {
    for (const lab of [SAME_BASE, GNS3]) {
      it(`finds nothing on the page of ${lab} ${how}, and nothing is wider than the window`, async () => {
        const page = await lookAt(open, lab, sight);
        expect(await barriersOf(page), 'what axe-core finds').to.equal('');
        await expectNoOverflow(page);
      });
    }
  }
});

describeIn('chromium', 'the layout of a page', (open) => {
  it('has letters of 16 px at least, and of 24 px on a projector', async () => {
    const page = await lookAt(open, MESH, { options: DESK });
    expect(await page.evaluate(smallText, 16)).to.deep.equal([]);
    expect(await page.evaluate(smallText, 17)).to.not.deep.equal([]);
    const large = await lookAt(open, MESH, { options: DESK, fragment: 'large=1' });
    expect(await large.evaluate(smallText, 24)).to.deep.equal([]);
  });

  it('shows table, findings and picture at once on a desk, and one panel at a time on a phone', async () => {
    const panels = (page: Page) =>
      Promise.all(['#sockets', '#findings', '#consoles'].map((id) => page.locator(id).isVisible()));
    const desk = await lookAt(open, SAME_BASE, { options: DESK });
    expect((await panels(desk)).slice(0, 2)).to.deep.equal([true, true]);
    await expectOneScreen(desk);
    const page = await lookAt(open, SAME_BASE, { options: PHONE });
    await click(page, 'open:sockets');
    expect(await panels(page)).to.deep.equal([true, false, false]);
    await click(page, 'open:findings');
    expect(await panels(page)).to.deep.equal([false, true, false]);
  });
});

describeIn('chromium', 'the keyboard', (open) => {
  it('reaches everything that a mouse can do, and shows where it is', async () => {
    const page = await lookAt(open, SAME_BASE, { options: DESK });
    const { reached, expected, unseen } = await focusedBy(page);
    expect(expected).to.include.members(['forward', 'back', 'play', 'quiz', 'print', 'keys']);
    expect([...new Set(reached)]).to.include.members(expected);
    expect(unseen, 'without a sign of the focus').to.deep.equal([]);
  });

  it('opens and closes sockets and findings, goes to what happens, and prints', async () => {
    const page = await lookAt(open, SAME_BASE, { options: PHONE, fragment: 'step=4' });
    for (const [key, what] of [
      ['t', '#sockets'],
      ['f', '#findings'],
    ] as const) {
      const panel = page.locator(what).first();
      expect(await panel.isVisible(), `${what} before ${key}`).to.equal(false);
      await press(page, key);
      expect(await panel.isVisible(), `${what} after ${key}`).to.equal(true);
      await press(page, key);
      expect(await panel.isVisible(), `${what} after ${key} again`).to.equal(false);
    }
    for (let time = 0; time < 2; time++) {
      await press(page, 'w');
      expect(await page.evaluate(() => document.activeElement?.id)).to.equal('why');
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    }
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', '');
    });
    await press(page, 'p');
    await page.locator('[data-printed]').waitFor();
  });

  it('opens and closes the list of keys', async () => {
    const page = await lookAt(open, SAME_BASE, { options: DESK });
    const keys = page.locator('#keys');
    expect(await keys.isVisible()).to.equal(false);
    await press(page, '?');
    expect(await keys.isVisible()).to.equal(true);
    await press(page, 'Escape');
    expect(await keys.isVisible()).to.equal(false);
  });

  it('presses the button that has the focus, and keeps it there', async () => {
    const page = await lookAt(open, SAME_BASE, { options: DESK, fragment: 'step=0' });
    const forward = page.locator('[data-do="forward"]');
    await forward.focus();
    await press(page, 'Enter', ' ');
    expect(await page.locator('input[data-do="step"]').inputValue()).to.equal('2');
    expect(await forward.evaluate((button) => button === document.activeElement)).to.equal(true);
  });

  it('tells a screen reader of each step once, and politely', async () => {
    const page = await lookAt(open, SAME_BASE, { options: DESK, fragment: 'step=0' });
    const live = page.locator('[aria-live="polite"], [role="status"]');
    expect(await live.count()).to.equal(1);
    await live.evaluate((region) => {
      const count = (): void =>
        void region.setAttribute('data-said', `${Number(region.getAttribute('data-said')) + 1}`);
      new MutationObserver(count).observe(region, { childList: true, characterData: true, subtree: true });
    });
    await press(page, 'ArrowRight');
    // Step 1 gives R1 f0/0 port 10000.
    await live.filter({ hasText: /R1 f0\/0.*10000|10000.*R1 f0\/0/ }).waitFor({ state: 'attached' });
    await press(page, 'ArrowRight');
    await live.filter({ hasText: 'R2 f0/0' }).waitFor({ state: 'attached' });
    expect(await live.getAttribute('data-said')).to.equal('2');
    expect(await page.locator('[aria-live="assertive"], [role="alert"]').count()).to.equal(0);
  });
});

/** Goes through the page with the Tab key, once around. */
async function focusedBy(page: Page): Promise<{ reached: string[]; expected: string[]; unseen: string[] }> {
  const expected = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-do]')]
      .filter((element) => element.checkVisibility() && !(element instanceof SVGElement))
      .map((element) => element.dataset['do'] ?? ''),
  );
  const reached: string[] = [];
  const unseen: string[] = [];
  for (let count = 0; count <= expected.length + 20; count++) {
    await page.keyboard.press('Tab');
    const { action, isSeen, html } = await page.evaluate(focusedElements);
    reached.push(action);
    if (!isSeen) unseen.push(html);
  }
  return { reached, expected, unseen };
}

describeIn('chromium', 'motion', (open) => {
  const moving = (page: Page): Promise<number> =>
    page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);

  it('is a dot that travels along the link when its frame is sent', async () => {
    const page = await lookAt(open, SAME_BASE, { options: DESK, fragment: 'step=4' });
    await press(page, 'ArrowRight');
    expect(await moving(page)).to.be.at.least(1);
  });

  it('is off when the system asks for that', async () => {
    const page = await lookAt(open, SAME_BASE, { options: { ...DESK, reducedMotion: 'reduce' }, fragment: 'step=4' });
    await press(page, 'ArrowRight');
    expect(await moving(page)).to.equal(0);
  });
});
