/** The page of each scenario: quiet, complete, and at every step what the trace adds up to, both ways. */
import { basename } from 'node:path';
import { expect } from 'chai';
import type { SimulateResult } from '../../src/features/simulate/simulate.ts';
import { describeIn } from '../support/browser.ts';
import { lastStepOf as lastStepOfTrace, rowsAt, type TraceLine, type TraceRow } from '../support/trace-rows.ts';
import { type PageRow, tablesAlong } from './in-page.ts';
import { jsonOf, pageOf, SCENARIOS, traceOf } from './pages.ts';
import { expectNoOverflow, lastStepOf, stepOf } from './reader.ts';

/** What a row of the trace must say in the table: its facts, whatever words are put to them. */
function facts({ end, port, bound = port, remote, to, hears }: TraceRow): string {
  return JSON.stringify({ end, local: String(bound), foreign: portIn(remote), to, hears: [...hears].sort() });
}

/** The same facts, read off a row of the page. */
function shown(row: PageRow, ends: readonly string[]): string {
  const [end = ''] = named(row['End']?.split(ROLES)[0]);
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

const ROLES = / (router|uBridge to (router|link))$/;

function portIn(text = ''): string | undefined {
  return /\d+(?!.*\d)/.exec(text)?.[0];
}

function expectTables(tables: readonly PageRow[][], events: readonly TraceLine[]): void {
  const ends = [...new Set(events.flatMap(({ end = [] }) => end))];
  for (const [step, rows] of tables.entries()) {
    // The page puts the sockets of one host together.
    const expected = rowsAt(events, step).map(facts).sort();
    expect(rows.map((row) => shown(row, ends)).sort(), `the table of step ${step}`).to.deep.equal(expected);
  }
}

describeIn('chromium', 'the page of a scenario', (open) => {
  for (const lab of SCENARIOS) {
    const name = basename(lab, '.yaml');

    it(`${name}: every port of simulate --json is on it`, async () => {
      const { page } = await open(await pageOf('simulate', lab));
      const words = new Set((await page.innerText('body')).match(/\d+/g));
      const { nios, consoles, atStart = [] } = await jsonOf<SimulateResult>('simulate', lab);
      const ports = [
        ...nios.flatMap(({ localPort, remotePort }) => [localPort, remotePort]),
        ...consoles.map(({ port }) => port),
        ...atStart.flatMap((row) => row.ports),
      ];
      expect(ports).to.not.be.empty;
      expect(ports.filter((port) => !words.has(String(port)))).to.deep.equal([]);
    });

    it(`${name}: nothing is wider than a phone, or than a projector`, async () => {
      const { page } = await open(await pageOf('simulate', lab));
      for (const [width, height] of [
        [360, 740],
        [1920, 1080],
      ] as const) {
        await page.setViewportSize({ width, height });
        await expectNoOverflow(page);
      }
    });

    for (const version of ['0.2.17', '0.2.24']) {
      it(`${name}: there and back, the tables are those of the trace of Dynamips ${version}`, async () => {
        const events = await traceOf(lab, '--dynamips', version);
        const last = lastStepOfTrace(events);
        const { page } = await open(`${await pageOf('simulate', lab)}#step=0&generation=${version}`);
        expect([await stepOf(page), await lastStepOf(page)]).to.deep.equal([0, last]);
        const forward = await page.evaluate(tablesAlong, { action: 'forward', clicks: last });
        expect(await stepOf(page)).to.equal(last);
        const back = await page.evaluate(tablesAlong, { action: 'back', clicks: last });
        expect(await stepOf(page)).to.equal(0);
        expectTables(forward, events);
        expect(back.reverse()).to.deep.equal(forward);
      });
    }
  }
});
