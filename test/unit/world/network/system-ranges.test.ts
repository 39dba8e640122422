import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  parseDarwinRange,
  parseLinuxRanges,
  parseWindowsRanges,
  readSystemRanges,
} from '../../../../src/world/network/system-ranges.ts';
import { fc } from '../../../support/property.ts';
import { file } from '../../../support/text.ts';

/** What netsh prints on Windows 10 for `show dynamicportrange udp`, as Microsoft documents it. */
const DYNAMIC = file`

  Protocol udp Dynamic Port Range
  ---------------------------------
  Start Port      : 49152
  Number of Ports : 16384

`;

const EXCLUDED = file`

  Protocol udp Port Exclusion Ranges

  Start Port    End Port
  ----------    --------
       10000       10099
       50000       50059     *
       62000       62000

  * - Administered port exclusions.

`;

const NO_RANGES = { reserved: [], excluded: [] };

describe('parseLinuxRanges', () => {
  it('reads the two numbers of ip_local_port_range, a tab between them', () => {
    expect(parseLinuxRanges('32768\t60999\n', '\n')).to.deep.equal({
      ...NO_RANGES,
      ephemeral: { first: 32_768, last: 60_999 },
    });
  });

  // The kernel's documentation (networking/ip-sysctl.rst) gives this form for ip_local_reserved_ports.
  it('reads single ports and ranges of ip_local_reserved_ports, commas between them', () => {
    expect(parseLinuxRanges('32000\t60999\n', '8080,9148,40000-40100\n')?.reserved).to.deep.equal([
      { first: 8080, last: 8080 },
      { first: 9148, last: 9148 },
      { first: 40_000, last: 40_100 },
    ]);
  });

  it('gives nothing for what is no range', () => {
    for (const text of ['', '32768', 'a b', '60999 32768', '-1 5', '1e3 2e3'])
      expect(parseLinuxRanges(text, ''), text).to.equal(undefined);
  });
});

describe('parseDarwinRange', () => {
  it('reads two lines of sysctl -n', () => {
    expect(parseDarwinRange('49152\n65535\n')).to.deep.equal({
      ...NO_RANGES,
      ephemeral: { first: 49_152, last: 65_535 },
    });
  });

  it('gives nothing for an error of sysctl', () => {
    expect(parseDarwinRange("sysctl: unknown oid 'net.inet.ip.portrange.first'\n")).to.equal(undefined);
  });
});

describe('parseWindowsRanges', () => {
  const expected = {
    ephemeral: { first: 49_152, last: 65_535 },
    reserved: [],
    excluded: [
      { first: 10_000, last: 10_099 },
      { first: 50_000, last: 50_059 },
      { first: 62_000, last: 62_000 },
    ],
  };

  it('reads the first port with how many there are, and every excluded range', () => {
    expect(parseWindowsRanges(DYNAMIC, EXCLUDED)).to.deep.equal(expected);
  });

  it('reads them with the line ends of Windows', () => {
    const windows = (text: string): string => text.replaceAll('\n', '\r\n');
    expect(parseWindowsRanges(windows(DYNAMIC), windows(EXCLUDED))).to.deep.equal(expected);
  });

  it('reads them in German', () => {
    const dynamic = file`

      Dynamischer Portbereich des Protokolls udp
      ---------------------------------
      Startport     : 1024
      Anzahl von Ports : 64511

    `;
    const excluded = file`

      Portausschlussbereiche des Protokolls udp

      Startport      Endport
      ----------    --------
            5357        5357
           50000       50059     *

      * - Verwaltete Portausschlüsse.

    `;
    expect(parseWindowsRanges(dynamic, excluded)).to.deep.equal({
      ephemeral: { first: 1024, last: 65_534 },
      reserved: [],
      excluded: [
        { first: 5357, last: 5357 },
        { first: 50_000, last: 50_059 },
      ],
    });
  });

  it('has no excluded ranges where netsh lists none', () => {
    expect(parseWindowsRanges(DYNAMIC, '\nStart Port    End Port\n----------    --------\n\n')?.excluded).to.deep.equal(
      [],
    );
  });

  it('gives nothing for a netsh that answers something else', () => {
    expect(parseWindowsRanges('The following command was not found: dynamicportrange.\n', '')).to.equal(undefined);
  });
});

describe('parsers of ranges', () => {
  it('take any text, and every range that they give has its first port first', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[-0-9 \t\n:,*]{0,60}$/));
    fc.assert(
      fc.property(text, text, (one, two) => {
        for (const ranges of [parseLinuxRanges(one, two), parseDarwinRange(one), parseWindowsRanges(one, two)]) {
          if (ranges === undefined) continue;
          for (const { first, last } of [ranges.ephemeral, ...ranges.reserved, ...ranges.excluded])
            expect(first).to.be.at.most(last);
        }
      }),
    );
  });
});

describe('readSystemRanges', () => {
  it('gives the ephemeral range of this host', async () => {
    const ranges = await readSystemRanges();
    if (process.platform === 'linux') {
      const [first, last] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'latin1').split('\t').map(Number);
      expect(ranges?.ephemeral).to.deep.equal({ first, last });
    } else if (process.platform === 'darwin' || process.platform === 'win32') {
      expect(ranges?.ephemeral.last).to.be.above(1023);
    } else {
      expect(ranges).to.equal(undefined);
    }
  });
});
