'use client'

import { CirclePause, CirclePlay, FlaskConical, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { usePageQuery } from '../../../../../apollo/use-page-query.ts'
import { Badge } from '../../../../../components/badge.tsx'
import { Button, ButtonLink } from '../../../../../components/button.tsx'
import { IdText } from '../../../../../components/copy.tsx'
import { LinkTabs } from '../../../../../components/link-tabs.tsx'
import { PageHeader } from '../../../../../components/page-header.tsx'
import { EmptyState, ErrorState, NoPermission } from '../../../../../components/states.tsx'
import { useCan, useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { IdentityStatus } from '../identity-status.tsx'
import { ProviderIcon } from '../provider-icon.tsx'
import { namesOf } from '../providers.ts'
import { useSwitchIdentity } from '../use-switch-identity.ts'
import { IdentityHeaderDocument, type IdentityHeaderQuery } from './operations.generated.ts'

type Header = NonNullable<IdentityHeaderQuery['externalIdentity']>

/** What stands above every tab of an identity; the tabs only if there is one. */
export function IdentityShell({ id, children }: { id: string; children: ReactNode }) {
  const { data, problem, refetch } = usePageQuery(IdentityHeaderDocument, { id })
  const path = useOrganisationPath()
  const identity = data?.externalIdentity
  const list = path('/access/external-identities')
  const crumbs = [{ label: 'External Identities', href: list }]
  if (identity) {
    const page = `${list}/${id}`
    return (
      <>
        <Heading identity={identity} crumbs={crumbs} />
        <LinkTabs
          label={`Parts of ${identity.name}`}
          tabs={[
            { label: 'Overview', href: page, exact: true },
            { label: 'Exchanges', href: `${page}/exchanges` },
            { label: 'Test', href: `${page}/test` },
            { label: 'Settings', href: `${page}/settings` },
            { label: 'History', href: `${page}/history` },
          ]}
        />
        {children}
      </>
    )
  }
  const isMissing = problem === undefined || ['not_found', 'malformed_request'].includes(problem.code)
  return (
    <>
      <PageHeader title="External identity" crumbs={crumbs} />
      {isMissing && (
        <EmptyState icon={<SearchX size={28} />} title="There is no such external identity">
          <p>It has been deleted, or the link is wrong.</p>
          <ButtonLink href={list}>All external identities</ButtonLink>
        </EmptyState>
      )}
      {problem?.code === 'forbidden' && <NoPermission what="external identities" permission="ExternalIdentities: read" />}
      {problem && !isMissing && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
    </>
  )
}

function Heading({ identity, crumbs }: { identity: Header; crumbs: { label: string; href: string }[] }) {
  const can = useCan()
  const turn = useSwitchIdentity()
  const names = namesOf(identity.provider)
  return (
    <PageHeader
      crumbs={crumbs}
      title={identity.name}
      description={
        <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <span className="flex items-center gap-2">
            <ProviderIcon name={names.icon} /> {names.name}
          </span>
          <IdentityStatus {...identity} />
          {identity.simulated && (
            <Badge tone="info" icon={<FlaskConical size={12} aria-hidden />}>
              Simulated
            </Badge>
          )}
          {identity.boundAccountCount !== null && <span>{boundText(identity.boundAccountCount)}</span>}
          <IdText id={identity.id} />
        </span>
      }
      actions={
        can('ExternalIdentities', 'update') && (
          <Button onClick={() => void turn(identity, !identity.enabled)}>
            {identity.enabled ? <CirclePause size={16} aria-hidden /> : <CirclePlay size={16} aria-hidden />}
            {identity.enabled ? 'Disable' : 'Enable'}
          </Button>
        )
      }
    />
  )
}

const boundText = (count: number): string => (count === 0 ? 'not bound' : `bound to ${count === 1 ? '1 account' : `${count} accounts`}`)
