'use strict';
// mocha's spec reporter, closed by one plain line that machines can read.
const { reporters } = require('mocha');

module.exports = class PlainClose extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
};
