import { describe, expect, it } from 'vitest';
import { calloutsOf } from '../../../src/render/email/callouts.ts';
import { formatOf } from '../../../src/render/view/format-of.ts';

const en = formatOf('en', 'UTC');
const fr = formatOf('fr', 'UTC');

describe('a rate past its limit', () => {
  it('is above it, or below it where too few were delivered', () => {
    const crossed = [
      { rate: 'delivered', value: 0.912, limit: 0.95 },
      { rate: 'complaints', value: 0.0024, limit: 0.001 },
    ] as const;
    expect(calloutsOf(crossed, en)).toEqual([
      'Delivered 91.2%, below the limit of 95%',
      'Spam complaints 0.24%, above the limit of 0.1%',
    ]);
    expect(calloutsOf(crossed, fr)).toEqual([
      'Délivrés 91,2\u202f%, en dessous de la limite de 95\u202f%',
      'Réclamations relatives aux spams 0,24\u202f%, au-dessus de la limite de 0,1\u202f%',
    ]);
  });

  it('is told exactly where rounding would make it equal to the limit', () => {
    expect(calloutsOf([{ rate: 'delivered', value: 0.94963, limit: 0.95 }], en)).toEqual([
      'Delivered 94.963%, below the limit of 95%',
    ]);
    expect(calloutsOf([{ rate: 'bounces', value: 0.0501, limit: 0.05 }], en)).toEqual([
      'Bounces 5.01%, above the limit of 5%',
    ]);
  });
});
