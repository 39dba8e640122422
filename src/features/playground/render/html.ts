import { pageHtml } from '../../../output/page/page-html.ts';
import type { PageProgram } from '../../../output/page/page-program.ts';
import type { PlaygroundData } from '../../../output/page/playground-data.ts';

/** The playground as one HTML file. */
export function playgroundHtml(data: PlaygroundData, program: PageProgram): string {
  return pageHtml(data, program);
}
