// Mocha's spec reporter, which also leaves mocha's own counts in the file that NIOSTAT_MOCHA_RESULT names.
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

module.exports = class SpecWithResult extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.NIOSTAT_MOCHA_RESULT;
    if (file !== undefined) {
      runner.once(Runner.constants.EVENT_RUN_END, () => writeFileSync(file, JSON.stringify(this.stats)));
    }
  }
};
