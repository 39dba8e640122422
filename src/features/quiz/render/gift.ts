import type { QuizSheet, SheetQuestion } from '../sheet.ts';

/**
 * The quiz in GIFT, which Moodle imports (docs.moodle.org, "GIFT format"): a category for each topic, a
 * choice with feedback for each answer, a number with feedback for each number that a belief gives, a table
 * as matching. Texts are HTML, so that the lab stands in letters of one width, line below line.
 */
export function giftText({ seed, difficulty, niostat, questions }: QuizSheet): string {
  const head = `// Quiz of niostat ${niostat}, ${difficulty}. Seed: ${seed}`;
  const blocks = [head];
  let topic: string | undefined;
  for (const question of questions) {
    if (question.topic !== topic) blocks.push(`$CATEGORY: niostat/${difficulty}/${question.topic}`);
    topic = question.topic;
    blocks.push(questionText(question, seed));
  }
  return blocks.join('\n\n');
}

function questionText(question: SheetQuestion, seed: string): string {
  const title = escaped(`niostat ${seed} ${question.number} ${question.topic}`);
  const lab = `<pre>${html(question.lab.join('\n'))}</pre>`;
  const stem = escaped(`${lab}\n<p>${html(question.question)}</p>`);
  const answers = { choice, number, table }[question.kind](question);
  return [
    `::${title}::`,
    `[html]${stem}{${question.kind === 'number' ? '#' : ''}`,
    ...answers,
    explained(question),
    '}',
  ].join('\n');
}

function choice({ choices, answer, wrong, explanation }: SheetQuestion): string[] {
  return choices.map((text) => {
    const isRight = text === answer;
    const feedback = isRight ? explanation[0] : wrong.find((one) => one.answer === text)?.feedback;
    return `${isRight ? '=' : '~'}${answerText(text)}#${answerText(feedback ?? '')}`;
  });
}

/** The last line is for every other number. */
function number({ answer, wrong, explanation, hints }: SheetQuestion): string[] {
  return [
    `=${answer}:0#${answerText(explanation[0] ?? '')}`,
    ...wrong.map((one) => `=%0%${one.answer}:0#${answerText(one.feedback)}`),
    `~#${answerText(hints[1] ?? '')}`,
  ];
}

/** Moodle wants three numbers to choose from: those that wrong answers give are there too. */
function table({ rows = [], wrong }: SheetQuestion): string[] {
  const right = rows.map(({ port }) => `${port}`);
  const others = wrong.flatMap((one) => one.answer.split(' '));
  const beyond = `${Math.max(...rows.map(({ port }) => port)) + 1}`;
  const more = [...new Set([...others, beyond])].filter((text) => !right.includes(text));
  return [...rows.map(({ end, port }) => `=${answerText(end)} -> ${port}`), ...more.map((text) => `= -> ${text}`)];
}

function explained({ explanation }: SheetQuestion): string {
  return `####${answerText(explanation.join(' '))}`;
}

/** Text of an answer: at its start `[` would name a format, and `%` a weight. */
function answerText(text: string): string {
  return escaped(html(text).replace(/^[[%]/, (mark) => `&#${mark.charCodeAt(0)};`));
}

function html(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[mark] as string);
}

/** A backslash before what GIFT reads as a mark; `\n` for a line break: an empty line ends a question. */
function escaped(text: string): string {
  return text.replace(/[\\~=#{}:]/g, (mark) => `\\${mark}`).replaceAll('\n', '\\n');
}
