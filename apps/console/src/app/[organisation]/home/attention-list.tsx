'use client'

import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { Link } from '../../../components/link.tsx'
import { Section } from '../../../components/page-header.tsx'
import { Time } from '../../../components/time.tsx'
import { useOrganisationPath } from '../../../frame/viewer.tsx'
import { tell } from './attention.ts'
import type { HomeAttentionFragment } from './operations.generated.ts'

const looks = {
  DANGER: { Icon: CircleAlert, word: 'Urgent', colour: 'text-danger' },
  WARNING: { Icon: TriangleAlert, word: 'Warning', colour: 'text-warning' },
  INFO: { Icon: Info, word: 'Hint', colour: 'text-info' },
}

/** The most urgent first, each with the place where something can be done about it. */
export const AttentionList = ({ items }: { items: readonly HomeAttentionFragment[] }) => (
  <Section title={items.length > 0 ? `Needs attention (${items.length})` : 'Needs attention'}>
    {items.length === 0 ? (
      <p className="flex items-center gap-2 text-muted">
        <CircleCheck size={16} aria-hidden className="shrink-0 text-success" /> Nothing. Refusals, tokens without an end and identities
        without use would be listed here.
      </p>
    ) : (
      <ul className="flex flex-col">
        {items.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ul>
    )}
  </Section>
)

function Item({ item }: { item: HomeAttentionFragment }) {
  const path = useOrganisationPath()
  const { Icon, word, colour } = looks[item.severity]
  const { sentence, action, path: place } = tell(item)
  return (
    <li className="flex items-start gap-2 border-b border-line py-2 last:border-0">
      <Icon size={16} aria-hidden className={`mt-0.5 shrink-0 ${colour}`} />
      <span className="min-w-0 flex-1">
        <span className="sr-only">{word}: </span>
        <bdi className="line-clamp-3 break-words">{sentence}</bdi>
        {item.at !== null && (
          <span className="text-sm text-muted">
            <Time at={item.at} />
          </span>
        )}
      </span>
      <Link className="link shrink-0 py-0.5" prefetch={false} href={path(place)} aria-label={`${action}: ${sentence}`.slice(0, 300)}>
        {action}
      </Link>
    </li>
  )
}
