import { Option } from 'commander'
import { apply, plan, requireKey } from '../changes.ts'
import type { Pair } from '../formats.ts'
import type { Invocation } from '../invocation.ts'
import type { TargetFlags } from '../target.ts'
import { openWorkspace } from '../workspace.ts'

export interface WriteFlags extends TargetFlags {
  type?: string
}

export const typeOption = () => new Option('--type <type>', 'type of new secrets').choices(['secret', 'sealed', 'config']).default('secret')

export interface Counts {
  created: number
  updated: number
  unchanged: number
  /** There already, with another value, and left alone. */
  skipped: number
}

export const sentence = ({ created, updated, unchanged, skipped }: Counts): string =>
  `${created} created, ${updated} updated, ${unchanged} unchanged${skipped > 0 ? `, ${skipped} left as they are` : ''}`

/** Makes a folder hold these pairs. */
export async function write(
  pairs: Pair[],
  flags: WriteFlags & { dryRun?: boolean; skipExisting?: boolean },
  invocation: Invocation,
): Promise<{ counts: Counts; place: string }> {
  for (const { key } of pairs) requireKey(key)
  const workspace = await openWorkspace(invocation, flags)
  const path = workspace.target.path ?? '/'
  const planned = plan(pairs, pairs.length === 0 ? [] : await workspace.door.read({ path }), { path, type: flags.type })
  const changes = flags.skipExisting ? { ...planned, update: [] } : planned
  if (!flags.dryRun) await apply(changes, workspace)
  return {
    counts: {
      created: changes.create.length,
      updated: changes.update.length,
      unchanged: changes.unchanged,
      skipped: planned.update.length - changes.update.length,
    },
    place: workspace.place,
  }
}
