import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { createLoader, type SearchParams } from 'nuqs/server'
import { PageHeader } from '../../../../../../components/page-header.tsx'
import { requireViewer } from '../../../../../../server/for-pages.ts'
import { fieldsOf } from '../../form/draft.ts'
import { presetParsers } from '../../form/preset-state.ts'
import { wantedOf } from '../../form/wanted.ts'
import { platformOf } from '../../platforms.ts'
import { ProviderIcon } from '../../provider-icon.tsx'
import { providerOfSlug } from '../../providers.ts'
import { NewIdentity } from './new-identity.tsx'

interface Props {
  params: Promise<{ organisation: string; provider: string }>
  searchParams: Promise<SearchParams>
}

const loadPreset = createLoader(presetParsers)

/** Whom the page is for: a platform with questions of its own where the address names one, or all that the provider knows. */
async function subjectOf({ params, searchParams }: Props) {
  const provider = providerOfSlug((await params).provider)
  const { preset } = await loadPreset(searchParams)
  return { provider, platform: provider?.id === 'oidc' ? platformOf(preset) : undefined }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { provider, platform } = await subjectOf(props)
  return { title: provider ? `New ${(platform ?? provider).name} identity` : 'Not found' }
}

export default async function NewIdentityPage(props: Props) {
  await requireViewer()
  const { provider, platform } = await subjectOf(props)
  if (!provider) notFound()
  const { name, icon } = platform ?? provider
  const title = (
    <span className="flex items-center gap-3">
      <ProviderIcon name={icon} size={24} /> New {name} identity
    </span>
  )
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[{ label: 'External Identities', href: `/${(await props.params).organisation}/access/external-identities` }]}
        description={platform?.description ?? fieldsOf(provider.id).form.description}
      />
      <NewIdentity provider={provider} wanted={wantedOf(provider.id, await props.searchParams)} />
    </>
  )
}
