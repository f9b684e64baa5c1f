const address = /[^\s<>()[\],;:"'@]+@[^\s<>()[\],;:"'@]+/g;

/**
 * What a server said of a mail, without the address that it went to: replies often repeat it, whole or its local part
 * alone, and a log is no place for either.
 */
export function maskAddresses(text: string, recipient: string): string {
  const localPart = recipient.slice(0, recipient.lastIndexOf('@'));
  const quoted = localPart.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text
    .replace(address, '<address>')
    .replace(new RegExp(`(?<![\\p{L}\\p{N}])${quoted}(?![\\p{L}\\p{N}])`, 'giu'), '<address>');
}
