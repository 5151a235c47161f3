import { ArrowRightLeft, CircleCheck, CircleHelp, CircleX, Megaphone, UserPlus } from 'lucide-react'
import type { IdentityChangeKind } from './operations.generated.ts'

const looks = {
  REFUSED: { Icon: CircleX, colour: 'text-danger' },
  ADMITTED: { Icon: UserPlus, colour: 'text-warning' },
  REPORTED: { Icon: Megaphone, colour: 'text-warning' },
  TRUSTED: { Icon: CircleCheck, colour: 'text-success' },
  ELSEWHERE: { Icon: ArrowRightLeft, colour: 'text-muted' },
  UNDECIDED: { Icon: CircleHelp, colour: 'text-muted' },
} as const satisfies Record<IdentityChangeKind, object>

export const lookOf = (kind: IdentityChangeKind) => looks[kind]

/** What a change does to so many callers. */
export function sentenceOf(kind: IdentityChangeKind, count: number): string {
  const callers = count === 1 ? '1 caller' : `${count} callers`
  return {
    REFUSED: `${callers} that got in would now be refused`,
    ADMITTED: `${callers} that ${count === 1 ? 'was' : 'were'} refused would get in`,
    REPORTED: `${callers} would get in by report-only alone`,
    TRUSTED: `${callers} that got in by report-only alone would be trusted`,
    ELSEWHERE: `${callers} would get in by another identity`,
    UNDECIDED: `Of ${callers} it cannot be told: other keys are to vouch than did`,
  }[kind]
}
