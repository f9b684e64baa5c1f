/**
 * Stands for what yargs measures its help with, whose tables of emoji take longer to load than all of yargs. Our help is
 * plain text: as wide as it is long.
 */
export default function stringWidth(text: string): number {
  return text.length;
}
