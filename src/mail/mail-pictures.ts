import type { EmailEdition } from '../render/email.ts';
import type { MailPart } from './compose.ts';

/** The pictures of a mail as the parts that its HTML has them from. */
export const mailPictures = ({ pictures }: Pick<EmailEdition, 'pictures'>): readonly MailPart[] =>
  pictures.map(({ name, cid, png }) => ({ name, cid, type: 'image/png', content: png }));
