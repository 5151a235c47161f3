'use client'

import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { PageHeader } from '../../../../components/page-header.tsx'
import { ErrorState, NoPermission } from '../../../../components/states.tsx'
import { useDialog, useFilters } from '../../../../components/url-state.ts'
import { useCan } from '../../../../frame/viewer.tsx'
import { isFiltered, listParsers, listVariables } from './list-state.ts'
import { CredentialsDocument } from './operations.generated.ts'

const CredentialTable = dynamic(async () => (await import('./credential-table.tsx')).CredentialTable)
const FirstCredential = dynamic(async () => (await import('./first-credential.tsx')).FirstCredential)
const CloudCards = dynamic(async () => (await import('./cloud-cards.tsx')).CloudCards, { ssr: false })
const DeleteCredential = dynamic(async () => (await import('./delete-credential.tsx')).DeleteCredential, { ssr: false })

/** Every way in which the organisation signs in to clouds of its own. */
export function CredentialList() {
  const filters = useFilters(listParsers)
  const { state } = filters
  const { data, problem, stale, refetch } = usePageQuery(CredentialsDocument, listVariables(state))
  const can = useCan()
  const adding = useDialog('add')
  const deletion = useDialog('delete')
  const connection = data?.credentials
  const kinds = data?.credentialKinds ?? []
  const rows = connection?.edges.map(({ node }) => node) ?? []
  const mayCreate = can('IntegrationCredentials', 'create')
  const isEmpty = connection?.totalCount === 0 && !isFiltered(state)
  return (
    <>
      <PageHeader
        title="Third-party credentials"
        description="How this server signs in to your clouds, to keep secrets there equal to those here."
        actions={
          mayCreate &&
          connection && (
            <Button variant="primary" onClick={() => adding.show()}>
              <Plus size={16} aria-hidden /> Add credentials
            </Button>
          )
        }
      />
      {problem?.code === 'forbidden' && <NoPermission what="third-party credentials" permission="IntegrationCredentials: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {isEmpty && <FirstCredential kinds={kinds} />}
      {connection && !isEmpty && <CredentialTable connection={connection} kinds={kinds} filters={filters} stale={stale} />}
      <Dialog
        open={adding.open && mayCreate}
        onClose={adding.close}
        title="Add credentials"
        description="Where are the secrets that are to be kept equal?"
      >
        <CloudCards kinds={kinds} />
      </Dialog>
      {deletion.open && <DeleteCredential credential={rows.find(({ id }) => id === deletion.id)} onClose={deletion.close} />}
    </>
  )
}
