/** What the tests of pages look for in Markdown: headings, their anchors, links, blocks of code. */

export interface MarkdownLink {
  /** Counted from 1. */
  readonly line: number;
  readonly target: string;
}

/** The lines of a page; those of code blocks, indented or fenced, are empty. */
function proseLines(text: string): string[] {
  let fence = '';
  return text.split('\n').map((line) => {
    const mark = /^ *(```+|~~~+)/.exec(line)?.[1];
    if (mark !== undefined) {
      if (fence === '') fence = mark;
      else if (mark.startsWith(fence)) fence = '';
      return '';
    }
    return fence !== '' || /^ {4}/.test(line) ? '' : line;
  });
}

/** Texts of all headings, without their marks. */
export function headingsOf(text: string): string[] {
  return proseLines(text).flatMap((line) => /^#{1,6} +(.*?) *#* *$/.exec(line)?.[1] ?? []);
}

/**
 * The names by which GitHub links to the headings of a page: lower case, blanks as `-`, no punctuation,
 * repetitions counted.
 */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const heading of headingsOf(text)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const base = words.replace(/[^\p{L}\p{N}_ -]/gu, '').replaceAll(' ', '-');
    let anchor = base;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${base}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Targets of all links of a page: `[text](target)` and `[name]: target`. */
export function linksOf(text: string): MarkdownLink[] {
  return proseLines(text).flatMap((line, index) => {
    const prose = line.replace(/`[^`]*`/g, '``');
    const targets = [...prose.matchAll(/\]\(([^()\s]+)\)/g), ...prose.matchAll(/^\[[^\]]+\]: +(\S+)/g)];
    return targets.map(([, target = '']) => ({ line: index + 1, target }));
  });
}

/** The fenced blocks of a language in a section, which a heading of the second level begins. */
export function blocksOf(page: string, heading: string, language: string): string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const block = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...section.matchAll(block)].map(([, code = '']) => code);
}
