import type { ShownPlan } from './use-plan.ts'

const namedAtMost = 12

/** "LEGACY_A, LEGACY_B and 3 more". */
export function namesOf(names: readonly string[], count: number): string {
  const shown = names.slice(0, namedAtMost)
  const rest = count - shown.length
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

const keysWord = (count: number): string => (count === 1 ? '1 key' : `${count} keys`)

/** What overwriting means for what is in the remote secret now. */
export function overwriteSentence(plan: ShownPlan): string {
  if (!plan.remoteIsDocument) return 'This replaces the whole value. What is there now is no set of keys and values, and is lost.'
  const whole =
    plan.keptCount === 0 ? 'This replaces the whole JSON.' : `${keysWord(plan.keptCount)} in AWS that are not the sync's stay as they are.`
  const changed = plan.changedCount === 0 ? '' : ` ${keysWord(plan.changedCount)} will get another value.`
  if (plan.removedCount === 0) return `${whole}${changed} Nothing in AWS is removed.`
  const removed = namesOf(
    plan.keys.filter(({ change }) => change === 'REMOVE').map(({ name }) => name),
    plan.removedCount,
  )
  const are = plan.removedCount === 1 ? 'is' : 'are'
  return `${whole}${changed} ${keysWord(plan.removedCount)} in AWS ${are} not here and will be removed: ${removed}`
}

/** "3.1 kB". */
export const kilobytes = (bytes: number): string => (bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} kB`)
