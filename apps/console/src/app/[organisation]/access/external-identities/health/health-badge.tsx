import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react'
import { Badge } from '../../../../../components/badge.tsx'
import type { IssuerHealthFactsFragment } from './operations.generated.ts'

const looks = {
  DANGER: { tone: 'danger', Icon: CircleAlert, word: 'In trouble' },
  WARNING: { tone: 'warning', Icon: TriangleAlert, word: 'Needs a look' },
  OK: { tone: 'success', Icon: CircleCheck, word: 'Healthy' },
  UNKNOWN: { tone: 'neutral', Icon: CircleDashed, word: 'Not asked yet' },
} as const

/** How an issuer is, in a word. */
export function HealthBadge({ level }: Pick<IssuerHealthFactsFragment, 'level'>) {
  const { tone, Icon, word } = looks[level]
  return (
    <Badge tone={tone} icon={<Icon size={12} aria-hidden />}>
      {word}
    </Badge>
  )
}

/** What is wrong, the worst first. */
export function FindingList({ findings }: Pick<IssuerHealthFactsFragment, 'findings'>) {
  if (findings.length === 0) return null
  return (
    <ul className="flex max-w-prose flex-col gap-1">
      {findings.map(({ code, severity, message }) => (
        <li key={code} className={`wrap-anywhere ${severity === 'DANGER' ? 'text-danger' : ''}`}>
          {message}
        </li>
      ))}
    </ul>
  )
}
