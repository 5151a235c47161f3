import type { TrustPolicySettingsQuery } from './operations.generated.ts'

export type Policy = NonNullable<TrustPolicySettingsQuery['trustPolicy']>
export type Level = 'OFF' | 'DANGER' | 'WARNING'

/** From which severity on findings block, in the order of strictness. */
export const levels: Record<Level, { label: string; meaning: string }> = {
  OFF: { label: 'None', meaning: 'Findings are shown where identities are written, and nothing more.' },
  DANGER: {
    label: 'Dangerous ones',
    meaning: 'For example every role of an account, pull requests, or tokens that live for more than a week.',
  },
  WARNING: {
    label: 'Dangerous ones and those to be careful with',
    meaning: 'Also names that can be taken by others, borrowed audiences, and tokens that live for more than a day. Notes never block.',
  },
}

/** A policy while it is being written. */
export interface PolicyDraft {
  level: Level
  issuers: string[]
}

export const draftOf = ({ blockedSeverity, allowedIssuers }: Policy): PolicyDraft => ({
  level: blockedSeverity ?? 'OFF',
  issuers: allowedIssuers,
})

/** As the API takes it. */
export const inputOf = ({ level, issuers }: PolicyDraft) => ({ blockedSeverity: level === 'OFF' ? null : level, allowedIssuers: issuers })

export const isSame = (left: PolicyDraft, right: PolicyDraft): boolean =>
  left.level === right.level && left.issuers.join('\n') === right.issuers.join('\n')

/** "/allowedIssuers/1: must be …" tells which entry is meant, and what is wrong with it. */
export function problemOfEntry(message: string): { index: number; text: string } | undefined {
  const [, index, text] = /^\/(?:policy\/)?allowedIssuers\/(\d+): (.*)$/.exec(message) ?? []
  return index === undefined || text === undefined ? undefined : { index: Number(index), text: `It ${text}.` }
}
