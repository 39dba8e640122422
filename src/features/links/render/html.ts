import { expectedLinks } from '../../../core/allocation/expected-links.ts';
import type { LabModel } from '../../../core/model/lab-model.ts';
import { packModel } from '../../../core/model/pack-model.ts';
import { present } from '../../../core/present.ts';
import { labNames } from '../../../core/text/lab-names.ts';
import { pageHtml } from '../../../output/page/page-html.ts';
import type { PageProgram } from '../../../output/page/page-program.ts';
import type { LinksResult } from '../result.ts';
import { linksOnPage } from './links-on-page.ts';

/** When the sockets were read, and how soon the page will be written anew, if at all. */
export interface PageTime {
  /** ISO 8601. */
  readonly at: string;
  readonly reloadSeconds?: number | undefined;
}

/** A look at links as a page, with the labs that they were compared with. */
export function linksHtml(model: LabModel, result: LinksResult, time: PageTime, program: PageProgram): string {
  const { labs, allocations } = model;
  const data = present({
    version: 1 as const,
    kind: 'links' as const,
    title: labs.length === 0 ? 'Links' : labNames(labs),
    ...packModel(model),
    links: linksOnPage(result, expectedLinks(allocations, { withStopped: true }), time.at),
    reloadSeconds: time.reloadSeconds,
  });
  return pageHtml(data, program);
}
