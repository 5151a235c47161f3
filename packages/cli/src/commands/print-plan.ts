import { printable } from '../output.ts'
import type { Plan } from '../sync-plan.ts'
import type { Terminal } from '../terminal.ts'

const signs: Record<string, { sign: string; style: 'green' | 'yellow' | 'red' | 'dim' }> = {
  ADD: { sign: '+', style: 'green' },
  CHANGE: { sign: '~', style: 'yellow' },
  REMOVE: { sign: '-', style: 'red' },
}

const masked = '••••••••'

/** A plan for people, line by line: each key that changes, its value masked, and then what there is to know. */
export function planLines(plan: Plan, terminal: Terminal, stream: 'stdout' | 'stderr'): string[] {
  const { addedCount, changedCount, removedCount, unchangedCount, keptCount, bytes, maxBytes } = plan
  const changing = plan.keys.filter(({ change }) => change in signs)
  const width = Math.max(0, ...changing.map(({ name }) => name.length))
  const hidden = addedCount + changedCount + removedCount - changing.length
  return [
    `${plan.summary} in ${plan.account}, ${plan.region}`,
    ...changing.map(({ name, change, drifted }) => {
      const { sign, style } = signs[change] ?? { sign: ' ', style: 'dim' }
      const value = change === 'REMOVE' ? '' : masked
      return `  ${terminal.paint(style, sign, stream)} ${printable(name).padEnd(width)}  ${value}${drifted ? '  edited there since' : ''}`.trimEnd()
    }),
    ...(hidden > 0 ? [`  and ${hidden} more`] : []),
    `${addedCount} to add, ${changedCount} to change, ${removedCount} to remove, ${unchangedCount} unchanged, ${keptCount} left alone; ${bytes} of ${maxBytes} bytes`,
    ...remarks(plan).map((remark) => printable(remark)),
  ]
}

function remarks(plan: Plan): string[] {
  const { remoteState, referencedEnvironments, unresolvedReferences } = plan
  return [
    ...(remoteState === 'ABSENT' ? ['The secret is not there yet and will be made.'] : []),
    ...(remoteState === 'WITHOUT_VALUE' ? ['The secret is there and has no value yet.'] : []),
    ...(plan.remoteIsDocument ? [] : ['Its value is no set of keys and values; it can only be overwritten as a whole.']),
    ...(plan.ownedByAnother ? ['Another sync says that it owns the secret; only its own deletion frees it.'] : []),
    ...(referencedEnvironments.length > 0
      ? [`The sync will also read ${referencedEnvironments.map(({ name }) => name).join(', ')}, to which values refer.`]
      : []),
    ...(unresolvedReferences.length > 0 ? [`References that lead nowhere stay as they are: ${unresolvedReferences.join(', ')}.`] : []),
  ]
}
