/**
 * Browsers that tests drive: Debian's Chromium and Firefox, without a network. One of each is started when
 * the first test needs it, and serves all files. A tab takes longer to make than a page takes to load, so one
 * that is left empty serves the next test with the same settings; pages keep nothing but their address.
 */
import { expect } from 'chai';
import { type Browser, type BrowserContextOptions, chromium, firefox, type Page } from 'playwright-core';
import { Noise } from './browser-noise.ts';
import { type BrowserName, browserPath } from './browser-path.ts';

/** What has not happened by then does not happen. */
const LIMIT_MS = 30_000;

const VIEWPORT = { width: 1280, height: 720 };

export interface Tab {
  readonly page: Page;
  readonly noise: Noise;
}

interface OpenedTab extends Tab {
  readonly settings: BrowserContextOptions;
  /** Where the tab goes when its test has ended. */
  readonly empty: Page[];
}

/** Opens a file in a tab that is empty again after the test. */
export type OpenTab = (url: string, options?: BrowserContextOptions) => Promise<Tab>;

/** The browsers that NIOSTAT_REQUIRE_BROWSERS names, with blanks between them, if it is set. */
const required = process.env['NIOSTAT_REQUIRE_BROWSERS']?.split(' ');

/**
 * Like `describe`, for tests in a browser; they are not there without it. With NIOSTAT_REQUIRE_BROWSERS they
 * are there for the browsers that it names, and fail without these. A page that made noise which its test
 * has not taken fails that test.
 */
export function describeIn(name: BrowserName, title: string, tests: (open: OpenTab) => void): void {
  const program = browserPath(name);
  if (!(required?.includes(name) ?? program !== undefined)) return;
  describe(`${title}, in ${name === 'chromium' ? 'Chromium' : 'Firefox'}`, () => {
    const tabs: OpenedTab[] = [];
    afterEach(async () => {
      const lines: string[] = [];
      for (const tab of tabs.splice(0)) lines.push(...(await leave(tab)));
      expect(lines, 'what pages have said in the console, and requested').to.deep.equal([]);
    });
    tests(async (url, options = {}) => {
      if (program === undefined) throw new Error(`NIOSTAT_REQUIRE_BROWSERS asks for ${name}, which is not on the PATH`);
      const settings = { offline: true, viewport: VIEWPORT, ...options };
      const empty = emptyTabs(name, settings);
      const page = empty.pop() ?? (await newTab(await started(name, program), settings));
      const tab = { page, noise: new Noise(page, url), settings, empty };
      tabs.push(tab);
      await page.goto(url);
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

const empty = new Map<string, Page[]>();

function emptyTabs(name: BrowserName, options: BrowserContextOptions): Page[] {
  const key = JSON.stringify([name, options]);
  const tabs = empty.get(key) ?? [];
  empty.set(key, tabs);
  return tabs;
}

async function newTab(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(LIMIT_MS);
  // tsx names functions by a helper of its own, which those that are called in the page find there.
  await context.addInitScript('globalThis.__name = (named) => named');
  return context.newPage();
}

/** Empties a tab, and gives what its page has said. */
async function leave({ page, noise, settings, empty }: OpenedTab): Promise<string[]> {
  // What the page has said by now arrives before the answer.
  await page.evaluate('new Promise((done) => setTimeout(done))');
  const lines = noise.end();
  if (page.context().pages().length > 1) {
    await page.context().close();
    return lines;
  }
  await page.goto('about:blank');
  await page.setViewportSize(settings.viewport ?? VIEWPORT);
  empty.push(page);
  return lines;
}
