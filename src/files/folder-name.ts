import { createRequire } from 'node:module';

/** Most ids are names already: Node's cryptography takes longer to load than all of this. */
const cryptography = (): typeof import('node:crypto') => createRequire(import.meta.url)('node:crypto');

/** Names that Windows keeps for devices, with or without an extension, and our own. */
const reserved = /^((con|prn|aux|nul|com\d|lpt\d)(\..*)?|index\.html)$/i;

const longestName = 100;

/**
 * A safe file name made from a delivery id: the id itself where it is one already, else its harmless characters and
 * a piece of its hash, so that two ids that differ in more than upper case never share a folder.
 */
export function folderName(deliveryId: string): string {
  const harmless = /^[A-Za-z0-9_][A-Za-z0-9._-]*[A-Za-z0-9_-]$|^[A-Za-z0-9_]$/;
  if (harmless.test(deliveryId) && deliveryId.length <= longestName && !reserved.test(deliveryId))
    return deliveryId;
  const kept = deliveryId
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, longestName);
  const hash = cryptography().createHash('sha256').update(deliveryId).digest('hex').slice(0, 8);
  return kept === '' ? hash : `${kept}-${hash}`;
}
