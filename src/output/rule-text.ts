import type { Rule } from './notice.ts';

/** A page in Markdown as plain text: headings and code stay on lines of their own, without their marks. */
export function plainPage(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => (line.startsWith('    ') ? line : line.replace(/^#+ /, '').replaceAll('`', '')))
    .join('\n')
    .trim();
}

/** `SameBaseUdp` of `same-base-udp`: how SARIF names rules (SARIF2012 of Microsoft's validator). */
export function pascalCase(slug: string): string {
  return slug
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/**
 * What a rule reports in a paragraph that ends as sentences do: the first one of its page, without the
 * severity at its beginning; its title if it has no page.
 */
export function ruleSentence({ title, page }: Pick<Rule, 'title' | 'page'>): string {
  const [, lead = ''] = page?.split(/\n{2,}/) ?? [];
  const text = lead.replace(/^(?:error|warning|note)\b[^.]*\.\s+/, '').replaceAll('\n', ' ');
  const sentence = plainPage(text === '' ? title : text);
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}
