import { readFileSync } from 'node:fs';
import type { Lab } from '../../src/core/lab/lab.ts';
import { gns3Lab, netLab, scenarioLab } from './read.ts';

/** The path of a lab whose real outcome was seen, as a command line takes it. */
export function caseFile(name: string): string {
  return `test/fixtures/cases/${name}`;
}

/** That lab, read. */
export function caseLab(name: string): Lab {
  const text = readFileSync(new URL(`../fixtures/cases/${name}`, import.meta.url), 'utf8');
  if (name.endsWith('.gns3')) return gns3Lab(JSON.parse(text), name);
  return name.endsWith('.net') ? netLab(text, name) : scenarioLab(text, name);
}
