'use client'

import { SearchX } from 'lucide-react'
import { usePageQuery } from '../../../../../apollo/use-page-query.ts'
import { ButtonLink } from '../../../../../components/button.tsx'
import { PageHeader } from '../../../../../components/page-header.tsx'
import { EmptyState, ErrorState, NoPermission } from '../../../../../components/states.tsx'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { CredentialDocument } from '../form/operations.generated.ts'
import { CredentialDetail } from './credential-detail.tsx'

/** A credential, or why there is none to show. */
export function CredentialPage({ id }: { id: string }) {
  const { data, problem, refetch } = usePageQuery(CredentialDocument, { id })
  const path = useOrganisationPath()
  const list = path('/integrations/credentials')
  const crumbs = [{ label: 'Third-party credentials', href: list }]
  const credential = data?.credential
  const kind = data?.credentialKinds.find((form) => form.id === credential?.kind)
  if (data && credential && kind) {
    return <CredentialDetail key={credential.id} credential={credential} form={kind} regions={data.awsRegions} crumbs={crumbs} />
  }
  const isMissing = problem === undefined || ['not_found', 'malformed_request'].includes(problem.code)
  return (
    <>
      <PageHeader title="Credential" crumbs={crumbs} />
      {isMissing && (
        <EmptyState icon={<SearchX size={28} />} title="There are no such credentials">
          <p>They have been deleted, or the link is wrong.</p>
          <ButtonLink href={list}>All credentials</ButtonLink>
        </EmptyState>
      )}
      {problem?.code === 'forbidden' && <NoPermission what="third-party credentials" permission="IntegrationCredentials: read" />}
      {problem && !isMissing && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
    </>
  )
}
