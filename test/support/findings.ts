import { expect } from 'chai';
import type { Finding } from '../../src/core/checks/finding.ts';
import type { Lab } from '../../src/core/lab/lab.ts';
import type { Assumptions } from '../../src/core/model/assumptions.ts';
import { check } from '../../src/features/check/check.ts';
import { modelOf } from './model.ts';

/** What one check says about labs that run at once. */
export function findings(slug: string, labs: Lab | readonly Lab[], assumptions: Assumptions = {}): readonly Finding[] {
  const found = check(modelOf(labs, assumptions), { rules: [slug] }).findings;
  for (const finding of found) {
    expect(finding.slug).to.equal(slug);
    // Whatever a check says, it says it in one paragraph and with something to do.
    expect(finding.message).to.match(/^\S[^\n]*\S$/);
    expect(finding.remedy.text).to.match(/^\S[^\n]*\S$/);
  }
  return found;
}

/** The only finding of a check; fails if there are none or several. */
export function finding(slug: string, labs: Lab | readonly Lab[], assumptions: Assumptions = {}): Finding {
  const found = findings(slug, labs, assumptions);
  expect(found.map(({ message }) => message)).to.have.length(1);
  return found[0] as Finding;
}

/** `lab.net:7`: the file and line that a finding points at. */
export function place({ location }: Finding): string {
  return location === undefined ? 'nowhere' : `${location.file}:${location.line}`;
}
