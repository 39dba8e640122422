import { FATE_LOOK, FATE_NAMES, type FateName } from './fate-look.ts';

/** Light and dark. */
type Colour = readonly [light: string, dark: string];

const COLOURS: Readonly<Record<string, Colour>> = {
  ground: ['#ffffff', '#16181d'],
  ink: ['#1b1d22', '#eceef2'],
  faint: ['#5a5f69', '#a7adb8'],
  host: ['#f4f5f7', '#1d2026'],
  hypervisor: ['#ffffff', '#16181d'],
  border: ['#9aa0ab', '#646b78'],
  device: ['#e9eef6', '#29303c'],
  wire: ['#b3b8c1', '#59606c'],
  lamp: ['#ffe28a', '#6b5300'],
  ...Object.fromEntries(
    FATE_NAMES.map((name): [string, Colour] => [`fate-${name}`, [FATE_LOOK[name].light, FATE_LOOK[name].dark]]),
  ),
};

/** The fate whose line ends with a cross. */
const LOST: FateName = 'nobody';

/** `$name` stands for a colour. */
const RULES = `
.picture { font: 16px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: $ink; max-width: 100%; }
.picture text { fill: $ink; unicode-bidi: isolate; }
.picture .ground { fill: $ground; }
.picture .host { fill: $host; stroke: $border; stroke-width: 1.5; }
.picture .host-addresses, .picture .host-unplaced { fill: none; stroke-dasharray: 6 6; }
.picture .hypervisor { fill: $hypervisor; stroke: $border; stroke-width: 1.5; }
.picture .stopped { stroke-dasharray: 3 5; opacity: .6; }
.picture .host-name text { fill: $faint; }
.picture .plate { paint-order: stroke; stroke: $ground; stroke-width: 5px; stroke-linejoin: round; }
.picture .host-name .plate { stroke: $host; }
.picture .hypervisor-name, .picture .device-name { font-weight: 600; }
.picture .device-name { font-size: 18px; }
.picture .next { font-variant-numeric: tabular-nums; }
.picture .moved { font-weight: 700; text-decoration: underline; }
.picture .device, .picture .ubridge { fill: $device; stroke: $ink; stroke-width: 1.5; }
.picture .device-address { fill: $ground; stroke-dasharray: 4 4; }
.picture .icon { fill: none; stroke: $ink; stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round; }
.picture .interface, .picture .note { fill: $faint; }
.picture .ubridge-name { fill: $faint; }
.picture .port { font-variant-numeric: tabular-nums; }
.picture .wire { fill: none; stroke: $wire; stroke-width: 1.5; }
.picture .wire-removed { stroke-dasharray: 1 7; }
.picture .bundle { stroke-width: 3; }
.picture .bundle.wire-well { stroke: $fate-peer; }
.picture .bundle.wire-broken { stroke: $fate-other; stroke-dasharray: 14 5 3 5; }
.picture .bundle.wire-unknown { stroke: $fate-unknown; stroke-dasharray: 16 9; }
.picture .lane { fill: none; stroke-width: 3; stroke-linejoin: round; }
.picture .cross { fill: none; stroke: $fate-${LOST}; stroke-width: 3; stroke-linecap: round; }
.picture .hatched { fill: $ground; stroke: $fate-refused; stroke-width: 3; }
.picture .lamp { fill: $lamp; }
.picture .sign { font-weight: 700; }
.picture .lit .port { font-weight: 700; }
${FATE_NAMES.map((name) => `.picture .lane.fate-${name} { stroke: $fate-${name}; }\n.picture .head.fate-${name} { fill: $fate-${name}; }\n`).join('')}`;

/**
 * The style sheet of pictures in a page. The page may set the colours of fates itself; it follows the
 * system's light or dark.
 */
export function pictureStyle(): string {
  const values = (shade: 0 | 1): string =>
    Object.entries(COLOURS)
      .map(([name, colour]) => ` ${variableOf(name)}: ${colour[shade]};`)
      .join('');
  const dark = `@media (prefers-color-scheme: dark) { .picture {${values(1)} } }`;
  return `.picture {${values(0)} }\n${dark}${RULES.replace(/\$([a-z-]+)/g, (_, name: string) => `var(${variableOf(name)})`)}`;
}

function variableOf(name: string): string {
  return name.startsWith('fate-') ? `--${name}` : `--picture-${name}`;
}

/**
 * The same for a file of its own, with the colours written out: programs that are no browsers read it too.
 */
export function fileStyle(): string {
  const withColours = (rules: string, shade: 0 | 1): string =>
    rules.replace(/\$([a-z-]+)/g, (_, name: string) => COLOURS[name]?.[shade] ?? 'currentColor');
  const coloured = RULES.split('\n').filter((rule) => rule.includes('$'));
  const dark = coloured.map((rule) => withColours(rule, 1)).join('\n');
  return `${withColours(RULES, 0)}@media (prefers-color-scheme: dark) {\n${dark}\n}\n`;
}
