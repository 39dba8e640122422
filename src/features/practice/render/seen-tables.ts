import { counted } from '../../../core/text/counted.ts';
import { widthOf } from '../../../output/cut-text.ts';
import type { Paint } from '../../../output/paint.ts';
import { safeText } from '../../../output/safe-text.ts';
import type { GoalState, SeenLink } from '../exercise.ts';
import type { PracticeState } from '../session.ts';
import { goalWords } from './goal-words.ts';
import { hidesPorts, isWell, linkName, portsText } from './practice-texts.ts';

/** A table of the goals: reached or not, and what is there now. */
export function goalLines(goals: readonly GoalState[], paint: Paint): string[] {
  if (goals.length === 0) return [];
  const words = goals.map(({ goal }) => safeText(goalWords(goal)));
  const width = Math.max(5, ...words.map(widthOf));
  return [
    `${paint.strong('Goals')}${' '.repeat(width)}${paint.strong('Now')}`,
    ...goals.map(({ isReached, now }, index) => {
      const sign = isReached ? paint.good('✓') : paint.bad('✗');
      return ` ${sign} ${padded(words[index] ?? '', width)}  ${safeText(now)}`;
    }),
  ];
}

/**
 * A table of the links; where so many lines are not enough for all, the last ones that are well are counted.
 */
export function linkLines(state: PracticeState, rows: number, paint: Paint): string[] {
  const { sight } = state;
  if (sight === undefined) return ['Looking at the links …'];
  const { links } = sight;
  if (links.length === 0) return ['No link is there.'];
  const shown = fitting(links, rows - 1);
  const names = shown.map((link) => linkName(link, state));
  const width = Math.max(5, ...names.map(widthOf));
  const isHidden = hidesPorts(state);
  const left = links.length - shown.length;
  const says = links.some(({ serverSays }) => serverSays !== undefined) ? `        ${paint.strong('GNS3 says')}` : '';
  return [
    `${paint.strong(padded('Links', width + 1))}  ${paint.strong('Ports')}           ${paint.strong('State')}${says}`,
    ...shown.map((link, index) => {
      const word = isWell(link) ? paint.good(link.state) : paint.bad(safeText(link.state));
      const {
        state: { length },
        serverSays,
      } = link;
      const said = serverSays === undefined ? '' : `${' '.repeat(Math.max(1, 13 - length))}${serverSays}`;
      return ` ${padded(names[index] ?? '', width)}  ${padded(portsText(link, isHidden), 14)}  ${word}${said}`;
    }),
    ...(left === 0 ? [] : [` and ${counted(left, 'more link')}`]),
  ];
}

/** As many as there is room for, and a line for the others: the broken ones stay longest. */
function fitting(links: readonly SeenLink[], rows: number): readonly SeenLink[] {
  if (links.length <= rows) return links;
  const byNeed = [...links.filter((link) => !isWell(link)), ...links.filter(isWell)];
  const kept = new Set(byNeed.slice(0, Math.max(0, rows - 1)));
  return links.filter((link) => kept.has(link));
}

/** A table of the consoles, where an exercise is about them. */
export function consoleLines({ sight }: PracticeState, paint: Paint): string[] {
  const { consoles = [] } = sight ?? {};
  if (consoles.length === 0) return [];
  const width = Math.max(8, ...consoles.map(({ router }) => widthOf(router)));
  return [
    `${paint.strong(padded('Consoles', width + 1))}  ${paint.strong('Port')}   ${paint.strong('Who answers')}`,
    ...consoles.map(({ router, port, answers }) => {
      const who = safeText(answers ?? 'no router');
      const painted = answers === router ? paint.good(who) : paint.bad(who);
      return ` ${padded(safeText(router), width)}  ${String(port).padEnd(5)}  ${painted}`;
    }),
  ];
}

/** A table of the programs of nodes, where a GNS3 server has the project open. */
export function programLines({ sight }: PracticeState, paint: Paint): string[] {
  const { programs = [] } = sight ?? {};
  if (programs.length === 0) return [];
  const width = Math.max(4, ...programs.map(({ node }) => widthOf(node)));
  return [
    `${paint.strong(padded('Node', width + 1))}  ${paint.strong('GNS3 says')}  ${paint.strong('Programs, by their TCP ports')}`,
    ...programs.map(({ node, serverSays, programs: texts }) => {
      return ` ${padded(safeText(node), width)}  ${padded(serverSays, 9)}  ${texts}`;
    }),
  ];
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
