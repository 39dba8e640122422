import { type GIFTQuestion, parse } from 'gift-pegjs';

/** What gift-pegjs, which is not ours, reads in a GIFT file; throws where it is none. */
export function giftQuestions(text: string): GIFTQuestion[] {
  return parse(text);
}

/** The text that HTML of our own shows. */
export function shownText(html: string): string {
  return html
    .replace(/<\/?(?:pre|p)>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name] ?? '');
}
