import { createRequire } from 'node:module';

/** Most ids are names already: Node's cryptography takes longer to load than all of this. */
const cryptography = (): typeof import('node:crypto') => createRequire(import.meta.url)('node:crypto');

/** Names that Windows keeps for devices, with or without an extension, and our own. */
const reserved = /^((con|prn|aux|nul|com\d|lpt\d)(\..*)?|index\.html)$/i;

const longestName = 100;

/** An id that is a name already. */
const harmless = /^[A-Za-z0-9_][A-Za-z0-9._-]*[A-Za-z0-9_-]$|^[A-Za-z0-9_]$/;

/** What the names end in that are made here, never a number: an id that does is not kept, or it could be another's name. */
const endsLikeMade = /(?:^|-)(?=\d*[a-f])[0-9a-f]{8}$/i;

/** The first eight digits of a hash that are more than a number, as dates are. */
const pieceOf = (hash: string): string => /(?=\d{0,7}[a-f])[0-9a-f]{8}/.exec(hash)?.[0] ?? hash;

const isKept = (id: string): boolean =>
  harmless.test(id) && id.length <= longestName && !reserved.test(id) && !endsLikeMade.test(id);

/**
 * A safe file name made from a delivery id: the id itself where it is one already, else its harmless characters and
 * a piece of its hash, so that two ids that differ in more than upper case never share a folder.
 */
export function folderName(deliveryId: string): string {
  if (isKept(deliveryId)) return deliveryId;
  const kept = deliveryId
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, longestName);
  const hash = pieceOf(cryptography().createHash('sha256').update(deliveryId).digest('hex'));
  return kept === '' ? hash : `${kept}-${hash}`;
}
