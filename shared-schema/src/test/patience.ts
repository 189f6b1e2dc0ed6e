import { vi } from 'vitest';

// What comes by itself comes at once; on a machine that has much to do, a moment later. The library gives up after a
// second, which says nothing about the product. Where a time is promised, the test names it.
const patience = 10_000;

const { waitFor } = vi;
vi.waitFor = (callback, options) =>
  waitFor(callback, typeof options === 'number' ? options : { timeout: patience, ...options });
