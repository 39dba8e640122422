import type { Answer } from './moment.ts';
import type { Question } from './question.ts';

/**
 * The answer that somebody has typed: a number, or the numbers of a table with blanks or commas between them.
 * Undefined where the text is none, or has more or fewer numbers than are asked for.
 */
export function typedAnswer({ right }: Question, text: string): Answer | undefined {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  if (!words.every((word) => /^\d{1,6}$/.test(word))) return undefined;
  const numbers = words.map(Number);
  const [number] = numbers;
  if (right.is === 'ports') return numbers.length === right.ports.length ? { is: 'ports', ports: numbers } : undefined;
  if (number === undefined || numbers.length > 1) return undefined;
  if (right.is === 'port') return { is: 'port', port: number };
  return right.is === 'count' ? { is: 'count', count: number } : undefined;
}
