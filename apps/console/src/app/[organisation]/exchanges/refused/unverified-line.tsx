import { ShieldX } from 'lucide-react'
import { useClock } from '../../../../components/clock.tsx'
import { Link } from '../../../../components/link.tsx'
import { Time } from '../../../../components/time.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { titleOf } from '../reason-titles.ts'
import type { InboxState } from './inbox-state.ts'
import type { UnverifiedLineFragment } from './operations.generated.ts'

interface UnverifiedLineProps {
  unverified: UnverifiedLineFragment
  state: InboxState
}

/** Whoever no platform vouched for is counted in one line: what such a caller says of itself is nobody's name. */
export function UnverifiedLine({ unverified: { count, more, lastAt, reasons, addresses, addressCount }, state }: UnverifiedLineProps) {
  const path = useOrganisationPath()
  const { locale } = useClock()
  if (count === 0 || state.q.trim() !== '') return null
  const number = (value: number) => value.toLocaleString(locale)
  const told = reasons.map((reason) => `${titleOf(reason.code)} (${number(reason.count)})`).join(', ')
  const code = reasons.length === 1 ? reasons[0]?.code : undefined
  const filter = new URLSearchParams({ outcome: 'refused', ...(code ? { code } : {}), ...(state.sa ? { sa: state.sa } : {}) })
  return (
    <p className="flex items-start gap-2 rounded-lg border border-line bg-surface px-4 py-3">
      <ShieldX size={18} aria-hidden className="mt-0.5 shrink-0 text-muted" />
      <span className="min-w-0 break-words">
        {more && 'More than '}
        {number(count)} {count === 1 && !more ? 'attempt' : 'attempts'} of callers whom no platform vouched for: {told}. Nothing that they
        say of themselves is shown here, and none of them can be trusted.{' '}
        <span className="text-muted">
          {addressCount === 1 ? 'From ' : `From ${number(addressCount)} addresses, such as `}
          <bdi className="font-mono">{addresses.slice(0, 3).join(', ')}</bdi>
          {lastAt !== null && (
            <>
              , last <Time at={lastAt} />
            </>
          )}
          .
        </span>{' '}
        <Link className="link" prefetch={false} href={path(`/exchanges?${filter}`)}>
          See them
        </Link>
      </span>
    </p>
  )
}
