'use client'

import { SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Problem } from '../../../../../apollo/problem.ts'
import { usePageQuery } from '../../../../../apollo/use-page-query.ts'
import { ButtonLink } from '../../../../../components/button.tsx'
import { LinkTabs } from '../../../../../components/link-tabs.tsx'
import { EmptyState, ErrorState, NoPermission } from '../../../../../components/states.tsx'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { AccountProvider } from './account-context.tsx'
import { AccountHeader } from './account-header.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { ServiceAccountDetailDocument } from './operations.generated.ts'

/** What every tab of an account shares: who it is, and the way to the other tabs. */
export function AccountFrame({ id, children }: { id: string; children: ReactNode }) {
  const { data, problem, refetch } = usePageQuery(ServiceAccountDetailDocument, { id })
  const path = useOrganisationPath()
  const account = data?.serviceAccount
  if (!account) return <Missing problem={problem} onRetry={refetch} />
  const here = path(`/access/service-accounts/${account.id}`)
  return (
    <AccountProvider value={account}>
      <AccountHeader />
      <LinkTabs
        label="Service account"
        tabs={[
          { label: 'Overview', href: here, exact: true },
          { label: 'External Identities', href: `${here}/external-identities`, count: account.externalIdentityCount },
          { label: 'Tokens', href: `${here}/tokens`, count: account.activeTokenCount },
          { label: 'App access', href: `${here}/access`, count: account.appCount },
          { label: 'Activity', href: `${here}/activity` },
        ]}
      />
      {children}
      <KeysDialog />
    </AccountProvider>
  )
}

function Missing({ problem, onRetry }: { problem: Problem | undefined; onRetry: () => void }) {
  const path = useOrganisationPath()
  if (problem?.code === 'forbidden') return <NoPermission what="service accounts" permission="ServiceAccounts: read" />
  if (problem && problem.code !== 'not_found' && problem.code !== 'malformed_request')
    return <ErrorState problem={problem} onRetry={onRetry} />
  return (
    <EmptyState icon={<SearchX size={28} />} title="There is no such service account">
      <p>It was deleted, or the address is not complete.</p>
      <ButtonLink href={path('/access/service-accounts')}>All service accounts</ButtonLink>
    </EmptyState>
  )
}
