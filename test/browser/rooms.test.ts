/** The pages of check, preflight, plan and links: what each adds to the lab. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { CheckResult } from '../../src/features/check/check.ts';
import { describeIn } from '../support/browser.ts';
import { Folder } from '../support/cli.ts';
import { ContinuousRun } from '../support/continuous-run.ts';
import { jsonOf, labFile, pageOf, SAME_BASE } from './pages.ts';
import { barriersOf, click, expectNoOverflow, expectOneScreen, lastStepOf, stepOf } from './reader.ts';

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1920, height: 1080 };

describeIn('chromium', 'the page of check', (open) => {
  it('shows each finding, and the lab as it runs', async () => {
    const { page } = await open(await pageOf('check', SAME_BASE));
    const { findings } = await jsonOf<CheckResult>('check', SAME_BASE);
    expect(findings).to.not.be.empty;
    const text = await page.innerText('#findings');
    for (const { id, severity } of findings.filter((one) => one.severity !== 'note')) {
      expect(text).to.include(id).and.include(severity);
    }
    expect(await stepOf(page)).to.equal(await lastStepOf(page));
  });
});

describeIn('chromium', 'the page of preflight', (open) => {
  it('shows the state of each question, and leads to the panel that shows it', async () => {
    const { page } = await open(await pageOf('preflight', SAME_BASE));
    const text = await page.innerText('body');
    expect(text).to.match(/✗ failed\s+Do the checks find anything\?/);
    expect(text).to.include('NIO001');
    // What was left out is no good news.
    expect(text).to.match(/not looked at\s+Do the hypervisors answer\?/);
    await page.getByText('Show Findings').first().click();
    expect(await page.locator('#findings').isVisible()).to.equal(true);
  });
});

describeIn('chromium', 'the page of plan', (open) => {
  it('shows the change, and the lab before it and after it', async () => {
    const { page } = await open(await pageOf('plan', SAME_BASE));
    const text = await page.innerText('body');
    expect(text)
      .to.match(/10000 →\s*(to\s*)?10100/)
      .and.include('-    baseUdp: 10000')
      .and.include('+    baseUdp: 10100');
    const table = page.locator('#sockets');
    expect(await table.innerText()).to.not.include('10100');
    await click(page, 'after:1');
    expect(await table.innerText())
      .to.include('10100')
      .and.not.match(/itself|nothing/);
    await page.waitForURL(/after=1/);
    await click(page, 'after:0');
    expect(await table.innerText()).to.include('itself');
  });
});

/** A lab whose ports nobody has. */
async function labNotStarted(): Promise<string> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return labFile(
    'not-started.yaml',
    `hypervisors: [{ address: "127.0.0.1:1", baseUdp: ${port} }]
devices: [{ name: R1 }, { name: R2 }]
links: [R1 f0/0 -- R2 f0/0]
`,
  );
}

describeIn('chromium', 'the page of links', (open) => {
  it('shows what was seen beside what the lab says', async () => {
    const { page } = await open(await pageOf('links', await labNotStarted()));
    const text = await page.innerText('body');
    expect(text)
      .to.match(/MISSING/)
      .and.include('R1 f0/0 -- R2 f0/0')
      .and.include('no socket');
    await click(page, 'expected:1');
    expect(await page.locator('#sockets').innerText()).to.match(/arrives/);
  });

  it('shows the sockets alone where there is no lab, and nothing to step through', async () => {
    const { page } = await open(await pageOf('links'));
    expect(await page.locator('[data-do="forward"]:visible').count()).to.equal(0);
    expect(await page.innerText('h1')).to.not.equal('');
    await expectNoOverflow(page);
  });

  it('is written anew with -c, and loads itself, until Ctrl-C', async () => {
    const path = join(new Folder().path, 'lab.html');
    const lab = await labNotStarted();
    await ContinuousRun.with(['links', lab, '-c', '1', '--format', 'html', '--write', path], async (run) => {
      while (!existsSync(path)) await new Promise((resolve) => setImmediate(resolve));
      const { page } = await open(`${pathToFileURL(path).href}#large=1`);
      const seenAt = await page.innerText('.headline, header');
      for (let load = 0; load < 2; load++) await page.waitForEvent('load');
      expect(await page.innerText('.headline, header')).to.not.equal(seenAt);
      expect(new URL(page.url()).hash).to.equal('#large=1');
      await run.endWith('SIGINT');
      await page.reload();
      expect(await page.innerText('body')).to.include('Not looked at since');
      // Nothing loads it any more: a mark that is made now is still there when a reload was due.
      expect(await page.evaluate(() => document.getElementById('data')?.textContent)).to.not.include('reloadSeconds');
    });
  });
});

describeIn('chromium', 'the pages of the other commands', (open) => {
  const COMMANDS: Readonly<Record<string, () => Promise<string>>> = {
    check: () => pageOf('check', SAME_BASE),
    preflight: () => pageOf('preflight', SAME_BASE, '--only', 'file,checks'),
    plan: () => pageOf('plan', SAME_BASE),
    links: async () => pageOf('links', await labNotStarted()),
  };
  // One tab for all, in which each sight sets whatever another may have set.
  const TAB = { viewport: DESK, colorScheme: 'light', forcedColors: 'none' } as const;
  const LOOKS = [
    { colorScheme: 'light', forcedColors: 'none' },
    { colorScheme: 'dark', forcedColors: 'none' },
    { colorScheme: 'dark', forcedColors: 'active' },
  ] as const;

  for (const [command, written] of Object.entries(COMMANDS)) {
    it(`axe-core finds nothing on that of ${command}, light, dark, in forced colours, large or on a phone`, async () => {
      const { page } = await open(await written(), TAB);
      const look = async (how: string): Promise<void> => {
        expect(await barriersOf(page), how).to.equal('');
        await expectNoOverflow(page);
      };
      for (const media of LOOKS) {
        await page.emulateMedia(media);
        for (const viewport of [DESK, PHONE]) {
          await page.setViewportSize(viewport);
          await look(JSON.stringify({ ...media, ...viewport }));
          if (viewport === DESK) await expectOneScreen(page);
        }
      }
      await page.emulateMedia(LOOKS[0]);
      await page.setViewportSize(DESK);
      await click(page, 'large');
      await page.locator('.is-large').waitFor();
      await look('large');
      await expectOneScreen(page);
    });
  }
});
