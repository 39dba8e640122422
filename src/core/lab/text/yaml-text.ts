import type { ProblemList } from '../problem.ts';
import type { PlainDocument } from './plain-document.ts';
import { readYamlEvents } from './yaml-events.ts';
import { readYamlNodes } from './yaml-nodes.ts';

/**
 * The largest text whose problems are all told, which needs a tree of nodes: a second and 400 MiB for a
 * million characters. Of a larger one the first problem is told.
 */
const MAX_CHARACTERS_OF_TREE = 1_000_000;

/**
 * Reads YAML 1.2 without anchors, aliases and tags: a scenario needs none, and they are what makes a small
 * file expand into gigabytes. Work is linear in the length of the text, whatever it holds.
 */
export function readYamlText(text: string, problems: ProblemList): readonly PlainDocument[] {
  const read = readYamlEvents(text);
  if ('documents' in read) return read.documents;
  if (text.length <= MAX_CHARACTERS_OF_TREE) return readYamlNodes(text, problems);
  const { message, position } = read.refusal;
  problems.error(message, position.line, position.column);
  return [];
}
