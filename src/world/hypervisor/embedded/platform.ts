/** A router platform, read off Dynamips 0.2.14 by offering it each card for each slot. */
interface Platform {
  /** The card that is built in at slot 0. */
  readonly builtIn?: string;
  /** What any slot takes. */
  readonly cards: readonly string[];
  /** What the card in slot 0 takes in its own slots. */
  readonly wics: readonly string[];
  /** The slots that it has, and lists; cards are taken in 16 on every platform. */
  readonly slotCount: number;
}

const WICS = ['WIC-1T', 'WIC-2T'];
const GT_CARDS = ['NM-1FE-TX', 'NM-16ESW', 'NM-4T', 'NM-CIDS', 'NM-NAM', 'GT96100-FE'];

export const PLATFORMS: ReadonlyMap<string, Platform> = new Map<string, Platform>([
  ['c1700', { builtIn: 'C1700-MB-1ETH', cards: ['C1700-MB-1ETH'], wics: [...WICS, 'WIC-1ENET'], slotCount: 1 }],
  [
    'c2600',
    {
      builtIn: 'CISCO2600-MB-1E',
      cards: [
        'NM-1E',
        'NM-4E',
        'NM-1FE-TX',
        'NM-16ESW',
        'NM-CIDS',
        'NM-NAM',
        'CISCO2600-MB-1E',
        'CISCO2600-MB-2E',
        'CISCO2600-MB-1FE',
        'CISCO2600-MB-2FE',
      ],
      wics: WICS,
      slotCount: 2,
    },
  ],
  ['c2691', { builtIn: 'GT96100-FE', cards: GT_CARDS, wics: WICS, slotCount: 2 }],
  ['c3725', { builtIn: 'GT96100-FE', cards: GT_CARDS, wics: WICS, slotCount: 3 }],
  ['c3745', { builtIn: 'GT96100-FE', cards: GT_CARDS, wics: WICS, slotCount: 5 }],
  ['c3600', { cards: ['NM-1E', 'NM-4E', 'NM-1FE-TX', 'NM-16ESW', 'NM-4T', 'Leopard-2FE'], wics: [], slotCount: 7 }],
  [
    'c7200',
    {
      cards: [
        'C7200-IO-FE',
        'C7200-IO-2FE',
        'C7200-IO-GE-E',
        'PA-FE-TX',
        'PA-2FE-TX',
        'PA-GE',
        'PA-4E',
        'PA-8E',
        'PA-4T+',
        'PA-8T',
        'PA-A1',
        'PA-POS-OC3',
        'PA-4B',
        'PA-MC-8TE1',
      ],
      wics: [],
      slotCount: 9,
    },
  ],
]);

/** Dynamips takes a card for slots 0 to 15, whether the platform has them or not. */
export const MAX_SLOTS = 16;
