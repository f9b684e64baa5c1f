import { expect, it } from 'vitest';
import { pdfFooter } from '../../src/render/pdf-footer.ts';

it('shows a title as text, without marks that would turn it round', () => {
  const title = '\u202e<script>x\u0000</script>';
  const footer = pdfFooter({ title, pageLabel: 'Page {page}' }, { left: '0', right: '0' });
  expect(footer).toContain('<div>&lt;script&gt;x&lt;/script&gt;</div>');
  expect(footer).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
});
