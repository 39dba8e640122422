import type { Location } from '../../core/lab/lab.ts';
import { type Problem, ProblemList } from '../../core/lab/problem.ts';
import { readScenarioWithin } from '../../core/lab/scenario/scenario-reader.ts';
import type { PlainDocument } from '../../core/lab/text/plain-document.ts';
import { readYamlText } from '../../core/lab/text/yaml-text.ts';
import type { AskWord, Claim, Statement } from '../../core/teach/asked.ts';
import type { AskStep, LabSource, Lesson, LessonStep, Play, SayStep, Vary } from './lesson.ts';
import { violationsOfLesson } from './lesson-schema.ts';

/** A lesson is some ten thousand characters; a file that is far larger is another one. */
const MAX_CHARACTERS = 1_000_000;

export interface ReadLesson {
  /** Absent where there are errors. */
  readonly lesson?: Lesson;
  readonly problems: readonly Problem[];
}

/** A document as written, once it has passed the schema. */
interface LessonFile {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly goals?: readonly string[];
  readonly after?: readonly string[];
  readonly lab?: string;
  readonly scenario?: unknown;
  readonly play?: Play;
  readonly vary?: Vary;
  readonly steps: readonly StepInFile[];
  readonly summary?: string;
  readonly words?: readonly string[];
  readonly again?: number;
}

interface StepInFile {
  readonly say?: string;
  readonly show?: string;
  readonly lab?: string;
  readonly scenario?: unknown;
  readonly play?: Play;
  readonly ask?: AskWord;
  readonly of?: string;
  readonly from?: string;
  readonly at?: string;
  readonly as?: AskStep['as'];
  readonly question?: string;
  readonly beliefs?: readonly string[];
  readonly slips?: Readonly<Record<string, string>>;
  readonly statements?: readonly StatementInFile[];
  readonly hints?: readonly [string, string, string];
  readonly because?: string;
}

type StatementInFile = Omit<Statement, 'claims'> & {
  readonly claims: Omit<Claim, 'is'> & { readonly is: string | number };
};

/** What only a question has. */
const OF_ASK = ['of', 'from', 'at', 'as', 'question', 'beliefs', 'slips', 'statements', 'hints', 'because'] as const;

/** Reads a lesson file, and tells all that is wrong with its form at once. Pure; never throws on any text. */
export function readLesson(text: string, file: string): ReadLesson {
  const problems = new ProblemList(file);
  const document = readOne(text, problems);
  if (document === undefined || problems.hasErrors) return { problems: problems.finish() };
  const violations = violationsOfLesson(document.value);
  for (const { pointer, message, onKey } of violations) {
    const { line, column } = onKey ? document.positionOfKey(pointer) : document.positionOf(pointer);
    problems.error(message, line, column);
  }
  const lesson = violations.length > 0 ? undefined : new LessonReader(file, document, problems).read();
  return problems.hasErrors || lesson === undefined
    ? { problems: problems.finish() }
    : { lesson, problems: problems.finish() };
}

function readOne(text: string, problems: ProblemList): PlainDocument | undefined {
  if (text.length > MAX_CHARACTERS) {
    problems.error(`a lesson has no more than ${MAX_CHARACTERS} characters`, 1, 1);
    return undefined;
  }
  const [document, second] = readWhole(text, problems);
  if (document === undefined && !problems.hasErrors) problems.error('there is no lesson in this file', 1, 1);
  if (second !== undefined) {
    const { line, column } = second.positionOf('');
    problems.error('a file has one lesson: move this one into a file of its own', line, column);
  }
  return document;
}

/** Behind the first fault of YAML most others are its consequences: it is told alone, in plain words. */
function readWhole(text: string, problems: ProblemList): readonly PlainDocument[] {
  const ofText = new ProblemList('');
  const documents = readYamlText(text, ofText);
  const [first] = ofText.finish();
  if (first === undefined) return documents;
  const { line, column } = first.location;
  const isUnquoted = UNQUOTED_COLON.test(text.split(/\r?\n/)[line - 1] ?? '');
  problems.error(isUnquoted ? 'a text with a colon stands in quotes, as in say: "So: …"' : first.message, line, column);
  return [];
}

/** `say: So: ...`, which YAML takes for two keys. */
const UNQUOTED_COLON = /^[\s-]*\w[\w ]*:\s+[^\s"'{[|>#][^#]*:(\s|$)/;

class LessonReader {
  private readonly file: string;
  private readonly document: PlainDocument;
  private readonly problems: ProblemList;
  private readonly source: LessonFile;

  constructor(file: string, document: PlainDocument, problems: ProblemList) {
    this.file = file;
    this.document = document;
    this.problems = problems;
    this.source = document.value as LessonFile;
  }

  read(): Lesson | undefined {
    const {
      id,
      title,
      minutes,
      goals = [],
      after = [],
      play = {},
      vary = {},
      summary,
      words = [],
      again = 1,
    } = this.source;
    const lab = this.labOf(this.source, '');
    if (lab === undefined) this.error('a lesson needs a lab: write lab: FILE, or scenario: with the lab itself', '');
    const steps = this.source.steps.flatMap((step, index) => this.step(step, `/steps/${index}`) ?? []);
    if (lab === undefined) return undefined;
    const placeOf = (pointer: string): Location => ({ file: this.file, ...this.document.positionOf(pointer) });
    return {
      file: this.file,
      id,
      title,
      minutes,
      goals,
      after,
      lab,
      play,
      vary,
      steps,
      summary,
      words,
      again,
      placeOf,
    };
  }

  private step(source: StepInFile, pointer: string): LessonStep | undefined {
    const { say, ask, show, play = {} } = source;
    const shared = { pointer, lab: this.labOf(source, pointer), play, show };
    if (say !== undefined && ask !== undefined)
      return this.error('a step says or asks: make two steps of this one', pointer);
    if (ask !== undefined) return this.askStep(source, ask, shared);
    if (say === undefined) return this.error('a step needs say: with a text, or ask: with what is asked', pointer);
    for (const key of OF_ASK)
      if (source[key] !== undefined)
        this.error(`${key} goes with ask, and this step says something`, `${pointer}/${key}`);
    return { does: 'say', say, ...shared };
  }

  private askStep(source: StepInFile, ask: AskWord, shared: Omit<SayStep, 'does' | 'say'>): AskStep | undefined {
    const { of, from, at, as, question, hints, because, beliefs, slips = {}, statements = [] } = source;
    const { pointer } = shared;
    if (at === undefined) return this.error('"at" is missing: the moment that shows the answer', pointer);
    if ((ask === 'true of') !== statements.length > 0)
      return this.error('statements go with "ask: true of", which needs at least two', pointer);
    const written = Object.entries(slips).map(([answer, says]) => ({ answer, says }));
    return {
      does: 'ask',
      ask,
      of,
      from,
      at,
      as,
      question,
      hints,
      because,
      beliefs,
      slips: written,
      statements: statements.map(inWords),
      ...shared,
    };
  }

  /** The lab at a place of the file, if one is written there. */
  private labOf({ lab, scenario }: Pick<StepInFile, 'lab' | 'scenario'>, pointer: string): LabSource | undefined {
    if (lab !== undefined && scenario !== undefined)
      return this.error('write lab or scenario, not both', `${pointer}/scenario`);
    if (lab !== undefined) return { path: lab };
    if (scenario === undefined) return undefined;
    const { document } = this;
    const within = `${pointer}/scenario`;
    const part: PlainDocument = {
      value: scenario,
      positionOf: (inner) => document.positionOf(`${within}${inner}`),
      positionOfKey: (inner) => document.positionOfKey(`${within}${inner}`),
    };
    const inline = readScenarioWithin(part, this.file, this.problems);
    return inline && { inline };
  }

  private error(message: string, pointer: string): undefined {
    const { line, column } = this.document.positionOf(pointer);
    this.problems.error(message, line, column);
    return undefined;
  }
}

/** An answer that is a number may be written without quotes. */
function inWords({ claims, ...rest }: StatementInFile): Statement {
  return { ...rest, claims: { ...claims, is: String(claims.is) } };
}
