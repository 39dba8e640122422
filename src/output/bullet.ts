import { indent } from './prose.ts';

/** A sign and a text behind it, whose further lines stand under its first word. */
export function bullet(sign: string, text: string, width: number): string {
  return `${sign} ${indent(text, 2, width).slice(2)}`;
}
