import { join } from 'node:path';
import { type Ledger, openLedger, readLedger } from '../mail/ledger.ts';
import type { RunContext } from './run-context.ts';

/** How long another run may hold the ledger: as long as it takes to mail one report to many. */
const patience = 15 * 60_000;

/** Works with the ledger, which no other process can open meanwhile. */
export async function withLedger<Result>(
  { config, terminal }: RunContext,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  const ledger = await openLedger(pathOf(config.state), patience, sayOnce(terminal));
  try {
    return await work(ledger);
  } finally {
    ledger.close();
  }
}

/** Looks into the ledger, which may not be there yet. */
export async function lookIntoLedger<Result>(
  { config, terminal }: RunContext,
  work: (ledger: Ledger | undefined) => Promise<Result>,
): Promise<Result> {
  const ledger = await readLedger(pathOf(config.state), patience, sayOnce(terminal));
  try {
    return await work(ledger);
  } finally {
    ledger?.close();
  }
}

const pathOf = (state: string): string => join(state, 'ledger.duckdb');

function sayOnce({ warn }: RunContext['terminal']): () => void {
  let said = false;
  return () => {
    if (!said) warn('another run is mailing: waiting for it');
    said = true;
  };
}
