/**
 * Browsers that tests drive: Debian's Chromium and Firefox, without a network. One of each is started when
 * the first test needs it, and serves all files; a tab has storage and settings of its own.
 */
import { expect } from 'chai';
import { type Browser, type BrowserContextOptions, chromium, firefox, type Page } from 'playwright-core';
import { Noise } from './browser-noise.ts';
import { type BrowserName, browserPath } from './browser-path.ts';

/** What has not happened by then does not happen. */
const LIMIT_MS = 30_000;

export interface Tab {
  readonly page: Page;
  readonly noise: Noise;
}

/** Opens a file in a tab that is closed after the test. */
export type OpenTab = (url: string, options?: BrowserContextOptions) => Promise<Tab>;

/**
 * Like `describe`, for tests in a browser; they are not there without it, and with
 * NIOSTAT_REQUIRE_BROWSERS=1 fail instead. A page that made noise which its test has not taken fails that
 * test.
 */
export function describeIn(name: BrowserName, title: string, tests: (open: OpenTab) => void): void {
  const program = browserPath(name);
  if (program === undefined && process.env['NIOSTAT_REQUIRE_BROWSERS'] !== '1') return;
  describe(`${title}, in ${name === 'chromium' ? 'Chromium' : 'Firefox'}`, () => {
    const tabs: Tab[] = [];
    afterEach(async () => {
      const lines: string[] = [];
      for (const { page, noise } of tabs.splice(0)) {
        // What the page has said by now arrives before the answer.
        await page.evaluate('new Promise((done) => setTimeout(done))');
        lines.push(...noise.take());
        await page.context().close();
      }
      expect(lines, 'what pages have said in the console, and requested').to.deep.equal([]);
    });
    tests(async (url, options = {}) => {
      if (program === undefined) throw new Error(`NIOSTAT_REQUIRE_BROWSERS=1 asks for ${name}`);
      const tab = await openTab(await started(name, program), url, options);
      tabs.push(tab);
      return tab;
    });
  });
}

const running = new Map<BrowserName, Promise<Browser>>();

// Outside any `describe`: after the last test of all files.
after(async () => {
  for (const browser of running.values()) await (await browser).close();
});

function started(name: BrowserName, executablePath: string): Promise<Browser> {
  const known = running.get(name);
  if (known !== undefined) return known;
  // Debian's Firefox is driven by WebDriver BiDi, which the channel stands for (docs/decisions/0042).
  const browser =
    name === 'chromium'
      ? chromium.launch({ executablePath, timeout: LIMIT_MS })
      : firefox.launch({ channel: 'moz-firefox', executablePath, timeout: LIMIT_MS });
  running.set(name, browser);
  return browser;
}

async function openTab(browser: Browser, url: string, options: BrowserContextOptions): Promise<Tab> {
  const context = await browser.newContext({ offline: true, ...options });
  context.setDefaultTimeout(LIMIT_MS);
  // tsx names functions by a helper of its own, which those that are called in the page find there.
  await context.addInitScript('globalThis.__name = (named) => named');
  const page = await context.newPage();
  const noise = new Noise(page, url);
  await page.goto(url);
  return { page, noise };
}
