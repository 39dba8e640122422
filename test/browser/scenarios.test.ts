/** The page of each scenario: quiet, complete, and at every step what the trace adds up to, both ways. */
import { basename } from 'node:path';
import { expect } from 'chai';
import { LATEST_VERSION } from '../../src/core/kernel/dynamips-version.ts';
import type { SimulateResult } from '../../src/features/simulate/simulate.ts';
import { describeIn } from '../support/browser.ts';
import { lastStepOf as lastStepOfTrace, rowsAt, type TraceLine, type TraceRow } from '../support/trace-rows.ts';
import { type PageRow, tablesAlong } from './in-page.ts';
import { jsonOf, pageOf, SCENARIOS, traceOf } from './pages.ts';
import { click, expectNoOverflow, lastStepOf, stepOf } from './reader.ts';

/** What a row of the trace must say in the table: its facts, whatever words are put to them. */
function facts({ end, port, bound = port, remote, to, hears }: TraceRow): string {
  return JSON.stringify({ end, local: String(bound), foreign: portIn(remote), to, hears: [...hears].sort() });
}

/** The same facts, read off a row of the page. */
function shown(row: PageRow, ends: readonly string[]): string {
  // The role of the socket, and the lab where there are several, stand behind the name.
  const end = ends.findLast((one) => `${row['End']} `.startsWith(`${one} `)) ?? '';
  return JSON.stringify({
    end,
    local: portIn(row['Local']?.replace(/ \d+ wraps$/, '')),
    foreign: portIn(row['Foreign']),
    to: named(row['Sends to'])[0],
    hears: named(row['Hears']).sort(),
  });

  /** The router and the uBridge of an end have its name. */
  function named(text = ''): string[] {
    const words = text.split(/, | \(|\)/).map((word) => (/^(itself|its uBridge|its router)$/.test(word) ? end : word));
    return words.filter((word) => ends.includes(word));
  }
}

/** Of a lab with very many steps, the first ones. */
const MOST_STEPS = 60;

function portIn(text = ''): string | undefined {
  return /\d+(?!.*\d)/.exec(text)?.[0];
}

function expectTables(tables: readonly PageRow[][], events: readonly TraceLine[]): void {
  // Longer ones last, since they may begin as shorter ones do.
  const ends = [...new Set(events.flatMap(({ end = [] }) => end))].sort((a, b) => a.length - b.length);
  for (const [step, rows] of tables.entries()) {
    // The page puts the sockets of one host together.
    const expected = rowsAt(events, step).map(facts).sort();
    expect(rows.map((row) => shown(row, ends)).sort(), `the table of step ${step}`).to.deep.equal(expected);
  }
}

describeIn('chromium', 'the page of a scenario', (open) => {
  for (const lab of SCENARIOS) {
    const name = basename(lab, '.yaml');

    it(`${name}: has every port of simulate --json, and holds its layout on a phone and on a projector`, async () => {
      const { page } = await open(await pageOf('simulate', lab), { viewport: { width: 1920, height: 1080 } });
      const words = new Set((await page.innerText('body')).match(/\d+/g));
      const { nios, consoles, atStart = [] } = await jsonOf<SimulateResult>('simulate', lab);
      const ports = [
        ...nios.flatMap(({ localPort, remotePort }) => [localPort, remotePort]),
        ...consoles.map(({ port }) => port),
        ...atStart.flatMap((row) => row.ports),
      ];
      expect(ports).to.not.be.empty;
      expect(ports.filter((port) => !words.has(String(port)))).to.deep.equal([]);
      await expectNoOverflow(page);
      await page.setViewportSize({ width: 360, height: 740 });
      await expectNoOverflow(page);
    });

    it(`${name}: has the tables of the trace at each step, there and back, in both generations`, async () => {
      const { page } = await open(`${await pageOf('simulate', lab)}#step=0`);
      for (const [generation, version] of Object.entries(LATEST_VERSION)) {
        const events = await traceOf(lab, '--dynamips', version);
        await click(page, `generation:${generation}`);
        expect([await stepOf(page), await lastStepOf(page)]).to.deep.equal([0, lastStepOfTrace(events)]);
        const clicks = Math.min(lastStepOfTrace(events), MOST_STEPS);
        const forward = await page.evaluate(tablesAlong, { action: 'forward', clicks });
        expect(await stepOf(page)).to.equal(clicks);
        const back = await page.evaluate(tablesAlong, { action: 'back', clicks });
        expect(await stepOf(page)).to.equal(0);
        expectTables(forward, events);
        expect(back.reverse()).to.deep.equal(forward);
      }
    });
  }
});
