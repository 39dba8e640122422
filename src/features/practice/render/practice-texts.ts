import { safeText } from '../../../output/safe-text.ts';
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

/** `hint 1 used · 9 of 10 points` */
export function costText(state: PracticeState): string {
  if (hasGivenUp(state) && !isDone(state)) return 'given up · no points';
  const used = hintsUsed(state);
  const hints = used === 0 ? 'no hint used' : used === 1 ? 'hint 1 used' : `hints 1-${used} used`;
  return `${hints} · ${pointsLeft(state)} of ${FULL_POINTS} points`;
}

/** What can be pressed now. */
export function keysOf(state: PracticeState): string[] {
  const { panel } = state;
  if (panel === 'first file?' || panel === 'give up?') return ['y yes', 'n no'];
  const next = hintsUsed(state) + 1;
  const cost = hasGivenUp(state) || isDone(state) ? '' : ` (-${next})`;
  const hint = next > HINT_COUNT ? 'h hints' : `h hint ${next}${cost}`;
  if (panel !== 'work') return ['Enter back', hint, 'q quit'];
  const mend = hasGivenUp(state) ? 'u mend' : 'u give up';
  return [hint, 'r reload', 'l explain', 't task', 'o first file', mend, 'q quit'];
}

/** What the student is to do. */
export function taskTexts({ about: { title, staged, dynamips } }: PracticeState): string[] {
  // A server has told nothing of its hypervisors, and the windows of its exercises are full.
  if (staged.server !== undefined) return staged.story.map(safeText);
  // A title may name the version already.
  const first = /Dynamips/.test(title) ? `${title}.` : `${title}. The hypervisors are ${dynamips}.`;
  return [first, ...staged.story].map(safeText);
}

/**
 * `Edit and save:  ~/niostat-practice/same-base-new/lab.yaml`; of several files their folder. A file that is
 * to stay as it is is left out.
 */
export function placeText({ about: { folder, staged } }: PracticeState): string {
  const kept = staged.goals.flatMap((goal) => (goal.goal === 'keep' && goal.what === 'file' ? [goal.name] : []));
  const names = staged.files.map(({ name }) => name).filter((name) => !kept.includes(name));
  const [only = ''] = names;
  return safeText(
    names.length === 1 ? `Edit and save:  ${folder}/${only}` : `Edit and save in ${folder}:  ${names.join(', ')}`,
  );
}

/** The hints that were taken. */
export function hintTexts(state: PracticeState): string[] {
  return state.about.staged.hints
    .slice(0, hintsUsed(state))
    .map((text, index) => safeText(`Hint ${index + 1}: ${text}`));
}

/** What has happened, what a common wrong mend shows, and that all is done. */
export function newsTexts(state: PracticeState): string[] {
  const { news, slip, about } = state;
  const played = about.playedBecause;
  return [
    ...news.map(safeText),
    ...(slip === undefined ? [] : [safeText(slip)]),
    ...(isSolved(state) ? solvedTexts(state) : []),
    ...(played === undefined ? [] : [`Played from the model, without sockets: ${played}.`]),
  ];
}

/** Why the mend is one: the only place where it is read by who has not given up. */
function solvedTexts(state: PracticeState): string[] {
  if (hasGivenUp(state)) return ['All goals are reached.'];
  return [safeText(state.about.staged.because), 'All goals are reached: q ends it.'];
}

/** What `links` says of those that are not well, each kind of fault once. */
export function storyTexts(state: PracticeState): string[] {
  const { sight, about } = state;
  if (sight === undefined) return ['The links were not looked at yet.'];
  const broken = sight.links.filter((link) => !isWell(link));
  if (broken.length === 0) return ['Every link is ESTABLISHED.', ...foundTexts(state)];
  if (hidesPorts(state)) return ['What the sockets have is yours to say here.'];
  const nameOf = ({ name, state: word }: Pick<SeenLink, 'name' | 'state'>): string => safeText(`${name}: ${word}`);
  if (about.playedBecause !== undefined) {
    return [
      ...broken.map(nameOf),
      'Without sockets there is no more to be seen; `niostat explain STATE` tells what a state means.',
    ];
  }
  const kinds = [...new Set(sight.stories.map((story) => story.state))];
  const told = kinds.flatMap((kind) => {
    const [first, ...alike] = sight.stories.filter((story) => story.state === kind);
    if (first === undefined) return [];
    const others = alike.map(({ name }) => safeText(name)).join(', ');
    return [nameOf(first), safeText(first.says), ...(others === '' ? [] : [`Alike: ${others}`]), ''];
  });
  return [...told, ...foundTexts(state)];
}

/** Where to read what `check` has found, as long as it finds something. */
function foundTexts({ goals }: PracticeState): string[] {
  const now = goals.find(({ goal, isReached }) => goal.goal === 'clean' && !isReached)?.now ?? '';
  const [id] = /^NIO\d+/.exec(now) ?? [];
  return id === undefined ? [] : [`What check finds: \`niostat explain ${id}\`.`];
}

/** Our own mend, and why it mends. */
export function mendTexts({ about: { staged } }: PracticeState): string[] {
  const lines = mendLines(staged).map(safeText);
  const mend = lines.length === 0 ? ['No line changes: press r, which loads the lab again.'] : lines;
  return ['One mend of several:', ...mend, '', safeText(staged.because)];
}

/** What is asked before something is lost. */
export function questionTexts(state: PracticeState): string[] {
  if (state.panel === 'give up?') {
    const cost = isDone(state) ? 'Your points stay.' : 'The exercise gives no points then.';
    return [`Give up, and see a mend? ${cost}`];
  }
  const names = state.about.staged.files.map(({ name }) => name).join(', ');
  return [safeText(`Put ${names} back as at first? What is in there now is lost.`)];
}

/** True where the ports are what the student is to say, as long as that is not right. */
export function hidesPorts({ goals }: PracticeState): boolean {
  return goals.some(({ goal, isReached }) => goal.goal === 'ports' && !isReached);
}

/** `10000 -> 10001`, or what stands for it where that is to be said by the student. */
export function portsText({ ports: [a, b] }: SeenLink, isHidden: boolean): string {
  return isHidden ? '? -> ?' : `${a ?? '-'} -> ${b ?? '-'}`;
}

/** The name of a link; with its file where there are several labs. */
export function linkName({ file, name }: SeenLink, { about: { staged } }: PracticeState): string {
  const labs = staged.files.filter(({ isLab }) => isLab);
  return safeText(labs.length > 1 ? `${file}: ${name}` : name);
}

/** True for a link with which nothing is wrong. */
export function isWell({ state }: Pick<SeenLink, 'state'>): boolean {
  return state === 'ESTABLISHED';
}

/** A link in a sentence. */
export function linkText(link: SeenLink, state: PracticeState): string {
  const ports = hidesPorts(state) ? '' : `, ports ${link.ports[0] ?? 'none'} and ${link.ports[1] ?? 'none'}`;
  return `Link ${linkName(link, state)}: ${safeText(link.state)}${ports}.`;
}

/** A console in a sentence. */
export function consoleText({ router, port, answers = 'no router' }: NonNullable<Sight['consoles']>[number]): string {
  return safeText(`Console of ${router}, port ${port}: ${answers} answers.`);
}

/** The programs of a node in a sentence. */
export function programText({ node, serverSays, programs }: NonNullable<Sight['programs']>[number]): string {
  return safeText(`${node}: GNS3 says ${serverSays}. Programs: ${programs}.`);
}

/** A goal in a sentence. */
export function goalText({ goal, isReached, now }: GoalState): string {
  return safeText(`Goal ${isReached ? 'reached' : 'open'}: ${goalWords(goal)}. Now: ${now}.`);
}
