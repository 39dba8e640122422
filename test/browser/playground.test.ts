/** The playground: typing, faults, changes by a button, labs in the address, ports that are covered. */
import { pathToFileURL } from 'node:url';
import { inflateSync } from 'node:zlib';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { describeIn } from '../support/browser.ts';
import { Folder, niostat } from '../support/cli.ts';
import { HOSTILE_NAMES, labOfLongNames, labOfNames } from '../support/hostile-labs.ts';
import { barriersOf, click, expectNoOverflow, expectOneScreen, press, stepOf } from './reader.ts';

const folder = new Folder();
let url: Promise<string> | undefined;

/** The address of the playground, which is written once. */
function playgroundUrl(): Promise<string> {
  url ??= niostat(['playground']).then(({ stdout }) => pathToFileURL(folder.file('playground.html', stdout)).href);
  return url;
}

const PHONE = { viewport: { width: 360, height: 740 } } as const;

const textOf = (page: Page): Promise<string> => page.locator('#lab-text').inputValue();

/** Waits until a part of the page says something. */
async function says(page: Page, part: string, words: string): Promise<void> {
  await page.locator(part, { hasText: words }).first().waitFor();
}

/** How often the page has followed the text. */
function picturesDrawn(): number {
  return performance.getEntriesByName('niostat:key-to-picture').length;
}

/** What waits for a time or a frame waits until `time-goes-on`, as on a machine that is busy. */
function stopTime(): void {
  const own = { setTimeout, clearTimeout, requestAnimationFrame, cancelAnimationFrame };
  const waiting = new Map<number, () => void>();
  let last = 0;
  const wait = (work: () => void): number => {
    waiting.set(--last, work);
    return last;
  };
  const leave = (id: number): void => void waiting.delete(id);
  Object.assign(window, {
    ...{ setTimeout: wait, requestAnimationFrame: wait, clearTimeout: leave, cancelAnimationFrame: leave },
  });
  addEventListener('time-goes-on', () => {
    Object.assign(window, own);
    for (const work of waiting.values()) work();
  });
}

/** Ports of ends in the picture and the table. */
async function portsShown(page: Page): Promise<string[]> {
  const texts = await page.locator('svg.picture, #sockets').allTextContents();
  return texts.join(' ').match(/1000[1-9]/g) ?? [];
}

async function typeAtEnd(page: Page, text: string): Promise<void> {
  await page.locator('#lab-text').press('Control+End');
  await page.keyboard.type(text);
}

/** One more link, and one more port at each of its ends. */
const LINK = '  - R1 f5/0 -- R2 f5/0\n';

for (const name of ['chromium', 'firefox'] as const) {
  describeIn(name, 'the playground', (open) => {
    it('shows what is typed', async () => {
      const { page } = await open(`${await playgroundUrl()}#scenario=well-separated-bases`);
      await typeAtEnd(page, LINK);
      await says(page, '#sockets tbody tr', 'R1 f5/0');
      await says(page, '#sockets tbody tr', 'R2 f5/0');
    });

    it('writes the proposed base into the text, and undo takes it back', async () => {
      const { page } = await open(await playgroundUrl());
      const before = await textOf(page);
      await says(page, 'h1', 'broken');
      await page.locator('[data-do="mend:0"]').click();
      await says(page, 'h1', 'arrive');
      expect(await textOf(page)).to.equal(before.replace(/baseUdp: 10000(?=\ndevices)/, 'baseUdp: 10100'));
      await press(page, 'Control+z');
      await says(page, 'h1', 'broken');
      expect(await textOf(page)).to.equal(before);
    });
  });
}

describeIn('chromium', 'the text of the playground', (open) => {
  it('keeps the last picture while it has a fault, and says where', async () => {
    const { page } = await open(`${await playgroundUrl()}#scenario=full-mesh-3-routers`);
    const rows = await page.locator('#sockets tbody tr').allInnerTexts();
    await typeAtEnd(page, '  - R1 f7/0\n');
    await says(page, '.stale-note', 'Line 14 has a fault');
    expect(await page.locator('#sockets tbody tr').allInnerTexts()).to.deep.equal(rows);
    expect(await page.locator('.gutter .is-error').innerText()).to.match(/14$/);
    expect(await page.locator('#lab-text').getAttribute('aria-invalid')).to.equal('true');
    await page.locator('[data-do="line:0"]').click();
    const selected = await page.evaluate(() => {
      const { value, selectionStart, selectionEnd } = document.querySelector('textarea') as HTMLTextAreaElement;
      return value.slice(selectionStart, selectionEnd);
    });
    expect(selected).to.equal('  - R1 f7/0');
    await page.keyboard.type('  - R1 f7/0 -- R2 f7/0');
    await says(page, '#sockets tbody tr', 'R1 f7/0');
    expect(await page.locator('.stale-note').innerText()).to.equal('');
  });

  it('keeps the keys of the page to itself, and lets the tabulator go on', async () => {
    const { page } = await open(`${await playgroundUrl()}#step=2`);
    await page.locator('#lab-text').press('Home');
    await page.keyboard.type('# g? ');
    await press(page, 'ArrowRight', 'ArrowRight');
    expect(await stepOf(page)).to.equal(2);
    await press(page, 'Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName)).to.not.equal('TEXTAREA');
  });

  it('is another lab when one is chosen, and undo brings back the old one', async () => {
    const { page } = await open(await playgroundUrl());
    await typeAtEnd(page, '# mine\n');
    const mine = await textOf(page);
    await page.locator('select[data-do="scenario"]').selectOption('full-mesh-3-routers');
    await says(page, 'h1', 'all 3 links');
    await press(page, 'Control+z');
    await says(page, 'h1', 'broken');
    expect(await textOf(page)).to.equal(mine);
  });

  it('may be a .net file', async () => {
    const { page } = await open(await playgroundUrl());
    await page
      .locator('#lab-text')
      .fill('[localhost:7200]\n  udp = 11000\n  [[ROUTER R1]]\n    f0/0 = R2 f0/0\n  [[ROUTER R2]]\n');
    await says(page, '#sockets tbody tr', '11001');
  });

  it('is text, whatever it is, and holds the layout on a phone', async () => {
    const { page } = await open(await playgroundUrl(), PHONE);
    for (const text of [labOfNames(HOSTILE_NAMES), labOfLongNames(), HOSTILE_NAMES.join('\n')]) {
      const drawn = await page.evaluate(picturesDrawn);
      await page.locator('#lab-text').fill(text);
      await page.waitForFunction(
        (before) => performance.getEntriesByName('niostat:key-to-picture').length > before,
        drawn,
      );
      await expectNoOverflow(page);
      await click(page, 'tab:page');
      await expectNoOverflow(page);
      await click(page, 'tab:lab');
    }
  });
});

describeIn('chromium', 'the lab in the address of the playground', (open) => {
  it('is the name of a scenario as long as nothing is changed', async () => {
    const { page } = await open(`${await playgroundUrl()}#scenario=full-mesh-3-routers&step=4`);
    await says(page, '.step', 'Step 4');
    await press(page, 'ArrowRight');
    await page.waitForURL((one) => one.hash === '#scenario=full-mesh-3-routers&step=5');
  });

  it('goes with the link to whoever opens it', async () => {
    const { page } = await open(`${await playgroundUrl()}#scenario=full-mesh-3-routers&step=4`);
    await typeAtEnd(page, '# größer →\n');
    await page.waitForURL(/#lab=z/);
    const text = await textOf(page);
    const code = /lab=z([\w-]+)/.exec(page.url())?.[1] ?? '';
    expect(inflateSync(Buffer.from(code, 'base64url')).toString('utf8')).to.equal(text);
    const other = await open(page.url());
    await says(other.page, '.step', 'Step 4');
    expect(await textOf(other.page)).to.equal(text);
  });

  it('is on the clipboard when it is asked for', async () => {
    const { page } = await open(await playgroundUrl(), { permissions: ['clipboard-read', 'clipboard-write'] });
    await typeAtEnd(page, '# mine\n');
    await click(page, 'share');
    await says(page, '.lab-said', 'The link is copied.');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied)
      .to.equal(page.url())
      .and.match(/#lab=z/);
  });

  it('is said to be on the clipboard also where the picture of the text was still due', async () => {
    const { page } = await open(await playgroundUrl(), { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.evaluate(stopTime);
    await typeAtEnd(page, '# mine\n');
    await click(page, 'share');
    await says(page, '.lab-said', 'The link is copied.');
    await page.evaluate(() => dispatchEvent(new Event('time-goes-on')));
    // The text is what was copied, so that it is still true.
    expect(await page.locator('.lab-said').textContent()).to.include('The link is copied.');
  });

  for (const [fragment, fault] of [
    ['lab=zeJwAAAA', 'damaged'],
    ['lab=x', 'of a kind that is not known'],
    ['lab=', 'of a kind that is not known'],
    [`lab=t${'A'.repeat(20_000)}`, '16000 are the most'],
    ['scenario=%3Cscript%3Ealert(1)%3C%2Fscript%3E', 'There is no lab "<script>alert(1)</script>" here.'],
  ] as const) {
    it(`is refused if it is ${fragment.slice(0, 40)}, and the first lab shown`, async () => {
      const { page } = await open(`${await playgroundUrl()}#${fragment}`);
      await says(page, '.lab-said', fault);
      await says(page, '.lab-said', 'The first lab is shown instead.');
      await says(page, 'h1', 'broken');
    });
  }
});

describeIn('chromium', '"Predict first" of the playground', (open) => {
  it('covers the ports until one is typed, and again after a change', async () => {
    const { page } = await open(`${await playgroundUrl()}#scenario=full-mesh-3-routers`);
    await click(page, 'predict');
    await says(page, '.guess label', 'Which port does R3 f1/0 get from the counter of localhost:7200?');
    expect(await portsShown(page)).to.deep.equal([]);
    await press(page, 'Escape', 'End', 'ArrowRight');
    expect(await stepOf(page)).to.equal(0);
    await page.locator('#guess').fill('10004');
    await press(page, 'Enter');
    await says(page, '.lab-said', '✗ Not port 10004.');
    expect(await portsShown(page)).to.include('10005');
    expect(await page.locator('#guess').count()).to.equal(0);
    await typeAtEnd(page, LINK);
    await says(page, '.guess label', 'R2 f5/0');
    expect(await portsShown(page)).to.deep.equal([]);
    await page.locator('#guess').fill('10007');
    await press(page, 'Enter');
    await says(page, '.lab-said', '✓ Port 10007.');
  });
});

describeIn('chromium', 'reading the playground', (open) => {
  const sights = {
    'on a desk': { viewport: { width: 1920, height: 1080 } },
    'in the dark': { viewport: { width: 1920, height: 1080 }, colorScheme: 'dark' },
    'on a phone': PHONE,
    'in forced colours': { viewport: { width: 1366, height: 768 }, forcedColors: 'active' },
    'with large letters': { viewport: { width: 1920, height: 1080 } },
  } as const;
  for (const [how, options] of Object.entries(sights)) {
    it(`has no barrier ${how}, with a fault or without`, async () => {
      const fragment = how === 'with large letters' ? '#large=1' : '';
      const { page } = await open(`${await playgroundUrl()}${fragment}`, options);
      await says(page, '.remarks', 'NIO001');
      expect(await page.locator('.is-large').count()).to.equal(fragment === '' ? 0 : 1);
      expect(await barriersOf(page)).to.equal('');
      await typeAtEnd(page, 'x: [');
      await says(page, '.remarks', 'line 19');
      expect(await barriersOf(page)).to.equal('');
      await expectNoOverflow(page);
      if (how !== 'on a phone') await expectOneScreen(page);
    });
  }
});
