import { median } from './lanes.ts'

/** Ours against a yardstick, in turns: whatever else the machine does then slows both. */
export interface Contest {
  name: string
  yardstick: string
  /** What the ratio is meant to be, for the table. */
  aim: string
  /** Each of the two answers how many it did per second, ours with the processor time of our process per piece, in milliseconds. */
  ours(): Promise<{ perSecond: number; processorMs: number }>
  theirs(): Promise<number>
}

export interface Result {
  contest: Contest
  ours: number
  theirs: number
  /** Median of the rounds' own ratios. */
  ratio: number
  limit: string
}

/** One round that does not count, to warm up, and then so many that do. */
export async function hold(contest: Contest, rounds: number): Promise<Result> {
  await contest.theirs()
  await contest.ours()
  const seen: { ours: number; theirs: number; processorMs: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const theirs = await contest.theirs()
    const { perSecond, processorMs } = await contest.ours()
    seen.push({ ours: perSecond, theirs, processorMs })
  }
  const ours = median(seen.map((round) => round.ours))
  const processorMs = median(seen.map((round) => round.processorMs))
  return {
    contest,
    ours,
    theirs: median(seen.map((round) => round.theirs)),
    ratio: median(seen.map((round) => round.ours / round.theirs)),
    limit: limitOf(ours, processorMs),
  }
}

/** JavaScript runs on one processor: when that one is nearly always busy, nothing else is the limit. */
function limitOf(perSecond: number, processorMs: number): string {
  const busy = Math.round((perSecond * processorMs) / 10)
  const each = `${processorMs.toFixed(2)} ms of processor each, ${busy} % of one`
  return busy >= 85 ? `our process: ${each}` : `PostgreSQL and the processors it shares with us; our process: ${each}`
}

const header = ['', 'ours/s', 'yardstick/s', 'ratio', 'aim']

export function table(results: readonly Result[]): string {
  const rows = results.map(({ contest, ours, theirs, ratio }) => [
    contest.name,
    ours.toFixed(0),
    theirs.toFixed(0),
    ratio.toFixed(2),
    contest.aim,
  ])
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')
  return [line(header), ...rows.map(line)].join('\n')
}
