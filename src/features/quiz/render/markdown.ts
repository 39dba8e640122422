import { escapeMarkdown } from '../../../output/escape-markdown.ts';
import type { QuizSheet, SheetQuestion } from '../sheet.ts';
import { TOPIC_TITLES } from '../topics.ts';

const LETTERS = 'ABCDEFGHI';

/** The quiz for paper; with `answers` they stand at the end, each with why. */
export function markdownText(sheet: QuizSheet, { answers }: { readonly answers: boolean }): string {
  const { seed, difficulty, questions } = sheet;
  const blocks = [
    `# Quiz: ${difficulty}`,
    `Name: ______________________________ (seed ${escapeMarkdown(seed)})`,
    ...questions.flatMap(questionBlocks),
    ...(answers ? ['---', '# Answers', ...questions.flatMap(answerBlocks)] : []),
  ];
  return blocks.join('\n\n');
}

function questionBlocks(question: SheetQuestion): string[] {
  return [heading(question), fenced(question.lab), escapeMarkdown(question.question), ...toFillIn(question)];
}

function heading({ number, topic }: SheetQuestion): string {
  return `## ${number}. ${TOPIC_TITLES[topic].replace(/^./, (letter) => letter.toUpperCase())}`;
}

/** A fence that is longer than any in the text. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(
    2,
    ...(lines
      .join('\n')
      .match(/`+/g)
      ?.map(({ length }) => length) ?? []),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines, fence].join('\n');
}

function toFillIn({ kind, choices, rows = [] }: SheetQuestion): string[] {
  if (kind === 'choice')
    return [choices.map((text, index) => `- **${LETTERS[index]}** ${escapeMarkdown(text)}`).join('\n')];
  if (kind === 'number') return ['Answer: ____________'];
  return [
    ['| End | Port |', '|---|---|', ...rows.map(({ end }) => `| ${escapeMarkdown(end)} | ____________ |`)].join('\n'),
  ];
}

function answerBlocks(question: SheetQuestion): string[] {
  const { number, kind, choices, answer, explanation, wrong } = question;
  const letter = kind === 'choice' ? `**${LETTERS[choices.indexOf(answer)]}**: ` : '';
  const wrongs = wrong.map((one) => {
    const name = kind === 'choice' ? LETTERS[choices.indexOf(one.answer)] : one.answer;
    return `- **${name}** ${escapeMarkdown(one.feedback)}`;
  });
  const right = `**${number}.** ${letter}${escapeMarkdown(explanation.join(' '))}`;
  return [right, ...(wrongs.length === 0 ? [] : [wrongs.join('\n')])];
}
