import { groupBy } from '../group-by.ts';
import type { ServerSetting } from '../lab/gns3/server-conf.ts';
import { SERVER_KEYS } from '../lab/gns3/server-keys.ts';
import type { Check } from './check.ts';
import type { FindingDetails } from './finding.ts';
import { closestWord } from './similar-words.ts';

/**
 * A GNS3 server reads the keys that it knows and says nothing about the others, so that the default stays
 * (docs/FACTS.md, "Ports by a GNS3 server").
 */
export const misspeltServerKey: Check = {
  id: 'NIO036',
  slug: 'misspelt-server-key',
  severity: 'warning',
  title: 'A key of gns3_server.conf is one that no GNS3 server reads',
  *find({ serverConf }) {
    if (serverConf === undefined) return;
    const keysOf = groupBy(serverConf.settings, ({ section }) => section);
    const writtenIn = new Map([...keysOf].map(([section, all]) => [section, new Set(all.map(({ key }) => key))]));
    for (const setting of serverConf.settings) {
      const details = judge(setting, writtenIn);
      if (details !== undefined) yield { ...details, location: setting.location };
    }
  },
};

/** `writtenIn`: the keys that the file has, by section. */
function judge(
  setting: ServerSetting,
  writtenIn: ReadonlyMap<string, ReadonlySet<string>>,
): FindingDetails | undefined {
  const { section, key, value, location } = setting;
  const known = SERVER_KEYS.get(section);
  if (known?.has(key)) return undefined;
  const evidence = { locations: [location] };
  if (known === undefined) {
    const meant = closestWord(section, [...SERVER_KEYS.keys()]);
    if (meant === undefined) return undefined;
    return {
      message: `"${key}" stands in [${section}], a section that no GNS3 server reads; [${meant}] is meant: upper and lower case count`,
      evidence,
      remedy: { text: `write [${meant}]`, paste: `[${meant}]\n${key} = ${value}` },
    };
  }
  const elsewhere = [...SERVER_KEYS].find(([, keys]) => keys.has(key));
  if (elsewhere !== undefined) {
    return {
      message: `"${key}" is read in [${elsewhere[0]}] only; in [${section}] the server ignores it, and shows no error`,
      evidence,
      remedy: { text: `move it to [${elsewhere[0]}]`, paste: `[${elsewhere[0]}]\n${key} = ${value}` },
    };
  }
  // A key that is there in its right spelling is hardly meant a second time.
  const meant = closestWord(
    key,
    [...known].filter((one) => writtenIn.get(section)?.has(one) !== true),
  );
  if (meant === undefined) {
    return {
      severity: 'note',
      message: `no GNS3 server from 1.3 to 3.x reads "${key}" in [${section}]: it is ignored, and no error is shown`,
      evidence,
      remedy: { text: 'remove it, or look it up in the documentation of your version' },
    };
  }
  return {
    message: `no GNS3 server reads "${key}" in [${section}]: it is ignored, no error is shown, and ${meant} keeps its default`,
    evidence,
    remedy: { text: `write ${meant}, and start the server again`, paste: `${meant} = ${value}` },
  };
}
