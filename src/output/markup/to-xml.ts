import { xmlAttributes, xmlText } from '../xml.ts';
import type { Markup } from './markup.ts';
import { plainAttribute, plainTag } from './plain-names.ts';

/**
 * Markup as XML, such as an SVG file. What XML cannot hold becomes the replacement character. Throws a
 * `RangeError` for the name of an element or attribute that is not plain.
 */
export function toXml(markup: Markup): string {
  if (typeof markup === 'string') return xmlText(markup);
  const { tag, attributes, children } = markup;
  const start = `<${plainTag(tag)}${xmlAttributes(Object.fromEntries(attributesOf(attributes)))}`;
  if (children.length === 0) return `${start}/>`;
  return `${start}>${children.map(toXml).join('')}</${tag}>`;
}

function attributesOf(attributes: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(attributes).flatMap(([name, value]): [string, string][] => {
    if (name === 'key' || value === undefined || value === false) return [];
    return [[plainAttribute(name), value === true ? '' : String(value)]];
  });
}
