'use client'

import { HeartPulse, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Button, ButtonLink } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { PageHeader } from '../../../../components/page-header.tsx'
import { ErrorState, NoPermission } from '../../../../components/states.tsx'
import { useDialog, useFilters } from '../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import { isFiltered, listParsers, listVariables } from './list-state.ts'
import { ExternalIdentitiesDocument } from './operations.generated.ts'

// A list that is read needs no cards, and an empty one no table: each is fetched where it is shown.
const IdentityTable = dynamic(async () => (await import('./identity-table.tsx')).IdentityTable)
const FirstIdentity = dynamic(async () => (await import('./first-identity.tsx')).FirstIdentity)
const ProviderCards = dynamic(async () => (await import('./provider-cards.tsx')).ProviderCards, { ssr: false })
const DeleteIdentity = dynamic(async () => (await import('./delete-identity.tsx')).DeleteIdentity, { ssr: false })

/** Every trust relationship of the organisation. */
export function IdentityList() {
  const filters = useFilters(listParsers)
  const { state } = filters
  const { data, problem, stale, refetch } = usePageQuery(ExternalIdentitiesDocument, listVariables(state))
  const can = useCan()
  const path = useOrganisationPath()
  const adding = useDialog('add')
  const deletion = useDialog('delete')
  const connection = data?.externalIdentities
  const providers = data?.identityProviders ?? []
  const rows = connection?.edges.map(({ node }) => node) ?? []
  const mayCreate = can('ExternalIdentities', 'create')
  const isEmpty = connection?.totalCount === 0 && !isFiltered(state)
  return (
    <>
      <PageHeader
        title="External Identities"
        description="Workloads that may sign in without a stored token."
        actions={
          connection &&
          !isEmpty && (
            <>
              <ButtonLink href={path('/access/external-identities/health')}>
                <HeartPulse size={16} aria-hidden /> Health of issuers
              </ButtonLink>
              {mayCreate && (
                <Button variant="primary" onClick={() => adding.show()}>
                  <Plus size={16} aria-hidden /> Add Identity Provider
                </Button>
              )}
            </>
          )
        }
      />
      {problem?.code === 'forbidden' && <NoPermission what="external identities" permission="ExternalIdentities: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {isEmpty && <FirstIdentity providers={providers} />}
      {connection && !isEmpty && <IdentityTable connection={connection} providers={providers} filters={filters} stale={stale} />}
      <Dialog
        open={adding.open && mayCreate}
        onClose={adding.close}
        kind="wide"
        title="Add Identity Provider"
        description="Where do the workloads run that should sign in?"
      >
        <ProviderCards providers={providers} />
      </Dialog>
      {deletion.open && <DeleteIdentity identity={rows.find(({ id }) => id === deletion.id)} onClose={deletion.close} />}
    </>
  )
}
