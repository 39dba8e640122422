import { groupBy } from '../../../core/group-by.ts';
import { gradeSentence } from '../../../core/kernel/grade-sentence.ts';
import { isBroken } from '../../../core/kernel/verdict.ts';
import { labNames } from '../../../core/text/lab-names.ts';
import type { Page } from '../../../output/paint.ts';
import { indent, nextBlock, paintLines } from '../../../output/prose.ts';
import type { NioRow, SimulatedLink, SimulateResult } from '../result.ts';
import { brokenLines, brokenLinks } from './broken-links.ts';
import { nioTable } from './nio-table.ts';
import { consoleTable, rangeTables, startTable } from './port-tables.ts';
import {
  assumedVersion,
  hasSeveralLabs,
  hasSocket,
  linkSummary,
  type NioStyle,
  nameStyle,
  premise,
  refusalText,
} from './rows.ts';

/**
 * netstat's table of all NIOs: what is broken above it, NIOs without a socket, consoles and ranges below.
 * With -H there are the rows of NIOs alone; with a filter nothing but what belongs to the NIOs that match.
 */
export function simulateTable(result: SimulateResult, page: Page, style: NioStyle): string {
  const { width } = page;
  const named = { ...style, ...nameStyle(result, style) };
  if (!style.header)
    return nioTable(result.nios.filter(hasSocket), width, { ...named, withLab: hasSeveralLabs(result) });
  const broken = brokenLinks(result);
  const blocks = [
    [headline(result, broken, page), ...brokenLines(result, broken, page)].join('\n'),
    ...descriptions(result, width),
    ...nios(result, page, named),
    grades(result, page),
    ...(result.niosInAll === undefined ? otherPorts(result, width) : []),
    assumptions(result, page),
    broken.length === 0 ? '' : next(result, page, style),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** `✗ lab: 1 link, looped`, and below it what that rests on. */
function headline(result: SimulateResult, broken: readonly SimulatedLink[], { paint, width }: Page): string {
  const isBad = broken.some(({ verdict }) => isBroken(verdict));
  const sign = isBad ? '✗ ' : broken.length > 0 ? '! ' : '';
  const colour = isBad ? paint.bad : sign === '' ? paint.strong : paint.warn;
  const text = `${sign}${labNames(result.labs, ' + ')}: ${linkSummary(result)}`;
  return [paintLines(indent(text, 0, width), colour), paintLines(indent(premise(result), 2, width), paint.dim)].join(
    '\n',
  );
}

/** What the files of the labs say of them. */
function descriptions(result: SimulateResult, width: number): string[] {
  return result.labs.flatMap(({ name, description }) => {
    if (description === undefined) return [];
    return [indent(hasSeveralLabs(result) ? `${name}: ${description}` : description, 0, width)];
  });
}

/** A table for each lab, and below it the NIOs that have no socket. */
function nios(result: SimulateResult, page: Page, style: NioStyle): string[] {
  const { niosInAll } = result;
  if (niosInAll !== undefined && result.nios.length === 0) return [`no NIO matches (${niosInAll} in all)`];
  const byLab = groupBy(result.nios, ({ lab }) => lab);
  const tables = result.labs.flatMap(({ name }) => {
    const ofLab = byLab.get(name);
    if (ofLab === undefined) return [];
    const title = hasSeveralLabs(result) ? [paintLines(indent(name, 0, page.width), page.paint.strong)] : [];
    return [[...title, ...niosOfLab(ofLab, page, style)].join('\n')];
  });
  return niosInAll === undefined ? tables : [...tables, `${result.nios.length} of ${niosInAll} NIOs match`];
}

function niosOfLab(ofLab: readonly NioRow[], { paint, width }: Page, style: NioStyle): string[] {
  const refused = ofLab.filter((nio) => !hasSocket(nio));
  const withSocket = refused.length === 0 ? ofLab : ofLab.filter(hasSocket);
  return [
    ...(withSocket.length > 0 ? [nioTable(withSocket, width, { ...style, withLab: false })] : []),
    ...refused.map((nio) => paintLines(indent(refusalText(nio), 0, width), paint.bad)),
  ];
}

/** What the predictions rest on, if that is not what was seen by us. */
function grades({ os, origins }: SimulateResult, { paint, width }: Page): string {
  const sentence = gradeSentence(os, origins);
  return sentence === undefined ? '' : paintLines(indent(sentence, 0, width), paint.dim);
}

/** Consoles, what nodes take when they start, and ranges. */
function otherPorts(result: SimulateResult, width: number): string[] {
  return [
    ...(result.consoles.length === 0 ? [] : [consoleTable(result, width)]),
    ...(result.atStart === undefined ? [] : [startTable(result, result.atStart, width)]),
    ...rangeTables(result, width),
  ];
}

/** What is not given and therefore assumed. */
function assumptions(result: SimulateResult, { paint, width }: Page): string {
  return [assumedVersion(result), assumedPool(result)]
    .filter((text) => text !== undefined)
    .map((text) => paintLines(indent(text, 0, width), paint.dim))
    .join('\n');
}

/** The range of the pool where it is not given, for servers with two that are usual. */
function assumedPool({ pool }: SimulateResult): string | undefined {
  if (pool === undefined || !pool.assumed || pool.usualOfGui === undefined) return undefined;
  const { first, last, usualOfGui } = pool;
  return `Pool not given: shown as ${first}-${last}; ${usualOfGui.first}-${usualOfGui.last} where the GNS3 GUI starts the server; \`--server-conf FILE\` tells which`;
}

/** `check` says why links are broken, and what to do. */
function next(result: SimulateResult, page: Page, { files }: Pick<NioStyle, 'files'>): string {
  return nextBlock(['niostat check', ...(result.resolved ? ['--resolve'] : []), files].join(' '), page);
}
