'use client'

import { Link2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { CopyButton, IdText } from '../../../components/copy.tsx'
import { Link } from '../../../components/link.tsx'
import { Time } from '../../../components/time.tsx'
import { useOrganisationPath } from '../../../frame/viewer.tsx'
import { differenceOf, type FieldChange } from './difference.ts'
import type { LoggedEventFragment } from './operations.generated.ts'

interface EventDetailProps {
  event: LoggedEventFragment
  showTime: boolean
  onResource: (id: string) => void
}

/** One event in full: what changed, and where it came from. */
export function EventDetail({ event, showTime, onResource }: EventDetailProps) {
  const path = useOrganisationPath()
  const { id, at, action, resourceId, before, after, ip, userAgent, requestId } = event
  const changes = differenceOf(before, after)
  return (
    <div className="flex flex-col gap-3">
      {showTime && (
        <h3 className="text-sm">
          <Time at={at} show="full" />
        </h3>
      )}
      {changes.length > 0 && <Changes changes={changes} />}
      <dl className="grid gap-x-6 gap-y-1 text-[13px] sm:grid-cols-[max-content_1fr]">
        <Fact name="Action">
          <code className="font-mono">{action}</code>
        </Fact>
        <Fact name="Address">{ip}</Fact>
        {userAgent !== '' && <Fact name="User agent">{userAgent}</Fact>}
        <Fact name="Request">
          <code className="font-mono break-all">{requestId}</code> <CopyButton text={requestId} what="request id" />
        </Fact>
        {resourceId !== null && (
          <Fact name="Resource">
            <IdText id={resourceId} what="resource id" />
            <button type="button" className="link rounded py-1" onClick={() => onResource(resourceId)}>
              Everything about it
            </button>
          </Fact>
        )}
        <Fact name="Link">
          {/* The request id finds it among however many events, and shows what else the request did. */}
          <Link className="link inline-flex items-center gap-1 rounded py-1" href={path(`/logs?q=${requestId}&event=${id}`)}>
            <Link2 size={14} aria-hidden /> Permalink
          </Link>
        </Fact>
      </dl>
    </div>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-muted sm:py-1">{name}</dt>
    <dd className="flex min-w-0 flex-wrap items-center gap-x-2 break-all">{children}</dd>
  </>
)

const Changes = ({ changes }: { changes: readonly FieldChange[] }) => (
  <dl className="flex max-w-3xl flex-col divide-y divide-line rounded-lg border border-line bg-surface text-[13px]">
    {changes.map((change) => (
      <div key={change.field} className="grid gap-x-6 gap-y-1 px-3 py-2 sm:grid-cols-[14rem_1fr]">
        <dt className="font-mono break-all text-muted">{change.field}</dt>
        <dd className="flex min-w-0 flex-col gap-1">
          {change.kind === 'list' ? (
            <>
              {change.removed.map((entry) => (
                <Line key={`-${entry}`} sign="−" word="removed" text={entry} />
              ))}
              {change.added.map((entry) => (
                <Line key={`+${entry}`} sign="+" word="added" text={entry} />
              ))}
            </>
          ) : (
            <>
              {change.before !== undefined && <Line sign="−" word="before" text={change.before} />}
              {change.after !== undefined && <Line sign="+" word="after" text={change.after} />}
            </>
          )}
        </dd>
      </div>
    ))}
  </dl>
)

const Line = ({ sign, word, text }: { sign: '+' | '−'; word: string; text: string }) => (
  <span className={`flex gap-2 font-mono break-all ${sign === '+' ? 'text-success' : 'text-danger'}`}>
    <span aria-hidden>{sign}</span>
    <span className="sr-only">{word}: </span>
    <span className="min-w-0">{text === '' ? 'empty' : text}</span>
  </span>
)
