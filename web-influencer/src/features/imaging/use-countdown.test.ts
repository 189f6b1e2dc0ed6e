import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useCountdown } from './use-countdown.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const secondsGoBy = (seconds: number) => act(async () => vi.advanceTimersByTime(seconds * 1000));

test('counts down, and never promises less than a second', async () => {
  const { result } = renderHook(() => useCountdown(3));
  expect(result.current).toBe(3);
  await secondsGoBy(2);
  expect(result.current).toBe(1);
  await secondsGoBy(5);
  expect(result.current).toBe(1);
});

test('nothing known stays nothing known', async () => {
  const { result } = renderHook(() => useCountdown(null));
  await secondsGoBy(2);
  expect(result.current).toBeNull();
});
