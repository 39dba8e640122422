import { LabModel } from '../../../core/model/lab-model.ts';
import { packModel } from '../../../core/model/pack-model.ts';
import { present } from '../../../core/present.ts';
import { pageHtml } from '../../../output/page/page-html.ts';
import type { PageProgram } from '../../../output/page/page-program.ts';
import { safeText } from '../../../output/safe-text.ts';
import type { HopsResult } from '../result.ts';
import { hopsOnPage } from './hops-on-page.ts';
import type { Telling } from './stories.ts';

/** When the project was read, and how soon the page will be written anew, if at all. */
interface PageTime {
  /** ISO 8601. */
  readonly at: string;
  readonly reloadSeconds?: number | undefined;
}

/** The links of an open project as a page: chains as a picture, and every hop in a table. */
export function hopsHtml(
  result: HopsResult,
  { at, reloadSeconds }: PageTime,
  telling: Telling,
  program: PageProgram,
): string {
  const data = present({
    version: 1 as const,
    kind: 'links' as const,
    title: safeText(result.project.name),
    ...packModel(LabModel.of([], {})),
    links: hopsOnPage(result, at, telling),
    reloadSeconds,
  });
  return pageHtml(data, program);
}
