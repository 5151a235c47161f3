'use client'

import { Bot, ChevronDown, ChevronRight, Server, User, UserX } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { Badge } from '../../../components/badge.tsx'
import { Link } from '../../../components/link.tsx'
import { Time } from '../../../components/time.tsx'
import { useOrganisationPath } from '../../../frame/viewer.tsx'
import { namesObject, phraseOf } from './action-words.ts'
import { EventDetail } from './event-detail.tsx'
import type { LoggedEventFragment } from './operations.generated.ts'
import { pageOfResource } from './resource-page.ts'
import { sourceOf } from './source.ts'

interface EventRowProps {
  event: LoggedEventFragment
  /** Older repetitions of it, which it stands for. */
  repeated: readonly LoggedEventFragment[]
  openId: string | null
  onActor: (id: string) => void
  onResource: (id: string) => void
}

const actorIcons = { MEMBER: User, SERVICE_ACCOUNT: Bot, SYSTEM: Server, ANONYMOUS: UserX }
const actorWords = { MEMBER: 'member', SERVICE_ACCOUNT: 'service account', SYSTEM: 'the server', ANONYMOUS: 'anonymous' }

export function EventRow({ event, repeated, openId, onActor, onResource }: EventRowProps) {
  const all = [event, ...repeated]
  const linked = all.some(({ id }) => id === openId)
  const [open, setOpen] = useState(linked)
  const row = useRef<HTMLLIElement>(null)
  const id = useId()
  useEffect(() => {
    if (linked) row.current?.scrollIntoView({ block: 'center' })
  }, [linked])
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <li ref={row} className={linked ? 'bg-accent-soft' : ''}>
      <div className="flex items-start gap-3 px-1 py-2 sm:items-center">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          aria-label={`Details: ${event.actor.name} ${phraseOf(event)} ${event.resourceName ?? ''}`}
          className="inline-flex size-7 shrink-0 items-center justify-center rounded text-muted hover:bg-hover hover:text-text"
          onClick={() => setOpen(!open)}
        >
          <Chevron size={16} aria-hidden />
        </button>
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-1">
          <span className="w-20 shrink-0 font-mono text-[13px] text-muted">
            <Time at={event.at} show="clock" />
          </span>
          <p className="min-w-0 flex-1 basis-60 break-words">
            <Actor actor={event.actor} onActor={onActor} /> {phraseOf(event)} <Resource event={event} />{' '}
            {repeated.length > 0 && <Badge>× {all.length}</Badge>}
          </p>
          <span className="text-[13px] text-muted">{sourceOf(event)}</span>
        </div>
      </div>
      <div id={id} hidden={!open} className="flex flex-col gap-4 pb-4 pl-11">
        {open && all.map((one) => <EventDetail key={one.id} event={one} showTime={repeated.length > 0} onResource={onResource} />)}
      </div>
    </li>
  )
}

function Actor({ actor, onActor }: { actor: LoggedEventFragment['actor']; onActor: (id: string) => void }) {
  const Icon = actorIcons[actor.kind]
  const { id } = actor
  const name = (
    <>
      <Icon size={14} aria-hidden className="mr-1 inline text-muted" />
      <span className="sr-only">{actorWords[actor.kind]} </span>
      <span className="font-medium">{actor.name}</span>
    </>
  )
  if (id === null) return name
  return (
    <button
      type="button"
      className="rounded text-left break-all hover:underline"
      title="Only what this one did"
      onClick={() => onActor(id)}
    >
      {name}
    </button>
  )
}

function Resource({ event }: { event: LoggedEventFragment }) {
  const path = useOrganisationPath()
  const { action, resourceName, resourceId } = event
  if (!namesObject(action)) return null
  const name = resourceName ?? (resourceId === null ? '' : `${resourceId.slice(0, 8)}…`)
  const page = pageOfResource(event)
  if (page === undefined) return <span className="font-medium">{name}</span>
  return (
    <Link href={path(page)} className="font-medium hover:underline">
      {name}
    </Link>
  )
}
