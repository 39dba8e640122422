import type { PracticeAct, PracticeResultFile } from '../../core/teach/result-file.ts';
import { PLACE_COUNT } from './places.ts';

/** What a practice has written; undefined for text that is something else, or of a version to come. */
export function readResult(text: string): PracticeResultFile | undefined {
  const value = parsed(text);
  if (value === undefined || value['result'] !== 1 || value['kind'] !== 'practice') return undefined;
  const { exercise, seed, place, log, final } = value;
  if (typeof exercise !== 'string' || typeof seed !== 'string' || !isPlace(place)) return undefined;
  if (!Array.isArray(log) || !log.every(isAct) || !isRecord(final)) return undefined;
  if (!Object.values(final).every(isText)) return undefined;
  return value as unknown as PracticeResultFile;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPlace(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < PLACE_COUNT;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLine(value: unknown): boolean {
  return value === null || isText(value);
}

const PLAIN: ReadonlySet<unknown> = new Set<PracticeAct['do']>([
  'start',
  'load',
  'give up',
  'first file',
  'quit',
  'program ended',
  'program started',
]);

function isAct(value: unknown): value is PracticeAct {
  if (!isRecord(value) || typeof value['s'] !== 'number') return false;
  if (PLAIN.has(value['do'])) return true;
  if (value['do'] === 'hint') return [1, 2, 3].includes(value['n'] as number);
  if (value['do'] === 'goals') return Array.isArray(value['open']) && value['open'].every(isText);
  const { file, lines } = value;
  return value['do'] === 'save' && isText(file) && isRecord(lines) && Object.values(lines).every(isLine);
}
