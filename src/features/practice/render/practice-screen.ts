import { counted } from '../../../core/text/counted.ts';
import { widthOf } from '../../../output/cut-text.ts';
import { NO_PAINT, type Paint } from '../../../output/paint.ts';
import { safeText } from '../../../output/safe-text.ts';
import { frame, type Room } from '../../../output/screen/frame.ts';
import type { Look } from '../../../output/screen/screen-program.ts';
import { wrapText } from '../../../output/wrap-text.ts';
import type { GoalState, SeenLink } from '../exercise.ts';
import {
  FULL_POINTS,
  HINT_COUNT,
  hasGivenUp,
  hintsUsed,
  isDone,
  isSolved,
  type PracticeState,
  pointsLeft,
  type Sight,
} from '../session.ts';
import { goalWords } from './goal-words.ts';
import { mendLines } from './mend-lines.ts';

/** The window of a practice. */
export function drawPractice(state: PracticeState, look: Look): string[] {
  const { exercise, seed } = state.about;
  return frame(
    `practice  ${safeText(exercise)} · seed ${safeText(seed)}`,
    costText(state),
    (room) => bodyOf(state, room, look.paint),
    keysOf(state),
    look,
  );
}

/** `hint 1 used · 9 of 10` */
function costText(state: PracticeState): string {
  if (hasGivenUp(state) && !isDone(state)) return 'given up · no points';
  const used = hintsUsed(state);
  const hints = used === 0 ? 'no hint used' : used === 1 ? 'hint 1 used' : `hints 1-${used} used`;
  return `${hints} · ${pointsLeft(state)} of ${FULL_POINTS}`;
}

/** What can be pressed now. */
function keysOf(state: PracticeState): string[] {
  const { panel } = state;
  if (panel === 'first file?' || panel === 'give up?') return ['y yes', 'n no'];
  const next = hintsUsed(state) + 1;
  const hint = next > HINT_COUNT ? 'h hints' : `h hint ${next} (-${next})`;
  if (panel !== 'work') return ['enter back', hint, 'q quit'];
  const mend = hasGivenUp(state) ? 'u mend' : 'u give up';
  return [hint, 'r reload', 'l explain', 't task', 'o first file', mend, 'q quit'];
}

function bodyOf(state: PracticeState, room: Room, paint: Paint): string[] {
  switch (state.panel) {
    case 'work':
      return workLines(state, room, paint);
    case 'task':
      return wrapped([...taskTexts(state), '', ...hintTexts(state)], room);
    case 'links':
      return wrapped(storyTexts(state), room);
    case 'mend':
      return [...mendTexts(state), '', ...wrapped([state.about.staged.because], room)];
    case 'first file?':
    case 'give up?':
      return wrapped(questionTexts(state), room);
  }
}

/**
 * The task, where to edit, goals, links, and what has happened last. Where there is no room for all, links
 * give way as long as nothing was done, and later the task.
 */
function workLines(state: PracticeState, room: Room, paint: Paint): string[] {
  const task = wrapped(taskTexts(state), room);
  const rest = restLines(state, { ...room, rows: room.rows - task.length - 1 }, paint);
  const isNew = state.acts.every((act) => act.do === 'start' || act.do === 'goals');
  const isShown = isNew || rest.isWhole;
  return isShown ? [...task, '', ...rest.lines] : [...restLines(state, room, paint).lines];
}

function restLines(state: PracticeState, room: Room, paint: Paint): { lines: string[]; isWhole: boolean } {
  const head = wrapped([placeText(state)], room);
  const goals = goalLines(state.goals, paint);
  const consoles = consoleLines(state, paint);
  const news = wrapped(newsTexts(state), room);
  const left = room.rows - head.length - goals.length - news.length;
  const lines = [...head, ...goals, ...linkLines(state, left - consoles.length, paint), ...consoles, ...news];
  const isWhole = (state.sight?.links.length ?? 0) <= left - consoles.length - 1;
  return { lines, isWhole };
}

/** `Edit and save:  ~/niostat-practice/same-base-new/lab.yaml`; of several files their folder. */
function placeText({ about: { folder, staged } }: PracticeState): string {
  const names = staged.files.map(({ name }) => name);
  const [only = ''] = names;
  return safeText(
    names.length === 1 ? `Edit and save:  ${folder}/${only}` : `Edit and save in ${folder}:  ${names.join(', ')}`,
  );
}

function goalLines(goals: readonly GoalState[], paint: Paint): string[] {
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

/** A table of the links; where there is no room for all, those that are well are counted. */
function linkLines({ sight, about }: PracticeState, rows: number, paint: Paint): string[] {
  if (sight === undefined) return ['Looking at the links …'];
  const { links } = sight;
  if (links.length === 0) return ['No link is there.'];
  const isOneFile = new Set(links.map(({ file }) => file)).size <= 1 && about.staged.files.length <= 1;
  const shown = fitting(links, rows - 1);
  const names = shown.map((link) => safeText(isOneFile ? link.name : `${link.file}: ${link.name}`));
  const width = Math.max(5, ...names.map(widthOf));
  const ports = shown.map(portsText);
  const left = links.length - shown.length;
  return [
    `${paint.strong(padded('Links', width + 1))}  ${paint.strong('Ports')}           ${paint.strong('State')}`,
    ...shown.map(
      ({ state }, index) =>
        ` ${padded(names[index] ?? '', width)}  ${padded(ports[index] ?? '', 14)}  ${stateText(state, paint)}`,
    ),
    ...(left === 0 ? [] : [` and ${counted(left, 'more link')}`]),
  ];
}

/** A table of the consoles, where an exercise is about them. */
function consoleLines({ sight }: PracticeState, paint: Paint): string[] {
  const { consoles = [] } = sight ?? {};
  if (consoles.length === 0) return [];
  const width = Math.max(8, ...consoles.map(({ router }) => widthOf(router)));
  return [
    `${paint.strong(padded('Consoles', width + 1))}  ${paint.strong('Port')}   ${paint.strong('Who answers')}`,
    ...consoles.map(({ router, port, answers }) => {
      const who = safeText(answers ?? 'no router');
      return ` ${padded(safeText(router), width)}  ${String(port).padEnd(5)}  ${answers === router ? paint.good(who) : paint.bad(who)}`;
    }),
  ];
}

/** As many as there is room for: the broken ones first to stay. */
function fitting(links: readonly SeenLink[], rows: number): readonly SeenLink[] {
  if (links.length <= rows) return links;
  const kept = new Set(
    [...links.filter(({ state }) => !isWell(state)), ...links.filter(({ state }) => isWell(state))].slice(
      0,
      Math.max(0, rows - 1),
    ),
  );
  return links.filter((link) => kept.has(link));
}

function portsText({ ports: [a, b] }: SeenLink): string {
  return `${a ?? '-'} -> ${b ?? '-'}`;
}

function stateText(state: string, paint: Paint): string {
  return isWell(state) ? paint.good(state) : paint.bad(state);
}

function isWell(state: string): boolean {
  return state === 'ESTABLISHED';
}

/** What has happened, what a common wrong mend shows, and that all is done. */
function newsTexts(state: PracticeState): string[] {
  const { news, slip, about } = state;
  const played = about.playedBecause;
  return [
    ...news.map(safeText),
    ...(slip === undefined ? [] : [safeText(slip)]),
    ...(isSolved(state)
      ? [hasGivenUp(state) ? 'All goals are reached.' : 'All goals are reached: q ends the practice.']
      : []),
    ...(played === undefined ? [] : [`Played from the model, without sockets: ${played}.`]),
  ];
}

/** What the student is to do. */
function taskTexts({ about: { title, staged, dynamips } }: PracticeState): string[] {
  return [`${title}. The hypervisors are ${dynamips}.`, ...staged.story].map(safeText);
}

/** The hints that were taken. */
function hintTexts(state: PracticeState): string[] {
  return state.about.staged.hints
    .slice(0, hintsUsed(state))
    .map((text, index) => safeText(`Hint ${index + 1}: ${text}`));
}

/** What links says of those that are not well. */
function storyTexts({ sight, about }: PracticeState): string[] {
  if (sight === undefined) return ['The links were not looked at yet.'];
  if (sight.links.every(({ state }) => isWell(state)) && sight.links.length > 0) return ['Every link is ESTABLISHED.'];
  if (about.playedBecause !== undefined)
    return [
      ...sight.links.filter(({ state }) => !isWell(state)).map(({ name, state }) => safeText(`${name}: ${state}`)),
      'Without sockets there is no more to be seen; `niostat explain STATE` tells what a state means.',
    ];
  return sight.stories.flatMap(({ name, state, says }) => [safeText(`${name}: ${state}. ${says}`), '']);
}

/** Our own mend. */
function mendTexts({ about: { staged } }: PracticeState): string[] {
  return ['One mend of several:', ...mendLines(staged).map(safeText)];
}

/** What is asked before something is lost. */
function questionTexts({ panel, about }: PracticeState): string[] {
  if (panel === 'give up?') return ['Give up? A mend is shown then, and the exercise gives no points.'];
  const names = about.staged.files.map(({ name }) => name).join(', ');
  return [safeText(`Put ${names} back as at first? What is in there now is lost.`)];
}

function wrapped(texts: readonly string[], { width }: Pick<Room, 'width'>): string[] {
  return texts.flatMap((text) => wrapText(text, width));
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** For who reads line by line: what has changed, one fact in each line. */
export function tellPractice(state: PracticeState, before: PracticeState | undefined): string[] {
  if (before === undefined) return [...openingTexts(state), ...seenTexts(state, undefined), keyText(state)];
  const isTurned = state.panel !== before.panel || hintsUsed(state) !== hintsUsed(before);
  return [
    ...(state.goals === before.goals && state.sight === before.sight ? [] : seenTexts(state, before)),
    ...newsTexts(state).filter((text) => !newsTexts(before).includes(text)),
    ...(isTurned ? [...panelTexts(state), keyText(state)] : []),
  ];
}

function openingTexts(state: PracticeState): string[] {
  const { exercise, seed } = state.about;
  return [
    `Practice ${safeText(exercise)}, seed ${safeText(seed)}: ${costText(state)}.`,
    ...taskTexts(state),
    placeText(state),
  ];
}

/** Links and goals that are not as they were, the links first. */
function seenTexts({ sight, goals }: PracticeState, before: PracticeState | undefined): string[] {
  const oldConsoles = new Set((before?.sight?.consoles ?? []).map(consoleText));
  const consoles = (sight?.consoles ?? []).map(consoleText).filter((text) => !oldConsoles.has(text));
  const old = new Map((before?.sight?.links ?? []).map((link) => [`${link.file} ${link.name}`, linkText(link)]));
  const links = (sight?.links ?? []).filter((link) => old.get(`${link.file} ${link.name}`) !== linkText(link));
  const oldGoals = new Set((before?.goals ?? []).map(goalText));
  const changed = goals.map(goalText).filter((text) => !oldGoals.has(text));
  return [...links.map(linkText), ...consoles, ...changed];
}

function linkText(link: SeenLink): string {
  return safeText(`Link ${link.name}: ${link.state}, ports ${link.ports[0] ?? 'none'} and ${link.ports[1] ?? 'none'}.`);
}

function consoleText({ router, port, answers = 'no router' }: NonNullable<Sight['consoles']>[number]): string {
  return safeText(`Console of ${router}, port ${port}: ${answers} answers.`);
}

function goalText({ goal, isReached, now }: GoalState): string {
  return safeText(`Goal ${isReached ? 'reached' : 'open'}: ${goalWords(goal)}. Now: ${now}.`);
}

function panelTexts(state: PracticeState): string[] {
  return bodyOf(state, { width: Number.POSITIVE_INFINITY, rows: 100 }, NO_PAINT)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function keyText(state: PracticeState): string {
  return `Keys: ${keysOf(state).join(', ')}.`;
}
