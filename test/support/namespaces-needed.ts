import { expect } from 'chai';

/**
 * Stands in a `describe` for tests that network namespaces are missing for: passed over, saying why, or a
 * failure where `NIOSTAT_REQUIRE_NETNS=1` asks for them.
 */
export function standInFor(lack: string): void {
  if (process.env['NIOSTAT_REQUIRE_NETNS'] === '1') {
    it('needs network namespaces', () => {
      expect.fail(`NIOSTAT_REQUIRE_NETNS=1 asks for network namespaces, but ${lack}`);
    });
  } else it.skip(`is not tested here: ${lack}`);
}
