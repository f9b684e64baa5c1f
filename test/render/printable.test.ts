import { expect, it } from 'vitest';
import { printable } from '../../src/render/printable.ts';

it('a page to be printed has no scripts, and everything else', () => {
  const page =
    '<head><script>if (a < b) "</p>";</script></head><p>a &lt;script&gt;</p><script type="x" id="y">(}</script>';
  expect(printable(page)).toBe('<head></head><p>a &lt;script&gt;</p>');
});
