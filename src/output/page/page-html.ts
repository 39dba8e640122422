import { xmlText } from '../xml.ts';
import type { PageData } from './page-data.ts';
import type { PageProgram } from './page-program.ts';
import type { PlaygroundData } from './playground-data.ts';

/**
 * The page as one HTML file: the data as JSON, and the program that makes a picture of it. The policy lets
 * this style and this program through, and nothing else: no other script, no network, no form. A string of a
 * lab stands in the JSON and in the title alone.
 */
export function pageHtml(data: PageData | PlaygroundData, program: PageProgram): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    PAGE_MARK,
    `<meta http-equiv="Content-Security-Policy" content="${policy(program)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${xmlText(titleOf(data))}</title>`,
    `<style>${raw(program.style, /<\/style/i)}</style>`,
    '</head>',
    '<body>',
    `<div id="page"><noscript>${NO_SCRIPT}</noscript></div>`,
    `<script type="application/json" id="data">${scriptJson(data)}</script>`,
    `<script>${raw(program.script, /<\/script|<!--/i)}</script>`,
    '</body>',
    '</html>',
  ].join('\n');
}

/** By this a page is known as one of niostat's, which the next one may replace. */
export const PAGE_MARK = '<meta name="generator" content="niostat">';

const NO_SCRIPT =
  '<p>This page draws the lab with a script of its own, and scripts are off here. The file asks for nothing from any network. Open it in a browser with scripts on, or run niostat simulate with the lab for the same in a terminal.</p>';

function policy({ scriptHash, styleHash }: PageProgram): string {
  return [
    "default-src 'none'",
    `script-src '${scriptHash}'`,
    `style-src '${styleHash}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function titleOf({ title }: PageData | PlaygroundData): string {
  return `${title} · niostat`;
}

/**
 * JSON for a script element. What could end the element, or begin a comment in it, starts with `<`, which
 * JSON can write in another way.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** Text of a script or style element: nothing in it is escaped, so what would end it must not be there. */
function raw(text: string, end: RegExp): string {
  if (end.test(text)) throw new Error(`the page's own program contains ${String(end)}`);
  return text;
}
