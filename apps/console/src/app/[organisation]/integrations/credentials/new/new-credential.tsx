'use client'

import { Tabs } from '@base-ui/react/tabs'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { usePageQuery } from '../../../../../apollo/use-page-query.ts'
import { PageHeader } from '../../../../../components/page-header.tsx'
import { ErrorState, NoPermission } from '../../../../../components/states.tsx'
import { useCan, useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { CreateCredential } from '../form/create-credential.tsx'
import { emptyDraft } from '../form/draft.ts'
import {
  type CredentialFormPartsFragment,
  type CredentialKindId,
  NewCredentialDocument,
  type NewCredentialQuery,
} from '../form/operations.generated.ts'
import { AccessKeysSteps, AssumeRoleSteps, WebIdentitySteps } from '../form/steps.tsx'
import { useCheck } from '../form/use-check.ts'
import { useCredentialDraft } from '../form/use-credential-draft.ts'
import { kindOfSlug, kindSlugOf, kindSlugs } from '../kinds.ts'

const slugParser = parseAsStringLiteral(kindSlugs).withDefault(kindSlugOf.AWS_ASSUME_ROLE)

const tabLook =
  '-mb-px inline-flex min-h-10 items-center border-b-2 border-transparent px-3 whitespace-nowrap text-muted hover:text-text focus-visible:-outline-offset-2 data-active:border-accent data-active:text-text'

const stepsOf: Record<CredentialKindId, typeof AssumeRoleSteps> = {
  AWS_ASSUME_ROLE: AssumeRoleSteps,
  AWS_ACCESS_KEYS: AccessKeysSteps,
  AWS_WEB_IDENTITY: WebIdentitySteps,
}

/** The page that makes a credential: a tab for each way to sign in. */
export function NewCredential() {
  const { data, problem, refetch } = usePageQuery(NewCredentialDocument, {})
  const path = useOrganisationPath()
  const can = useCan()
  const mayCreate = can('IntegrationCredentials', 'create')
  return (
    <>
      <PageHeader
        title="New AWS credentials"
        crumbs={[{ label: 'Third-party credentials', href: path('/integrations/credentials') }]}
        description="For syncs to AWS Secrets Manager."
      />
      {!mayCreate && <NoPermission what="this form" permission="IntegrationCredentials: create" />}
      {mayCreate && problem && <ErrorState problem={problem} onRetry={refetch} />}
      {mayCreate && data && <Kinds kinds={data.credentialKinds} regions={data.awsRegions} />}
    </>
  )
}

interface KindsProps {
  kinds: readonly CredentialFormPartsFragment[]
  regions: NewCredentialQuery['awsRegions']
}

function Kinds({ kinds, regions }: KindsProps) {
  const [slug, setSlug] = useQueryState('kind', slugParser)
  const check = useCheck()
  // One draft for all: who changes the tab keeps what the other kinds need as well.
  const state = useCredentialDraft(emptyDraft, check.forget)
  const chosen = kindOfSlug(slug)
  return (
    <Tabs.Root
      value={chosen}
      onValueChange={(kind: CredentialKindId) => {
        check.forget()
        void setSlug(kindSlugOf[kind])
      }}
      className="flex max-w-4xl flex-col gap-6"
    >
      <Tabs.List aria-label="Ways to sign in" className="flex gap-1 overflow-x-auto border-b border-line">
        {kinds.map(({ id, name }) => (
          <Tabs.Tab key={id} value={id} className={tabLook}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {kinds.map((form) => {
        const Steps = stepsOf[form.id]
        return (
          <Tabs.Panel key={form.id} value={form.id} className="flex flex-col gap-6">
            <p className="max-w-prose text-muted">{form.description}</p>
            <CreateCredential form={form} state={state} check={check}>
              <Steps form={form} state={state} regions={regions} />
            </CreateCredential>
          </Tabs.Panel>
        )
      })}
    </Tabs.Root>
  )
}
