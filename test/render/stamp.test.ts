import { describe, expect, it } from 'vitest';
import { stampOfIndex, stampOfReport, stampPicture } from '../../src/render/stamp.ts';
import { stampSize } from '../../src/render/stamp-size.ts';

describe('the stamp of a report', () => {
  it('is told by its text alone', () => {
    expect(stampOfReport('{}\n')).toBe(stampOfReport('{}\n'));
    expect(stampOfReport('{}\n')).toMatch(/^[0-9a-f]{32}$/);
    expect(stampOfReport('{ }\n')).not.toBe(stampOfReport('{}\n'));
  });

  it('is that of a list by its reports, in whatever order they come', () => {
    expect(stampOfIndex(['a', 'b'])).toBe(stampOfIndex(['b', 'a']));
    expect(stampOfIndex(['a', 'b'])).not.toBe(stampOfIndex(['a']));
    expect(stampOfIndex([])).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is told by the size of a picture, which is never nothing', () => {
    expect(stampSize('00000000ffff')).toEqual({ width: 1, height: 1 });
    expect(stampSize('ffff000affff')).toEqual({ width: 65_536, height: 11 });
    expect(stampPicture('00ff000affff')).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="11"/>\n',
    );
  });
});
