import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** Where and when the bench ran. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGibibytes: number;
  readonly system: string;
  readonly node: string;
  readonly date: string;
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    memoryGibibytes: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** The first line of a result; Node doing nothing tells the pace of the machine at the time. */
export function machineLine(
  { processor, cores, memoryGibibytes, system, node, date }: Machine,
  nodeDoingNothing: number,
): string {
  const pace = `Node doing nothing ${Math.round(nodeDoingNothing)} ms`;
  return `${cores} x ${processor}, ${memoryGibibytes} GiB, ${system}, Node ${node}, ${date}, ${pace}`;
}
