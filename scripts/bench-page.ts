// Benchmark of pages in Chromium: how soon they are there, and how long a step and a key stroke take, with
// the time of the processor that this costs the page, which other programs do not lengthen. Needs the built
// program. Prints figures with their limits and never fails.
import { spawnSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { browserPath } from '../test/support/browser-path.ts';
import { Folder } from '../test/support/cli.ts';
import { wideLab } from '../test/support/wide-lab.ts';
import { report, summary } from './bench/row.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RUNS = 9;
const folder = new Folder();

/** Labs by what a row calls them, with their most bytes. */
const LABS: Readonly<Record<string, { readonly lab: string; readonly bytes: number }>> = {
  'three routers': { lab: 'scenarios/full-mesh-3-routers.yaml', bytes: 500_000 },
  '50 routers, 100 links': { lab: folder.file('50.yaml', wideLab(50, 100)), bytes: 1_000_000 },
  '300 routers, 1,000 links': { lab: folder.file('300.yaml', wideLab(300, 1000)), bytes: 2_000_000 },
};

const executablePath = browserPath('chromium');
if (executablePath === undefined) {
  report({ name: 'page: first paint', unit: 'ms', remark: 'Chromium is not installed' });
} else {
  const browser = await chromium.launch({ executablePath });
  for (const [name, { lab, bytes }] of Object.entries(LABS)) await measurePage(browser, name, lab, bytes);
  await measurePlayground(browser);
  await browser.close();
}

function write(name: string, args: readonly string[]): { url: string; size: number } {
  const { stdout, error } = spawnSync(process.execPath, ['bin/run.js', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
  if (error !== undefined) throw error;
  return { url: pathToFileURL(folder.file(`${name}.html`, stdout)).href, size: Buffer.byteLength(stdout) };
}

async function measurePage(browser: Browser, name: string, lab: string, most: number): Promise<void> {
  const { url, size } = write(name, ['simulate', lab, '--format', 'html']);
  report({ name: `page: ${name}, size`, figure: size, unit: 'bytes', limit: most });
  const paints: number[] = [];
  const steps: number[] = [];
  const work = { load: [] as number[], step: [] as number[] };
  for (let run = 0; run < RUNS; run++) {
    const page = await browser.newPage();
    const meter = await workMeter(page);
    await page.goto(url);
    paints.push(await firstPaint(page));
    const before = await workOf(meter);
    steps.push(await untilPainted(page, `document.querySelector('[data-do="back"]').click()`));
    work.load.push(before);
    work.step.push((await workOf(meter)) - before);
    await page.close();
  }
  report({ name: `page: ${name}, first paint`, ...summary(paints), unit: 'ms', limit: 1000 });
  report({ name: `page: ${name}, first paint, processor`, ...summary(work.load), unit: 'ms', limit: 1000 });
  report({ name: `page: ${name}, one step`, ...summary(steps), unit: 'ms', limit: 50 });
  report({ name: `page: ${name}, one step, processor`, ...summary(work.step), unit: 'ms', limit: 50 });
}

/** Counts what the thread of a page has worked, from before it is loaded. */
async function workMeter(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return session;
}

/** Milliseconds of the processor. */
async function workOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
}

async function measurePlayground(browser: Browser): Promise<void> {
  const { url, size } = write('playground', ['playground']);
  report({ name: 'page: playground, size', figure: size, unit: 'bytes', limit: 700_000 });
  const page = await browser.newPage();
  await page.goto(url);
  const text = page.locator('textarea');
  await text.fill(wideLab(50, 100));
  const strokes: number[] = [];
  const meter = await workMeter(page);
  const work: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    // Another base is another lab; no port of an earlier one is like it.
    const base = 21_000 + 1000 * run;
    const typed = wideLab(50, 100).replace('"baseUdp":10000', `"baseUdp":${base}`);
    const isShown = `document.querySelector('svg.picture').textContent.includes('${base}')`;
    const before = await workOf(meter);
    strokes.push(await untilPainted(page, typing(typed), isShown));
    work.push((await workOf(meter)) - before);
  }
  const name = 'page: playground, 50 routers, key stroke to picture';
  report({ name, ...summary(strokes), unit: 'ms', limit: 100 });
  report({ name: `${name}, processor`, ...summary(work), unit: 'ms', limit: 100 });
  await page.close();
}

/** What a key stroke leaves behind: the text, and the event that says so. */
function typing(text: string): string {
  return `{
    const field = document.querySelector('textarea');
    field.value = ${JSON.stringify(text)};
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
  }`;
}

function firstPaint(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((done) => {
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') done(startTime);
    }).observe({ type: 'paint', buffered: true });
  })`);
}

/** Milliseconds from before the script to behind the first frame that shows what it leads to. */
function untilPainted(page: Page, script: string, isShown = 'true'): Promise<number> {
  return page.evaluate<number>(`new Promise((done) => {
    const start = performance.now();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now() - start);
    const look = () => requestAnimationFrame(() => (${isShown} ? port2.postMessage(0) : look()));
    ${script};
    look();
  })`);
}
