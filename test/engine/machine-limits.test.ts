import { describe, expect, it } from 'vitest';
import { limitsOf, machineLimits, processorQuotaOf } from '../../src/engine/machine-limits.ts';

const gibibyte = 1024 ** 3;
const machine = { processors: 2, memoryBytes: 8 * gibibyte, processorQuota: null };

describe('what the engine takes of a machine', () => {
  it('is a thread for each processor, but not more than eight', () => {
    expect(limitsOf(machine).threads).toBe(2);
    expect(limitsOf({ ...machine, processors: 64 }).threads).toBe(8);
  });

  it('is no more threads than a container lets run at a time', () => {
    expect(limitsOf({ ...machine, processors: 16, processorQuota: 1.5 }).threads).toBe(2);
    expect(limitsOf({ ...machine, processors: 16, processorQuota: 0.25 }).threads).toBe(1);
  });

  it('is 640 MiB, or half of what a small machine has', () => {
    expect(limitsOf(machine).memoryBytes).toBe(0.625 * gibibyte);
    expect(limitsOf({ ...machine, memoryBytes: gibibyte }).memoryBytes).toBe(gibibyte / 2);
    expect(limitsOf({ ...machine, memoryBytes: gibibyte / 16 }).memoryBytes).toBe(gibibyte / 8);
  });

  it('is known of this one', () => {
    expect(machineLimits().threads).toBeGreaterThan(0);
    expect(machineLimits().memoryBytes).toBeGreaterThanOrEqual(gibibyte / 8);
  });
});

describe('the quota of a control group', () => {
  it.each([
    ['150000 100000\n', 1.5],
    ['max 100000\n', null],
    ['-1\n 100000\n', null],
    [' ', null],
  ])('%j is %s processors', (text, processors) => {
    expect(processorQuotaOf(text)).toBe(processors);
  });
});
