'use client'

import { ArrowRight, Cloud } from 'lucide-react'
import { Link } from '../../../../components/link.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'

interface CloudCardsProps {
  kinds: readonly { id: string; name: string }[]
}

/** The clouds that can be signed in to: each card goes to the form. */
export function CloudCards({ kinds }: CloudCardsProps) {
  const path = useOrganisationPath()
  return (
    <ul aria-label="Clouds" className="grid w-full gap-4">
      <li>
        <Link
          href={path('/integrations/credentials/new')}
          aria-label="AWS"
          aria-describedby="cloud-aws"
          className="flex h-full flex-col gap-2 rounded-lg border border-control bg-canvas p-4 text-left hover:border-accent hover:bg-hover"
        >
          <span className="flex items-center gap-3 text-base font-medium">
            <Cloud size={24} aria-hidden className="shrink-0 text-muted" />
            AWS
          </span>
          <span id="cloud-aws" className="flex-1 text-sm text-muted">
            For AWS Secrets Manager: {kinds.map(({ name }) => name).join(', ')}.
          </span>
          <span aria-hidden className="inline-flex items-center gap-1 font-medium text-accent">
            Create <ArrowRight size={16} />
          </span>
        </Link>
      </li>
    </ul>
  )
}
