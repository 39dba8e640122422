import { readFileSync } from 'node:fs';
import type { Lab } from '../../src/core/lab/lab.ts';
import { gns3Lab, netLab, scenarioLab } from './read.ts';

/** A lab whose real outcome was seen. */
export function caseLab(name: string): Lab {
  const text = readFileSync(new URL(`../fixtures/cases/${name}`, import.meta.url), 'utf8');
  if (name.endsWith('.gns3')) return gns3Lab(JSON.parse(text), name);
  return name.endsWith('.net') ? netLab(text, name) : scenarioLab(text, name);
}
