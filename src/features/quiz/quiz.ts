import type { Generation } from '../../core/kernel/dynamips-version.ts';
import type { Asked, AskWord } from '../../core/teach/asked.ts';
import { momentAt } from '../../core/teach/moment-at.ts';
import { isProblem } from '../../core/teach/problem.ts';
import { beliefCount, type Question } from '../../core/teach/question.ts';
import { questionFor } from '../../core/teach/question-for.ts';
import { randomOf } from '../../core/teach/random.ts';
import { asksOf, type QuizAsk } from './asks.ts';
import { type QuizLab, quizLab } from './labs/quiz-lab.ts';
import { randomScenario } from './labs/random-scenario.ts';
import { scenarioText } from './labs/scenario-text.ts';
import { SHAPES } from './labs/shape.ts';
import { type Difficulty, TOPICS, type Topic } from './topics.ts';

/** What a quiz is made of: the same of these make the same quiz. */
export interface QuizOptions {
  readonly seed: string;
  /** How many questions, from 1. */
  readonly count: number;
  readonly difficulty: Difficulty;
  /** At least one; the questions go through them in turn. */
  readonly topics: readonly Topic[];
}

export interface Quiz extends QuizOptions {
  readonly questions: readonly QuizQuestion[];
}

export interface QuizQuestion {
  /** From 1. */
  readonly number: number;
  readonly topic: Topic;
  readonly lab: QuizLab;
  readonly asked: Asked;
  readonly question: Question;
  /** True if it is about the lab when all has happened. */
  readonly isAtEnd: boolean;
}

/** Labs that are tried for one question; hardly any needs more than three. */
const MOST_LABS = 60;
/** Of so many questions on a lab the one that tells most beliefs apart is taken. */
const MOST_ASKS = 4;
/** So many labs are thrown away because no belief is told apart by them. */
const MOST_DULL_LABS = 6;
/** So many labs are thrown away because all that can be asked of them was asked: there are few small ones. */
const MOST_KNOWN_LABS = 20;

const NONE: ReadonlySet<string> = new Set();

/**
 * The questions of a seed, each on a lab of its own. Pure: the same options give the same questions, whatever
 * machine and version of Node runs, and so do later versions of niostat (a test holds one seed as it is).
 */
export function quizOf(options: QuizOptions): Quiz {
  const { seed, count, difficulty } = options;
  const topics = TOPICS.filter((topic) => options.topics.includes(topic));
  const order = randomOf(`${seed}/topics`).shuffled(topics);
  const times = new Map<Topic, Map<AskWord, number>>();
  const seen = new Set<string>();
  const questions = Array.from({ length: count }, (_, index): QuizQuestion => {
    const topic = order[index % order.length] as Topic;
    const words = times.get(topic) ?? new Map<AskWord, number>();
    times.set(topic, words);
    const found = findQuestion(`${seed}/${index + 1}`, { topic, difficulty, words, seen });
    words.set(found.asked.ask, (words.get(found.asked.ask) ?? 0) + 1);
    seen.add(keyOf(found));
    // In another order for each question: the same place for the right one would be learnt.
    const choices = randomOf(`${seed}/${index + 1}/choices`).shuffled(found.question.choices);
    return { number: index + 1, topic, ...found, question: { ...found.question, choices } };
  });
  return { seed, count, difficulty, topics, questions };
}

interface Wanted {
  readonly topic: Topic;
  readonly difficulty: Difficulty;
  /** How often each word was asked before in this topic: those asked least come first. */
  readonly words: ReadonlyMap<AskWord, number>;
  /** What was asked before. */
  readonly seen: ReadonlySet<string>;
}

type Found = Omit<QuizQuestion, 'number' | 'topic'>;

/** A question on one of the labs that a seed gives, the first one that tells beliefs apart. */
function findQuestion(seed: string, { topic, difficulty, words, seen }: Wanted): Found {
  for (let attempt = 0; attempt < MOST_LABS; attempt++) {
    const random = randomOf(`${seed}/${topic}/${difficulty}/${attempt}`);
    const generation = random.pick<Generation>(['before-0.2.18', 'from-0.2.18']);
    const lab = quizLab(scenarioText(randomScenario(SHAPES[topic][difficulty], generation, random)), generation);
    for (const [, asks] of leastAskedFirst(random.shuffled([...asksOf(topic, lab)]), words)) {
      const known = attempt < MOST_KNOWN_LABS ? seen : NONE;
      const found = bestOf(random.shuffled(asks).slice(0, MOST_ASKS), lab, known);
      if (found !== undefined && (beliefCount(found.question) > 0 || attempt >= MOST_DULL_LABS)) return found;
    }
  }
  throw new Error(`no question on ${topic} (${difficulty}) for the seed ${JSON.stringify(seed)}`);
}

/** The words that were asked least come first, and the others in the order that they have. */
function leastAskedFirst<T>(words: ReadonlyArray<readonly [AskWord, T]>, asked: ReadonlyMap<AskWord, number>) {
  const times = ([word]: readonly [AskWord, T]): number => asked.get(word) ?? 0;
  return [...words].sort((a, b) => times(a) - times(b));
}

/** The question that tells most beliefs apart, the first one of several. */
function bestOf(asks: readonly QuizAsk[], lab: QuizLab, seen: ReadonlySet<string>): Found | undefined {
  let best: Found | undefined;
  for (const ask of asks) {
    const question = questionOf(lab, ask);
    if (question === undefined) continue;
    const found = { ...ask, lab, question };
    const isBetter = best === undefined || beliefCount(question) > beliefCount(best.question);
    if (isBetter && !seen.has(keyOf(found))) best = found;
  }
  return best;
}

/** Undefined where nothing of that can be asked, or where the choice would be none. */
function questionOf(lab: QuizLab, { asked }: QuizAsk): Question | undefined {
  const question = questionFor(momentAt(lab, lab.stepper.stepOf(asked.at)), asked);
  return isProblem(question) || question.choices.length === 1 ? undefined : question;
}

/** Two questions with one key are the same to a reader. */
function keyOf({ lab, asked }: Found): string {
  return lab.text + JSON.stringify(asked);
}
