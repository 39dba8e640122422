import type { Generation } from '../../core/kernel/dynamips-version.ts';
import type { AskWord } from '../../core/teach/asked.ts';
import { SLIPS } from '../../core/teach/beliefs.ts';
import { isProblem } from '../../core/teach/problem.ts';
import type { Question } from '../../core/teach/question.ts';
import { questionFor } from '../../core/teach/question-for.ts';
import { type Random, randomOf } from '../../core/teach/random.ts';
import { asksOf, type QuizAsk } from './asks.ts';
import { momentAt, momentAtEnd, type QuizLab, quizLab } from './labs/quiz-lab.ts';
import { randomScenario } from './labs/random-scenario.ts';
import { scenarioText } from './labs/scenario-text.ts';
import { SHAPES } from './labs/shape.ts';
import type { Difficulty, Topic } from './topics.ts';

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
  readonly question: Question;
  /** True if it is about the lab when all has happened. */
  readonly isAtEnd: boolean;
}

/** Labs that are tried for one question; hardly any needs more than three. */
const MOST_LABS = 60;
/** So many labs are thrown away because no belief is told apart by them. */
const MOST_DULL_LABS = 6;

/**
 * The questions of a seed, each on a lab of its own. Pure: the same options give the same questions, whatever
 * machine and version of Node runs, and so do later versions of niostat (a test holds one seed as it is).
 */
export function quizOf(options: QuizOptions): Quiz {
  const { seed, count, difficulty, topics } = options;
  const order = randomOf(`${seed}/topics`).shuffled(topics);
  const asked = new Map<Topic, Map<AskWord, number>>();
  const seen = new Set<string>();
  const questions = Array.from({ length: count }, (_, index): QuizQuestion => {
    const topic = order[index % order.length] as Topic;
    const words = asked.get(topic) ?? new Map<AskWord, number>();
    asked.set(topic, words);
    const found = findQuestion(`${seed}/${index + 1}`, { topic, difficulty, words, seen });
    words.set(found.word, (words.get(found.word) ?? 0) + 1);
    seen.add(keyOf(found));
    // In another order for each question: the same place for the right one would be learnt.
    const choices = randomOf(`${seed}/${index + 1}/choices`).shuffled(found.question.choices);
    return {
      number: index + 1,
      topic,
      lab: found.lab,
      question: { ...found.question, choices },
      isAtEnd: found.isAtEnd,
    };
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

interface Found {
  readonly lab: QuizLab;
  readonly word: AskWord;
  readonly question: Question;
  readonly isAtEnd: boolean;
}

/** A question on one of the labs that a seed gives, the first one that tells beliefs apart. */
function findQuestion(seed: string, { topic, difficulty, words, seen }: Wanted): Found {
  for (let attempt = 0; attempt < MOST_LABS; attempt++) {
    const random = randomOf(`${seed}/${topic}/${difficulty}/${attempt}`);
    const generation = random.pick<Generation>(['before-0.2.18', 'from-0.2.18']);
    const lab = quizLab(scenarioText(randomScenario(SHAPES[topic][difficulty], generation, random)), generation);
    const all = candidates(topic, lab, random).filter((found) => !seen.has(keyOf(found)));
    const best = leastAsked(all, words);
    const telling = best.filter(({ question }) => beliefCount(question) > 0);
    const [found] = telling.length > 0 || attempt < MOST_DULL_LABS ? telling : best;
    if (found !== undefined) return found;
  }
  throw new Error(`no question on ${topic} (${difficulty}) for the seed ${JSON.stringify(seed)}`);
}

/** Everything that can be asked of a lab, in an order that is chance. */
function candidates(topic: Topic, lab: QuizLab, random: Random): Found[] {
  const asks = [...asksOf(topic, lab)].flatMap(([word, of]) => of.map((ask) => ({ word, ask })));
  return random.shuffled(asks).flatMap(({ word, ask }) => {
    const question = questionOf(lab, ask);
    return question === undefined ? [] : [{ lab, word, question, isAtEnd: ask.isAtEnd }];
  });
}

/** Undefined where nothing of that can be asked, or where the choice would be none. */
function questionOf(lab: QuizLab, { asked, isAtEnd }: QuizAsk): Question | undefined {
  const question = questionFor(isAtEnd ? momentAtEnd(lab) : momentAt(lab, asked.at), asked);
  return isProblem(question) || question.choices.length === 1 ? undefined : question;
}

/** Those with the word that was asked least, the best told apart first. */
function leastAsked(all: readonly Found[], words: ReadonlyMap<AskWord, number>): Found[] {
  const times = ({ word }: Found): number => words.get(word) ?? 0;
  const least = Math.min(...all.map(times));
  const [first] = all.filter((found) => times(found) === least);
  return all
    .filter(({ word }) => word === first?.word)
    .sort((a, b) => beliefCount(b.question) - beliefCount(a.question));
}

/** How many beliefs it tells apart: two are enough for a choice. */
function beliefCount({ wrong }: Question): number {
  return Math.min(2, wrong.filter(({ belief }) => !SLIPS.includes(belief)).length);
}

/** Two questions with one key are the same to a reader. */
function keyOf({ lab, question }: Found): string {
  return `${lab.text}\n${question.at}\n${question.subject.ask}`;
}
