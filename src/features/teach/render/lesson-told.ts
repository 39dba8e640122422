import { safeText } from '../../../output/safe-text.ts';
import { type EndRow, type LabView, labView } from '../lab-view.ts';
import type { LessonFrame } from '../lesson-frame.ts';
import { askedNow, isOpen, type LessonState, type PlayedScreen, screenNow, stepNow } from '../lesson-state.ts';
import { masksAt } from '../masks.ts';
import { questionNumber } from '../prepared.ts';
import { endLines } from './lesson-screen.ts';
import { choiceTexts, feedback, fieldNames, hintText, stepTexts } from './screen-parts.ts';

/** What a lesson says to somebody who hears it: one fact in each line, what has changed first. */
export function lessonTold(state: LessonState, before: LessonState | undefined, about: LessonFrame): string[] {
  if (state.overlay !== before?.overlay && state.overlay !== undefined) return overlayTold(state, about);
  const now = screenNow(state);
  if (now.part === 'end') return before?.isDone ? [] : endLines(state, about).filter((line) => line !== '');
  const { past, earlier } = state;
  if (past !== undefined) return pastTold(now, past);
  if (earlier !== undefined) return earlierTold(state, earlier);
  if (before === undefined || before.at !== state.at) return screenTold(state, before, now, about);
  if (before.phase !== state.phase)
    return state.phase === 'asked' ? askTold(state) : answerTold(state, before, now, about);
  if (before.past !== undefined || before.earlier !== undefined || before.overlay !== undefined) return askTold(state);
  if (before.hints !== state.hints) return hintTold(state);
  return fieldTold(state, before);
}

type Shown = Exclude<PlayedScreen, { part: 'end' }>;

function screenTold(state: LessonState, before: LessonState | undefined, now: Shown, about: LessonFrame): string[] {
  const { prepared, number, of } = about;
  const lesson = number === undefined ? prepared.lesson.title : `Lesson ${number} of ${of}: ${prepared.lesson.title}.`;
  const lab = viewTold(state, now, about);
  const was = before === undefined ? undefined : screenNow(before);
  const seen = was === undefined || was.part === 'end' ? [] : viewTold(before as LessonState, was, about);
  const text = now.screen.does === 'say' ? [safeText(now.screen.text)] : [];
  return [
    ...(before === undefined || was?.part === 'earlier' ? [safeText(lesson)] : []),
    ...(now.part === 'earlier' ? [safeText(`First a question from ${now.from}.`)] : []),
    ...lab.filter((line) => !seen.includes(line)),
    ...text,
    ...askTold(state, whereTold(now, about)),
    ...(now.screen.does === 'say' ? ['Enter: go on.'] : []),
  ];
}

function whereTold(now: Shown, { prepared: { screens } }: LessonFrame): string {
  if (now.part === 'earlier') return 'The question:';
  if (now.part === 'again') return 'Once more, with other numbers:';
  const { number, of } = questionNumber(screens, screens.indexOf(now.screen));
  return `Question ${number} of ${of}:`;
}

function askTold(state: LessonState, where = 'The question:'): string[] {
  const asked = askedNow(state);
  if (asked === undefined || state.phase !== 'asked') return [];
  const how =
    asked.as === 'choice'
      ? choiceTexts(asked, state.tried).map((text) =>
          safeText(text.replace(/^(\d) {2}/, '$1: ').replace(/ {2}✗$/, ' (was not right)')),
        )
      : [`Type ${fieldNames(asked).length === 1 ? 'a number' : `the ports of ${fieldNames(asked).join(' and ')}`}.`];
  return [`${where} ${safeText(asked.text)}`, ...how, 'h: a hint.'];
}

function answerTold(state: LessonState, before: LessonState, now: Shown, about: LessonFrame): string[] {
  const asked = askedNow(state);
  if (asked === undefined) return [];
  const words = { '✓': 'Right:', '✗': 'Not right:' };
  const said = feedback(asked, state).map((line) =>
    safeText(line.replace(/^[✓✗]/, (sign) => words[sign as keyof typeof words])),
  );
  const seen = viewTold(before, now, about);
  const changed = viewTold(state, now, about).filter((line) => !seen.includes(line));
  const next = state.phase === 'wrong' ? 'Enter: try once more. h: a hint.' : 'Enter: go on.';
  return [...said, ...changed, next];
}

function hintTold(state: LessonState): string[] {
  const asked = askedNow(state);
  const hint = asked && hintText(asked, state);
  return hint === undefined ? [] : [safeText(hint)];
}

function fieldTold(state: LessonState, before: LessonState): string[] {
  const asked = askedNow(state);
  if (asked === undefined || asked.as !== 'table' || state.field === before.field) return [];
  return [`Port of ${fieldNames(asked)[state.field] ?? ''}:`];
}

function pastTold({ screen }: Shown, past: number): string[] {
  return [
    `Looking back at step ${past}.`,
    ...stepTexts(screen, past),
    'back and next: other steps. Enter: to where you were.',
  ];
}

function earlierTold({ screens }: LessonState, earlier: number): string[] {
  const was = screens[earlier];
  if (was === undefined || was.part === 'end') return [];
  return ['Looking back.', safeText(was.screen.text), 'up and down: other texts. Enter: to where you were.'];
}

function overlayTold({ overlay }: LessonState, about: LessonFrame): string[] {
  if (overlay === 'keys')
    return ['Enter: go on. 1 to 9: answer. h: hint. back: look back. w: words. q: stop, and go on here the next time.'];
  const words = about.words().map(({ word, meaning }) => safeText(`${word}: ${meaning}`));
  return [...words, 'Enter: to where you were.'];
}

/** The lab, a fact in each line. */
function viewTold(state: LessonState, now: Shown, about: LessonFrame): string[] {
  const { screen } = now;
  const step = stepNow(state);
  const screens = now.part === 'lesson' ? about.prepared.screens : [screen];
  return factsOf(labView(screen.lab, step, masksAt({ screens, screen, isOpen: isOpen(state), step }))).map(safeText);
}

/** A view in sentences, without what is not there yet. */
function factsOf(view: LabView): string[] {
  return [
    ...view.pools.map((text) => `${text}.`),
    ...view.hypervisors.map(
      ({ name, base, nextPort, devices }) =>
        `${name}: base UDP ${base}, next port ${unknown(nextPort)}, runs ${devices}.`,
    ),
    ...view.consoles.map(
      ({ router, console, inFile }) =>
        `${router}: console ${unknown(console)}${inFile === '-' ? '' : `, in the file ${inFile}`}.`,
    ),
    ...view.items.flatMap((item) => {
      if (item.kind === 'event') return [`${item.hasHappened ? 'Done' : 'Then'}: ${item.text}.`];
      return [`Link ${item.number}: ${item.name}.`, ...item.ends.flatMap(endFact)];
    }),
  ];
}

function endFact({ end, local, foreign, sendsTo, hears }: EndRow): string[] {
  if (local === '') return [];
  const parts = [
    local.startsWith('port') ? local : `local ${unknown(local)}`,
    ...(foreign === '' ? [] : [`foreign ${unknown(foreign)}`]),
    ...(sendsTo === '' ? [] : [`sends to ${unknown(sendsTo)}`]),
    ...(hears === '' || hears === '-' ? [] : [`hears ${unknown(hears)}`]),
  ];
  return [`${end}: ${parts.join(', ')}.`];
}

function unknown(text: string): string {
  return text === '?' ? 'asked for' : text;
}
