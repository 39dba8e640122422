/** What the validator remarks and stays as it is. */
export interface Accepted {
  readonly rule: string;
  /** Only its remarks with this text, if it has others too. */
  readonly about?: string;
  readonly reason: string;
  /** It depends on the machine whether it is remarked. */
  readonly isOptional?: true;
}

/** Rules that ask for an address: `homepage` of package.json is empty, and none is made up. */
export const WITHOUT_HOMEPAGE: readonly Accepted[] = [
  { rule: 'SARIF2005', about: 'informationUri', reason: 'asks for an address; package.json has no homepage' },
  { rule: 'SARIF2012', about: 'help URI', reason: 'asks for an address; package.json has no homepage' },
];

/** Rules that are not followed, with a homepage and without. */
export const ALWAYS: readonly Accepted[] = [
  {
    rule: 'SARIF2002',
    reason: 'messages are made of what is in the lab, a sentence or two for each case; there are no templates',
  },
  {
    rule: 'SARIF2003',
    reason: 'asks for the address of the repository; code scanning knows the commit that it is told at the upload',
  },
  { rule: 'SARIF2006', reason: 'asks a server on the network for the schema of the standard', isOptional: true },
  {
    rule: 'SARIF2009',
    reason: 'files that cannot be read, and questions of preflight, are named by words; checks have numbers',
  },
  {
    rule: 'SARIF2010',
    reason: 'lines of labs are not copied into logs: they may hold what only the repository is to show',
  },
  { rule: 'SARIF2011', reason: 'lines of labs are not copied into logs, as for SARIF2010' },
];
