/** What a quiz can be about, in the words that are typed. */
export const TOPICS = ['ports', 'rows', 'frames', 'consoles', 'bases', 'firewall', 'gns3'] as const;

export type Topic = (typeof TOPICS)[number];

export const DIFFICULTIES = ['easy', 'medium', 'hard'] as const;

export type Difficulty = (typeof DIFFICULTIES)[number];

/** What a topic asks, as a student would say it. */
export const TOPIC_TITLES: Readonly<Record<Topic, string>> = {
  ports: 'which port',
  rows: 'which rows',
  frames: 'where frames come out',
  consoles: 'consoles',
  bases: 'which base',
  firewall: 'firewall',
  gns3: 'GNS3',
};

/** What is asked where no topic is named: more with each difficulty. */
export const USUAL_TOPICS: Readonly<Record<Difficulty, readonly Topic[]>> = {
  easy: ['ports', 'rows', 'frames', 'consoles'],
  medium: ['ports', 'rows', 'frames', 'consoles', 'bases', 'firewall'],
  hard: TOPICS,
};

/** How many questions a quiz has where nobody says. */
export const USUAL_QUESTIONS = 10;

/** Enough for the bank of questions of a course. */
export const MOST_QUESTIONS = 200;
