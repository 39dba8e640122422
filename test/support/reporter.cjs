// Mocha's spec reporter. The counts and failures with which it would end it leaves in the file that
// NIOSTAT_MOCHA_PART names, if any: scripts/test.mjs joins them with those of the other mocha.
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

const { Base, Spec } = reporters;

module.exports = class PartOfSpec extends Spec {
  failed = [];

  constructor(runner, options) {
    super(runner, options);
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      this.failed.push({ titles: test.titlePath(), error: plain(error) });
    });
  }

  epilogue() {
    const file = process.env.NIOSTAT_MOCHA_PART;
    if (file === undefined) super.epilogue();
    else writeFileSync(file, JSON.stringify({ stats: this.stats, failed: this.failed }));
  }
};

/** What a list of failures shows of an error. Values that are compared have been made texts. */
function plain(error) {
  const { message, stack, uncaught, cause, actual, expected } = error;
  return {
    ...{ message, stack, uncaught },
    ...(!Base.hideDiff && Base.showDiff(error) && { actual, expected }),
    ...(cause instanceof Error && { cause: plain(cause) }),
  };
}
